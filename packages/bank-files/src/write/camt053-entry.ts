import type { Counterparty, EntryDetail } from '../statement.ts';
import {
  writeAmount,
  writeCharges,
  writeInstitution,
  writeInstructed,
  writeMark,
  writePartyAccountId,
  writeReferences,
  writeRemittance,
  writeReturn,
  writeTransactionCode,
} from './camt053-parts.ts';
import type { OutgoingEntry } from './outgoing.ts';
import { type Money, readBalanceMoney, readEntryMoney, requireBookingDate, requireDate } from './outgoing-money.ts';
import { cleanText, reportUnplaced } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';
import { wrap, writeText } from './xml-text.ts';

const REFERENCE_NAMES =
  'endToEndId instructionId transactionId paymentInformationId messageId mandateId uetr clearingSystemReference checkNumber creditorReference entryReference';
const CODE_NAMES = 'isoCode proprietaryCode proprietaryIssuer baiCode gvcCode swiftType ofxType returnReason';

/** What an entry of one payment has a place for; the writers of the parts report what does not fit. */
const PLACED: ReadonlySet<string> = new Set([
  'counterparty.name',
  'counterparty.account',
  'counterparty.bankId',
  ...REFERENCE_NAMES.split(' ').map((name) => `references.${name}`),
  ...CODE_NAMES.split(' ').map((name) => `codes.${name}`),
  'bankReference',
  'customerReference',
  'isReversal',
  'instructed',
  'charges',
  'details',
]);

/** An entry of several payments has these, and leaves the rest to its details. */
const PLACED_IN_BATCH: ReadonlySet<string> = new Set(
  [...PLACED].filter(
    (part) =>
      !(part.startsWith('counterparty.') || part.startsWith('references.')) &&
      part !== 'customerReference' &&
      part !== 'codes.returnReason',
  ),
);
const BATCH_REFERENCES = ['references.entryReference', 'references.messageId', 'references.paymentInformationId'];

/** Writes one `Ntry`; several details are written as its payments, a single one is what the entry itself says. */
export function writeCamtEntry(entry: OutgoingEntry, accountCurrency: string, scope: WriteScope): string {
  const money = readEntryMoney(entry, scope);
  const currency = entry.currency ?? accountCurrency;
  const isBatch = (entry.details?.length ?? 0) > 1;
  reportUnplaced(entry, isBatch ? new Set([...PLACED_IN_BATCH, ...BATCH_REFERENCES]) : PLACED, scope);
  const reference = { element: 'AcctSvcrRef', field: 'bankReference', maxLength: 35, overflow: 'leaveOut' } as const;
  const number = {
    element: 'NtryRef',
    field: 'references.entryReference',
    maxLength: 35,
    overflow: 'leaveOut',
  } as const;
  return [
    '<Ntry>',
    writeText(entry.references?.entryReference, number, scope),
    writeAmount(money, currency, 'amount', scope),
    writeMark(money.side),
    entry.isReversal === true ? '<RvslInd>true</RvslInd>' : '',
    `<Sts><Cd>${statusOf(entry)}</Cd></Sts>`,
    writeDates(entry, scope),
    writeText(entry.bankReference, reference, scope),
    writeTransactionCode(entry, scope),
    writeInstructed(entry.instructed, currency, scope),
    writeCharges(entry.charges, scope),
    isBatch ? writeBatch(entry, money, currency, scope) : writeSingle(entry, money, currency, scope),
    '</Ntry>\n',
  ].join('');
}

function statusOf({ status }: OutgoingEntry): string {
  return status === 'pending' ? 'PDNG' : status === 'information' ? 'INFO' : 'BOOK';
}

function writeDates(entry: OutgoingEntry, scope: WriteScope): string {
  const isPosted = (entry.status ?? 'posted') === 'posted';
  const booking = isPosted
    ? requireBookingDate(entry, scope)
    : entry.bookingDate && requireDate(entry.bookingDate, 'bookingDate', scope);
  const value = entry.valueDate ? requireDate(entry.valueDate, 'valueDate', scope) : null;
  return (booking ? `<BookgDt><Dt>${booking}</Dt></BookgDt>` : '') + (value ? `<ValDt><Dt>${value}</Dt></ValDt>` : '');
}

