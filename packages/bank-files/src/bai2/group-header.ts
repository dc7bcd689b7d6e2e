import { type CalendarDate, parseCompactDate } from '../calendar-date.ts';
import { normaliseCurrency } from '../currency-exponent.ts';
import { type ProblemCode, quote } from '../problem.ts';
import { FieldReader } from './field-reader.ts';
import type { LogicalRecord } from './logical-record.ts';

/** Record 02: the day and the bank that the accounts below it share. */
export interface Bai2GroupHeader {
  /** The sending bank's id, in the United States mostly its routing number. */
  readonly originatorId: string | null;
  readonly action: 'apply' | 'correct' | 'skip';
  readonly asOfDate: CalendarDate | null;
  readonly asOfTime: string | null;
  readonly timing: 'final' | 'interim';
  readonly currency: string | null;
  /** What makes every account of the group unusable, or null. */
  readonly damage: GroupProblem | null;
  readonly warnings: readonly GroupProblem[];
}

interface GroupProblem {
  readonly code: ProblemCode;
  readonly reason: string;
}

/**
 * Reads an 02 record. Nothing in it is fatal: what is odd becomes a warning, and groups of status 2 (deletion) and 4 (test) are skipped.
 */
export function parseGroupHeader(record: LogicalRecord): Bai2GroupHeader {
  const fields = new FieldReader(record.pieces, true);
  const [, originator = '', status = '', dateText = '', time = '', currency = '', modifier = ''] = Array.from(
    { length: 7 },
    () => fields.next() ?? '',
  );
  const warnings: GroupProblem[] = [];
  const date = parseCompactDate(dateText);
  if (dateText === '') warnings.push({ code: 'as_of_date_missing', reason: 'the as-of date is blank' });
  if (date?.clamped) warnings.push({ code: 'date_clamped', reason: `as-of date ${quote(dateText)}` });
  const isSkipped = status === '2' || status === '4';
  if (isSkipped) {
    warnings.push({
      code: 'group_not_imported',
      reason: `group status ${status} (${status === '2' ? 'deletion' : 'test'})`,
    });
  }
  if (status === '3') warnings.push({ code: 'group_corrects', reason: 'group status 3 (correction)' });
  return {
    originatorId: originator || null,
    action: isSkipped ? 'skip' : status === '3' ? 'correct' : 'apply',
    asOfDate: date?.date ?? null,
    asOfTime: parseTime(time),
    timing: modifier === '1' || modifier === '3' ? 'interim' : 'final',
    currency: normaliseCurrency(currency),
    damage: findDamage(status, dateText, date !== null),
    warnings,
  };
}

function findDamage(status: string, dateText: string, isDate: boolean): GroupProblem | null {
  if (!['', '1', '2', '3', '4'].includes(status)) {
    return { code: 'group_status_invalid', reason: `group status ${quote(status)}, expected 1 to 4` };
  }
  if (dateText !== '' && !isDate) {
    return { code: 'as_of_date_invalid', reason: `as-of date ${quote(dateText)}, expected YYMMDD` };
  }
  return null;
}

/** `HH:MM`; null for blank and for 2400 and 9999, which mean the end of the day. */
function parseTime(text: string): string | null {
  const digits = text.replaceAll(':', '');
  if (!/^([01]\d|2[0-3])[0-5]\d(\d\d)?$/.test(digits)) return null;
  return `${digits.slice(0, 2)}:${digits.slice(2, 4)}`;
}
