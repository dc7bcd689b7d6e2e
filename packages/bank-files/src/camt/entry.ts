import type { CalendarDate } from '../calendar-date.ts';
import { addDecimals, compareDecimals, type Decimal, ZERO } from '../decimal.ts';
import { normaliseText } from '../normalise-text.ts';
import { quote } from '../problem.ts';
import {
  type BookingDateSource,
  type Entry,
  type EntryDetail,
  type EntryStatus,
  NO_COUNTERPARTY,
  NO_REFERENCES,
  type PaymentReferences,
  type StatementHeader,
  type TransactionCodes,
} from '../statement.ts';
import type { StatementReport } from '../statement-report.ts';
import { formatAmount } from '../statement-tally.ts';
import { findNumber, findSide, parseAmount, type Side, signAmount } from './amount.ts';
import { parseInstructed } from './amount-details.ts';
import { parseCharges } from './charges.ts';
import { type CamtDate, readDate } from './dates.ts';
import { type DetailDraft, type FinishedDetail, finishDetail } from './entry-detail.ts';
import { findIsoRail, parseTransactionCodes } from './transaction-code.ts';
import { findChild, findText, listChildren, positionOf, type XmlElement } from './xml-element.ts';

export interface ParsedEntry {
  readonly entry: Entry;
  readonly amount: Decimal;
  /** Whether its details add up to it; null when they cannot be compared. */
  readonly detailsAddUp: boolean | null;
}

/** The statement that an entry belongs to, and its place there. */
export interface EntryContext {
  readonly header: StatementHeader;
  readonly report: StatementReport;
  readonly entryIndex: number;
}

/** Reads a `Ntry` whose details were read before; damage is reported, and null comes back. */
export function parseEntry(
  element: XmlElement,
  drafts: readonly DetailDraft[],
  { header, report, entryIndex }: EntryContext,
): ParsedEntry | null {
  const money = readMoney(element, header, report);
  const booking = readBookingDate(element, header, report);
  const charges = parseCharges(element, report);
  const instructed = parseInstructed(element, report);
  if (money === null || report.isDamaged) return null;
  const isReversal = readFlag(findText(element, 'RvslInd'));
  const frame = { ...money, isReversal, isSingleDetail: drafts.length === 1 };
  const finished = drafts.map((draft) => finishDetail(draft, frame));
  const single = finished.length === 1 ? (finished[0]?.detail ?? null) : null;
  const codes = mergeCodes(parseTransactionCodes(findChild(element, 'BkTxCd'), null), single?.codes ?? null);
  const entry: Entry = {
    statementIndex: header.statementIndex,
    entryIndex,
    status: readStatus(element, header, report),
    bookingDate: booking.date,
    bookingDateSource: booking.source,
    valueDate: readOptionalDate(readDate(findChild(element, 'ValDt')), element, report),
    amount: formatAmount(money.amount, money.currency),
    currency: money.currency,
    entryType: money.side,
    isReversal,
    ...describe(element, single),
    counterparty: single?.counterparty ?? NO_COUNTERPARTY,
    rail: findIsoRail(codes.isoCode),
    codes,
    bankReference: findText(element, 'AcctSvcrRef') ?? single?.bankReference ?? null,
    customerReference: single?.references.endToEndId ?? null,
    references: mergeReferences(element, single),
    instructed: instructed ?? single?.instructed ?? null,
    charges: charges.length > 0 ? charges : (single?.charges ?? []),
    availability: [],
    details: finished.map((item) => item.detail),
    position: positionOf(element),
  };
  return {
    entry,
    amount: money.amount,
    detailsAddUp: checkDetails(element, finished, { entry, amount: money.amount }, report),
  };
}

interface Money {
  /** Signed. */
  readonly amount: Decimal;
  readonly currency: string | null;
  readonly side: Side;
}

/** Amount and side. `CdtDbtInd` already says how the account moves, also for a reversal, so nothing else turns the sign. */
function readMoney(element: XmlElement, header: StatementHeader, report: StatementReport): Money | null {
  for (const name of ['Amt', 'CdtDbtInd']) {
    const count = listChildren(element, name).length;
    if (count > 1) report.damage('field_repeated', `the entry has ${count} ${name}`, positionOf(element));
  }
  const amountElement = findChild(element, 'Amt');
  if (amountElement === null) {
    report.damage('amount_missing', 'the entry has no Amt', positionOf(element));
    return null;
  }
  const stated = parseAmount(amountElement, report);
  const mark = findSide(element);
  if (mark === null) {
    const text = findText(element, 'CdtDbtInd');
    const reason = text === null ? 'the entry has no CdtDbtInd' : `CdtDbtInd ${quote(text)}, expected CRDT or DBIT`;
    report.damage('indicator_missing', reason, positionOf(element));
  }
  if (stated === null || mark === null) return null;
  if (stated.currency === null) {
    report.warn('entry_currency_missing', 'Amt has no Ccy', positionOf(amountElement));
  }
  const amount = signAmount(stated.value, mark);
  if (stated.value.units < 0n) {
    report.warn('negative_amount', `amount ${quote(amountElement.text.trim())}`, positionOf(amountElement));
  }
  const side = amount.units === 0n ? mark : amount.units > 0n ? 'credit' : 'debit';
  return { amount, currency: stated.currency ?? header.account.currency, side };
}

