import { collectStatements, type Entry, WRITTEN_CSV_PROFILE } from '@causeway/bank-files';
import { parseCalendarDate } from '../../../domain/values/calendar-date.ts';
import { PortalFormError } from '../form-error.ts';
import type { ExportRecipe, ReadAccount, ShownRow, Step, Target, Value } from '../recipe.ts';
import { alert, button, fill, label, link, windowDay } from '../recipe-kit.ts';
import { nameAccount } from './demo-account.ts';

/** Words by which the downloads of one demo bank are known. */
export interface ExportWords {
  readonly place: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  /** The list or group of formats, and the entry for CSV. */
  readonly format: Target;
  readonly csv: string;
  readonly submit: string;
  readonly closed: string;
  readonly writeDay: Parameters<typeof windowDay>[1];
  /** Of an entry what the bank's tables show as well. */
  toRow(entry: Entry): Partial<ShownRow>;
}

/** Posted rows as CSV; pending ones are on the account's page only. */
export function createDemoExport(words: ExportWords): ExportRecipe {
  const choose = (name: string, target: Target, option: Value): Step => ({ do: 'choose', name, target, option });
  return {
    covers: ['posted'],
    mediaType: 'text/csv',
    open: [{ do: 'click', name: 'open the downloads', target: link(words.place), submits: 'form' }],
    fill: [
      choose('choose the account', label(words.account), nameAccount),
      fill(words.from, windowDay('from', words.writeDay)),
      fill(words.to, windowDay('to', words.writeDay)),
      choose('choose the format', words.format, () => words.csv),
    ],
    click: button(words.submit),
    closed: alert(words.closed),
    toRows: (file, account) => readCsv(file, account).map((entry) => toRow(entry, words)),
  };
}

function readCsv(file: Uint8Array, { number }: ReadAccount): readonly Entry[] {
  const { statements, error } = collectStatements(Buffer.from(file), { csv: { profile: WRITTEN_CSV_PROFILE } });
  if (error !== null) throw new PortalFormError(`the file cannot be read: ${error.reason}`);
  if (statements.some(({ header }) => header.account.rawId !== number))
    throw new PortalFormError('the file is of another account');
  return statements.flatMap(({ entries }) => entries);
}

function toRow(entry: Entry, words: ExportWords): ShownRow {
  const postedDate = entry.bookingDate === null ? null : parseCalendarDate(entry.bookingDate);
  if (postedDate === null) throw new PortalFormError('a row of the file has no date');
  return { status: 'posted', postedDate, pendingDate: null, amount: entry.amount, ...words.toRow(entry) };
}
