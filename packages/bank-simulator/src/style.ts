import type { BankCalendar } from './calendar.ts';
import type { TransactionRail } from './transaction.ts';

/**
 * How an institution shows what is true. Styles are data: everything in which two banks differ is a field here, and the
 * code that shows rows reads the field, never the name.
 */
export interface InstitutionStyle {
  readonly name: string;
  /** `stable`: one id for life. `newOnPosting`: the posted row has another id than the pending one. `none`: no ids. */
  readonly rowIds: 'stable' | 'newOnPosting' | 'none';
  readonly postedOrder: 'oldestFirst' | 'newestFirst';
  readonly pendingPlacement: 'first' | 'last';
  /** Whether posted rows carry the ledger balance after them. */
  readonly showsRunningBalance: boolean;
  /** Rails whose posted rows carry the bank's own reference. */
  readonly bankReferenceRails: readonly TransactionRail[];
  readonly showsBaiCode: boolean;
  readonly showsMerchant: boolean;
  readonly showsCounterparty: boolean;
  /** How far back rows are shown. A window that begins earlier is answered from there on, and is not complete. */
  readonly retentionDays: number;
  readonly calendar: BankCalendar;
}

const HOLIDAYS = ['01-01', '06-19', '07-04', '11-11', '12-25'];

/** A bank with a good interface: one id per row for life, references, BAI codes and running balances. */
const stableIds: InstitutionStyle = {
  name: 'stableIds',
  rowIds: 'stable',
  postedOrder: 'oldestFirst',
  pendingPlacement: 'last',
  showsRunningBalance: true,
  bankReferenceRails: ['ach', 'wire', 'sepa', 'check', 'book', 'card', 'fee', 'interest'],
  showsBaiCode: true,
  showsMerchant: true,
  showsCounterparty: true,
  retentionDays: 730,
  calendar: { utcOffsetMinutes: -300, holidays: HOLIDAYS },
};

/** The same, except that a row gets another id when it posts. */
const newIdsOnPosting: InstitutionStyle = { ...stableIds, name: 'newIdsOnPosting', rowIds: 'newOnPosting' };

/** A bank that shows little: no ids, references only where a payment scheme demands one, newest rows first. */
const noIds: InstitutionStyle = {
  name: 'noIds',
  rowIds: 'none',
  postedOrder: 'newestFirst',
  pendingPlacement: 'last',
  showsRunningBalance: false,
  bankReferenceRails: ['wire', 'sepa'],
  showsBaiCode: false,
  showsMerchant: false,
  showsCounterparty: false,
  retentionDays: 540,
  calendar: { utcOffsetMinutes: -420, holidays: HOLIDAYS },
};

/** Every style by its name. */
export const institutionStyles = { stableIds, newIdsOnPosting, noIds };