const STATUSES: ReadonlyMap<string, EntryStatus> = new Map([
  ['BOOK', 'posted'],
  ['PDNG', 'pending'],
  ['INFO', 'information'],
  ['FUTR', 'information'],
]);

/** `Sts` holds the code itself up to version 7 and below `Cd` since. */
function readStatus(element: XmlElement, header: StatementHeader, report: StatementReport): EntryStatus {
  const status = findChild(element, 'Sts');
  const code = findText(status, 'Cd') ?? findText(status, 'Prtry') ?? findText(status);
  if (code === null) {
    report.warn('status_missing', 'the entry has no Sts', positionOf(element));
    return header.timing === 'interim' ? 'pending' : 'posted';
  }
  const known = STATUSES.get(code.toUpperCase());
  if (known === undefined) report.warn('status_unknown', `Sts ${quote(code)}`, positionOf(status ?? element));
  return known ?? 'information';
}

/** The booking day: `BookgDt`, else the value date, else the statement's day; which one it was is kept. */
function readBookingDate(
  element: XmlElement,
  header: StatementHeader,
  report: StatementReport,
): { date: CalendarDate | null; source: BookingDateSource | null } {
  const booking = readDate(findChild(element, 'BookgDt'));
  if (booking.kind === 'garbled') {
    report.damage('date_garbled', `BookgDt ${quote(booking.text)}, expected YYYY-MM-DD`, positionOf(booking.element));
  }
  const booked = readOptionalDate(booking, element, report);
  if (booked !== null) return { date: booked, source: 'bookingDate' };
  const value = readDate(findChild(element, 'ValDt'));
  if (value.kind === 'read') return { date: value.read.date, source: 'valueDate' };
  return { date: header.asOfDate, source: header.asOfDate === null ? null : 'statementDate' };
}

function readOptionalDate(date: CamtDate, element: XmlElement, report: StatementReport): CalendarDate | null {
  if (date.kind === 'garbled') report.warn('value_date_garbled', `date ${quote(date.text)}`, positionOf(date.element));
  if (date.kind !== 'read') return null;
  if (date.read.clamped) report.warn('date_clamped', `read as ${date.read.date}`, positionOf(element));
  return date.read.date;
}

function readFlag(text: string | null): boolean {
  return text === 'true' || text === '1';
}

/** A single detail speaks for its entry; a batch is described by the entry's own text only. */
function describe(element: XmlElement, single: EntryDetail | null): Pick<Entry, 'description' | 'rawDescription'> {
  const additional = findText(element, 'AddtlNtryInf');
  const lines = single?.rawDescription ?? [];
  return {
    description: single?.description ?? (additional === null ? null : normaliseText(additional)),
    rawDescription: additional === null ? lines : [...lines, additional],
  };
}

function mergeCodes(own: TransactionCodes, single: TransactionCodes | null): TransactionCodes {
  if (single === null) return own;
  return {
    ...own,
    isoCode: own.isoCode ?? single.isoCode,
    proprietaryCode: own.proprietaryCode ?? single.proprietaryCode,
    proprietaryIssuer: own.proprietaryCode === null ? single.proprietaryIssuer : own.proprietaryIssuer,
    returnReason: single.returnReason,
  };
}

function mergeReferences(element: XmlElement, single: EntryDetail | null): PaymentReferences {
  const batch = findChild(findChild(element, 'NtryDtls'), 'Btch') ?? findChild(element, 'Btch');
  const base = single?.references ?? NO_REFERENCES;
  return {
    ...base,
    messageId: base.messageId ?? findText(batch, 'MsgId'),
    paymentInformationId: base.paymentInformationId ?? findText(batch, 'PmtInfId'),
    entryReference: findText(element, 'NtryRef'),
  };
}

function checkDetails(
  element: XmlElement,
  finished: readonly FinishedDetail[],
  { entry, amount }: Pick<ParsedEntry, 'entry' | 'amount'>,
  report: StatementReport,
): boolean | null {
  const announced = listChildren(element, 'NtryDtls').map((details) =>
    findNumber(findChild(details, 'Btch'), 'NbOfTxs'),
  );
  const [count] = announced;
  // Banks also announce a batch whose payments they list elsewhere or sum up in one detail; only a true list can be wrong.
  if (
    announced.length === 1 &&
    count &&
    finished.length > 1 &&
    compareDecimals(count, { units: BigInt(finished.length), scale: 0 }) !== 0
  ) {
    report.warn('batch_count_differs', `NbOfTxs ${count.units}, found ${finished.length} TxDtls`, positionOf(element));
  }
  if (finished.length === 0) return null;
  let sum = ZERO;
  for (const item of finished) {
    if (item.amount === null || item.detail.currency !== entry.currency) return null;
    sum = addDecimals(sum, item.amount);
  }
  const addsUp = compareDecimals(sum, amount) === 0;
  if (!addsUp) {
    report.warn(
      'details_do_not_add_up',
      `details ${formatAmount(sum, entry.currency)}, entry ${entry.amount}`,
      positionOf(element),
    );
  }
  return addsUp;
}
