import { type CalendarDate, calendarDate, parseCalendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';

/** How a bank writes dates. */
export type DateForm = 'MM/DD/YYYY' | 'DD/MM/YYYY' | 'DD.MM.YYYY' | 'YYYY-MM-DD' | 'MMM D, YYYY' | 'D MMM YYYY';

/** How a bank writes amounts. Signs are taken in every usual form: in front, behind, parentheses, D or DR and C or CR. */
export interface AmountForm {
  readonly decimal: '.' | ',';
  readonly group: '.' | ',' | ' ' | "'";
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATE_PATTERNS: Readonly<Record<DateForm, RegExp>> = {
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
  'YYYY-MM-DD': /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  'MMM D, YYYY': /^(?<name>[A-Za-z]{3})[a-z]* (?<day>\d{1,2}), (?<year>\d{4})$/,
  'D MMM YYYY': /^(?<day>\d{1,2}) (?<name>[A-Za-z]{3})[a-z]* (?<year>\d{4})$/,
};

/** The day, or null when the text is none in exactly this form. */
export function parseBankDate(text: string, form: DateForm): CalendarDate | null {
  const parts = DATE_PATTERNS[form].exec(text.trim())?.groups;
  if (parts === undefined) return null;
  const { year = '', day = '', name } = parts;
  const month = name === undefined ? (parts.month ?? '') : `${MONTHS.indexOf(name.toLowerCase()) + 1}`;
  return parseCalendarDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** The day that it is at a bank, by the IANA name of its zone. */
export function bankDayOf(now: Instant, timezone: string): CalendarDate {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(format.formatToParts(new Date(now)).map(({ type, value }) => [type, value]));
  return calendarDate(`${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`);
}

/** The day as the bank writes it. */
export function writeBankDate(date: CalendarDate, form: DateForm): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const lower = MONTHS[Number(month) - 1] ?? '';
  const name = lower.charAt(0).toUpperCase() + lower.slice(1);
  switch (form) {
    case 'MM/DD/YYYY':
      return `${month}/${day}/${year}`;
    case 'DD/MM/YYYY':
      return `${day}/${month}/${year}`;
    case 'DD.MM.YYYY':
      return `${day}.${month}.${year}`;
    case 'YYYY-MM-DD':
      return date;
    case 'MMM D, YYYY':
      return `${name} ${Number(day)}, ${year}`;
    case 'D MMM YYYY':
      return `${Number(day)} ${name} ${year}`;
    default:
      return form satisfies never;
  }
}

/**
 * The amount as signed decimal text, or null when the text is none in this form. Currency signs and codes around it are dropped; groups
 * must be of three digits, so that `1,23` is never taken for 123.
 */
export function parseBankAmount(text: string, { decimal, group }: AmountForm): string | null {
  let rest = text
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .replaceAll('\u2212', '-')
    .trim();
  let negative = false;
  let signs = 0;
  const take = (pattern: RegExp, isNegative: (sign: string) => boolean) => {
    const found = pattern.exec(rest);
    if (found === null) return;
    signs += 1;
    negative = isNegative(found[1] ?? '');
    rest = (found[2] ?? '').trim();
  };
  const dropCurrency = () => {
    rest = rest
      .replace(/^(?:\p{Sc}|[A-Z]{3} )\s*/u, '')
      .replace(/\s*(?:\p{Sc}| [A-Z]{3})$/u, '')
      .trim();
  };
  dropCurrency();
  take(/^()\((.*)\)$/, () => true);
  take(/^([+-])(.*)$/, (sign) => sign === '-');
  take(/^()(.*)-$/, () => true);
  const letters = /^(.*\d) ?(DR|CR|D|C)$/.exec(rest);
  if (letters !== null) {
    signs += 1;
    negative = letters[2]?.startsWith('D') ?? false;
    rest = letters[1] ?? '';
  }
  dropCurrency();
  if (signs > 1) return null;
  const [d, g] = [escapeMark(decimal), escapeMark(group)];
  const found = new RegExp(`^(\\d{1,3}(?:${g}\\d{3})*|\\d+)(?:${d}(\\d{1,4}))?$`).exec(rest);
  if (found === null) return null;
  const whole = (found[1] ?? '').replaceAll(group, '').replace(/^0+(?=\d)/, '');
  const value = found[2] === undefined ? whole : `${whole}.${found[2]}`;
  return negative && /[1-9]/.test(value) ? `-${value}` : value;
}

function escapeMark(character: string): string {
  return character === '.' ? '\\.' : character === ' ' ? '[ ]' : character;
}