function writeSingle(entry: OutgoingEntry, money: Money, currency: string, scope: WriteScope): string {
  const references = entry.references ?? {};
  const customerReference = cleanText(entry.customerReference);
  const endToEndId = cleanText(references.endToEndId);
  const refs = writeReferences(references, { bankReference: null, customerReference }, scope);
  // Readers take the end-to-end id for the customer's reference.
  if (customerReference !== null && endToEndId !== null) {
    scope.compare('customerReference', customerReference, refs.includes('<EndToEndId>') ? endToEndId : null);
  }
  const inner = [
    refs,
    '',
    writeParties(entry.counterparty ?? {}, money, entry.isReversal === true, scope),
    writeRemittance(entry.description, references.creditorReference, scope),
    writeReturn(entry.codes?.returnReason, scope),
  ];
  if (inner.every((part) => part === '')) return '';
  inner[1] = writeAmount(money, currency, 'amount', scope) + writeMark(money.side);
  return `<NtryDtls><TxDtls>${inner.join('')}</TxDtls></NtryDtls>`;
}

function writeBatch(entry: OutgoingEntry, money: Money, currency: string, scope: WriteScope): string {
  const { messageId, paymentInformationId } = entry.references ?? {};
  const details = entry.details ?? [];
  const limit = { maxLength: 35, overflow: 'leaveOut' } as const;
  const batch = [
    writeText(messageId, { element: 'MsgId', field: 'references.messageId', ...limit }, scope),
    writeText(paymentInformationId, { element: 'PmtInfId', field: 'references.paymentInformationId', ...limit }, scope),
    `<NbOfTxs>${details.length}</NbOfTxs>`,
  ].join('');
  const payments = details.map((detail) => writeDetail(detail, { entry, money, currency }, scope));
  const about = { element: 'AddtlNtryInf', field: 'description', maxLength: 500, overflow: 'cut' } as const;
  return `<NtryDtls><Btch>${batch}</Btch>${payments.join('')}</NtryDtls>${writeText(entry.description, about, scope)}`;
}

interface Batch {
  readonly entry: OutgoingEntry;
  readonly money: Money;
  readonly currency: string;
}

function writeDetail(detail: EntryDetail, { entry, money, currency }: Batch, scope: WriteScope): string {
  // The bank gave no amount, so there is none to write, although the newer versions ask for one.
  const own = detail.amount === null ? null : readBalanceMoney(detail.amount, 'details.amount', scope);
  const amount =
    own === null ? '' : writeAmount(own, detail.currency ?? currency, 'details.amount', scope) + writeMark(own.side);
  return wrap(
    'TxDtls',
    [
      writeReferences(detail.references, { bankReference: detail.bankReference, customerReference: null }, scope),
      amount,
      writeInstructed(detail.instructed, currency, scope),
      hasCode(detail) ? writeTransactionCode(detail, scope) : '',
      writeCharges(detail.charges, scope),
      writeParties(detail.counterparty, money, entry.isReversal === true, scope),
      writeRemittance(detail.description, detail.references.creditorReference, scope),
      writeReturn(detail.codes.returnReason, scope),
    ].join(''),
  );
}

function hasCode({ codes }: EntryDetail): boolean {
  return codes.isoCode !== null || codes.proprietaryCode !== null;
}

/** The other party, in the role that it had in the payment: a reversal keeps the roles. */
function writeParties(party: Partial<Counterparty>, money: Money, isReversal: boolean, scope: WriteScope): string {
  const name = writeText(
    party.name,
    { element: 'Nm', field: 'counterparty.name', maxLength: 140, overflow: 'cut' },
    scope,
  );
  const account = writePartyAccountId(party.account, 'counterparty.account', scope);
  // Readers look for the other end of a reversal at the opposite end where someone is named there.
  const isSwapped = isReversal && (name !== '' || account !== '');
  const role = (money.side === 'credit') !== isSwapped ? 'Dbtr' : 'Cdtr';
  const agent = wrap(`${role}Agt`, writeInstitution(party.bankId, 'counterparty.bankId', scope));
  return wrap('RltdPties', wrap(role, wrap('Pty', name)) + wrap(`${role}Acct`, account)) + wrap('RltdAgts', agent);
}
