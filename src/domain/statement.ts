import type { BankFileFormat } from './files/bank-file-format.ts';
import type { Observation } from './observation.ts';
import { addDays, type CalendarDate, earlierDate, laterDate } from './values/calendar-date.ts';
import type { Instant } from './values/instant.ts';

export type StatementFormat = BankFileFormat | 'pdf';
export type StatementSource = 'portal' | 'upload';

/** A document or a bank file, as far as it speaks of one account. */
export interface Statement {
  /** How the source names it among the statements of the account. */
  readonly sourceKey: string;
  readonly periodStart: CalendarDate | null;
  readonly periodEnd: CalendarDate | null;
  readonly currency: string;
  /** Signed decimal text; null when not stated. */
  readonly openingBalance: string | null;
  readonly closingBalance: string | null;
  readonly format: StatementFormat;
  readonly fileName: string | null;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly source: StatementSource;
}

/** Documents appear once a month, so a portal is asked for them once a day and not with every sync. */
const LOOK_EVERY_MS = 24 * 60 * 60 * 1_000;

/** Whether the portal is to be asked for new documents of an account. */
export function isStatementLookDue(lastLookAt: Instant | null, now: Instant): boolean {
  return lastLookAt === null || Date.parse(now) - Date.parse(lastLookAt) >= LOOK_EVERY_MS;
}

/** What a file covers of an account: its days, and the balances at the start of the first and the end of the last. */
export function boundsOf({
  coverage,
  statedBalances,
}: Pick<Observation, 'coverage' | 'statedBalances'>): Pick<
  Statement,
  'periodStart' | 'periodEnd' | 'openingBalance' | 'closingBalance'
> {
  const ordered = [...statedBalances].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const opening = ordered.find(({ statedAs }) => statedAs === 'opening');
  const closing = ordered.findLast(({ statedAs }) => statedAs === 'closing');
  // A balance at the end of a day opens the next one. A month with a single row is still a month.
  const starts = [coverage.from, opening === undefined ? null : addDays(opening.date, 1)].filter((day) => day !== null);
  const ends = [coverage.to, closing?.date ?? null].filter((day) => day !== null);
  return {
    periodStart: starts.length === 0 ? null : starts.reduce(earlierDate),
    periodEnd: ends.length === 0 ? null : ends.reduce(laterDate),
    openingBalance: opening?.amount ?? null,
    closingBalance: closing?.amount ?? null,
  };
}
