import { addDays, type CalendarDate, type SimulatedBank } from '@causeway/bank-simulator';
import { Fields } from '../fields.ts';
import { bankDay } from './bank-day.ts';
import { findDate, presentDate } from './formats.ts';
import type { Visit } from './visit.ts';

/** Days that a search covers unless others are asked for. */
const USUAL_DAYS = 30;

/** The days and the page that somebody asks for, and what is wrong with what was entered. */
export interface Search {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** As they were entered, or as the bank writes the usual ones. */
  readonly entered: { readonly from: string; readonly to: string };
  readonly pageSize: number;
  readonly page: number;
  readonly errors: readonly string[];
}

/** Reads days, page size and page from a query; what is missing is the usual. A wrong day is told and taken for the usual. */
export function readSearch(visit: Visit, values: unknown, bank: SimulatedBank): Search {
  const { look } = visit;
  const { transactions: words } = look.words;
  const fields = new Fields(values);
  const today = bankDay(bank);
  const errors: string[] = [];
  const readDay = (name: 'from' | 'to', fallback: CalendarDate): { day: CalendarDate; text: string } => {
    const text = fields.optionalText(name, { pattern: /^[^\p{Cc}]{1,20}$/u, hint: 'write a date' });
    if (text === null) return { day: fallback, text: writeDay(visit, fallback) };
    // A browser's own picker sends dates in one form, whatever it shows.
    const day = findDate(text, look.dateFields === 'picked' ? 'YYYY-MM-DD' : look.dateFormat);
    if (day === null) errors.push(words.badDate(words[name], presentDate(today, look.dateFormat)));
    return { day: day ?? fallback, text };
  };
  const from = readDay('from', addDays(today, -USUAL_DAYS));
  const to = readDay('to', today);
  if (errors.length === 0 && from.day > to.day) errors.push(words.turnedRound);
  const sizes = look.table.pageSizes;
  const wanted = fields.count('size', { max: 10_000, fallback: sizes[0] ?? 50 });
  return {
    ...{ from: from.day, to: to.day, entered: { from: from.text, to: to.text }, errors },
    pageSize: sizes.includes(wanted) ? wanted : (sizes[0] ?? 50),
    page: fields.count('page', { max: 100_000, fallback: 1 }),
  };
}

/** A day as it stands in a field. */
export function writeDay({ look }: Visit, day: CalendarDate): string {
  return look.dateFields === 'picked' ? day : presentDate(day, look.dateFormat);
}
