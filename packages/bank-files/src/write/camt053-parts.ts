import { isIban } from '../iban.ts';
import { normaliseText } from '../normalise-text.ts';
import { type Charge, type InstructedAmount, normaliseAccountId, type PaymentReferences } from '../statement.ts';
import type { OutgoingAccount, OutgoingEntry } from './outgoing.ts';
import { formatUnsigned, type Money, readBalanceMoney, requireCurrency } from './outgoing-money.ts';
import { cleanText, withoutControls } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';
import { escapeXml, requireText, wrap, writeText } from './xml-text.ts';

/** The largest amount of the standard. */
const LIMITS = { maxDigits: 18, maxDecimals: 5 };

/** `CdtDbtInd`, which carries the sign of the amount beside it. */
export function writeMark(side: Money['side']): string {
  return `<CdtDbtInd>${side === 'credit' ? 'CRDT' : 'DBIT'}</CdtDbtInd>`;
}

/** `Amt` without a sign. Throws where the currency is none, or the amount has more digits than the standard allows. */
export function writeAmount(money: Money, currency: string, field: string, scope: WriteScope): string {
  requireCurrency(currency, field === 'amount' ? 'currency' : `${field}.currency`, scope);
  return `<Amt Ccy="${currency}">${formatUnsigned(money, currency, LIMITS, { field, scope })}</Amt>`;
}

/** `scheme` is told from the number where it is not given. */
export function writeAccountId(
  { id, scheme }: Pick<OutgoingAccount, 'id' | 'scheme'>,
  field: string,
  scope: WriteScope,
): string {
  const iban = normaliseAccountId(id);
  if (scheme === 'iban' || (scheme === undefined && isIban(iban))) {
    if (/^[A-Z]{2}\d\d[A-Z0-9]{1,30}$/.test(iban)) return `<Id><IBAN>${iban}</IBAN></Id>`;
    scope.refuse(field, `${JSON.stringify(id)} has not the form of an IBAN; give its true scheme`);
  }
  const number = requireText(id, { element: 'Id', field, maxLength: 34 }, scope);
  const name = scheme === 'bban' ? '<SchmeNm><Cd>BBAN</Cd></SchmeNm>' : '';
  const proprietary = scheme === 'proprietary' ? '<SchmeNm><Prtry>PROPRIETARY</Prtry></SchmeNm>' : '';
  return `<Id><Othr>${number}${name}${proprietary}</Othr></Id>`;
}

/** The id of another party's account: one that does not fit is left out. */
export function writePartyAccountId(id: string | null | undefined, field: string, scope: WriteScope): string {
  const meant = cleanText(id);
  if (meant === null) return '';
  const iban = normaliseAccountId(meant);
  if (isIban(iban)) {
    scope.compare(field, meant, iban);
    return `<Id><IBAN>${iban}</IBAN></Id>`;
  }
  return wrap(
    'Id',
    wrap('Othr', writeText(meant, { element: 'Id', field, maxLength: 34, overflow: 'leaveOut' }, scope)),
  );
}

/** `FinInstnId`: as `BICFI` where the id is a BIC, else as `Othr`; empty where there is none. */
export function writeInstitution(id: string | null | undefined, field: string, scope: WriteScope): string {
  if (id && /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(id))
    return `<FinInstnId><BICFI>${id}</BICFI></FinInstnId>`;
  const other = writeText(id, { element: 'Id', field, maxLength: 35, overflow: 'leaveOut' }, scope);
  return wrap('FinInstnId', wrap('Othr', other));
}

/** The elements of `Refs` in the order of the schema. */
const REFERENCES: readonly (readonly [string, keyof PaymentReferences, number])[] = [
  ['PmtInfId', 'paymentInformationId', 35],
  ['InstrId', 'instructionId', 35],
  ['EndToEndId', 'endToEndId', 35],
  ['UETR', 'uetr', 36],
  ['TxId', 'transactionId', 35],
  ['MndtId', 'mandateId', 35],
  ['ChqNb', 'checkNumber', 35],
  ['ClrSysRef', 'clearingSystemReference', 35],
];

/**
 * `bankReference` is the detail's own; that of an entry stands with the entry. `customerReference` takes the place of the end-to-end id where
 * there is none.
 */
export function writeReferences(
  references: Partial<PaymentReferences>,
  {
    bankReference,
    customerReference,
  }: { readonly bankReference: string | null; readonly customerReference: string | null },
  scope: WriteScope,
): string {
  const write = (element: string, name: string, own: string | null | undefined, maxLength: number) => {
    const isStandIn = name === 'endToEndId' && cleanText(own) === null;
    const value = isStandIn ? customerReference : own;
    const field = isStandIn ? 'customerReference' : `references.${name}`;
    if (value && NO_REFERENCE.test(value.trim())) {
      scope.compare(field, value.trim(), null);
      return '';
    }
    return writeText(value, { element, field, maxLength, overflow: 'leaveOut' }, scope);
  };
  const servicer = writeText(
    bankReference,
    { element: 'AcctSvcrRef', field: 'bankReference', maxLength: 35, overflow: 'leaveOut' },
    scope,
  );
  const rest = REFERENCES.map(([element, name, length]) => write(element, name, references[name], length));
  return wrap('Refs', [write('MsgId', 'messageId', references.messageId, 35), servicer, ...rest].join(''));
}

/** Readers take these words for none. */
const NO_REFERENCE = /^(?:NOTPROVIDED|NONREF)$/i;

/** A code of the standard where there is one, and the bank's own with the name of its list, be it that of another format. */
export function writeTransactionCode({ codes }: Pick<OutgoingEntry, 'codes'>, scope: WriteScope): string {
  const [domain, family, subFamily, ...more] = codes?.isoCode?.split('-') ?? [];
  const isWhole = more.length === 0 && [domain, family, subFamily].every((part) => /^[A-Z0-9]{1,4}$/.test(part ?? ''));
  if (codes?.isoCode && !isWhole) scope.compare('codes.isoCode', codes.isoCode, null);
  const iso = isWhole
    ? `<Domn><Cd>${domain}</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${subFamily}</SubFmlyCd></Fmly></Domn>`
    : '';
  const own = { field: 'codes.proprietaryCode', code: codes?.proprietaryCode, issuer: codes?.proprietaryIssuer };
  const others = [
    { field: 'codes.baiCode', code: codes?.baiCode, issuer: 'BAI' },
    { field: 'codes.gvcCode', code: codes?.gvcCode, issuer: 'GVC' },
    { field: 'codes.swiftType', code: codes?.swiftType, issuer: 'SWIFT' },
    { field: 'codes.ofxType', code: codes?.ofxType, issuer: 'OFX' },
  ];
  const [first, ...lost] = [own, ...others].filter(({ code }) => cleanText(code) !== null);
  for (const { field, code } of lost) scope.compare(field, cleanText(code), null);
  if (first === undefined) return `<BkTxCd>${iso}</BkTxCd>`;
  const code = writeText(first.code, { element: 'Cd', field: first.field, maxLength: 35, overflow: 'leaveOut' }, scope);
  const issuer = { element: 'Issr', field: 'codes.proprietaryIssuer', maxLength: 35, overflow: 'leaveOut' } as const;
  return `<BkTxCd>${iso}${code === '' ? '' : wrap('Prtry', code + writeText(first.issuer, issuer, scope))}</BkTxCd>`;
}

/** What was instructed, with the rate between it and what was booked. */
export function writeInstructed(
  instructed: InstructedAmount | null | undefined,
  booked: string,
  scope: WriteScope,
): string {
  if (!instructed) return '';
  const { amount, currency, exchangeRate } = instructed;
  const money = readBalanceMoney(amount, 'instructed.amount', scope);
  if (currency === null || money.side === 'debit') {
    scope.lose('instructed', `${amount} has no currency, or a sign, and is left out`);
    return '';
  }
  const isRate = exchangeRate !== null && /^\d{1,11}(?:\.\d{1,10})?$/.test(exchangeRate);
  if (exchangeRate !== null && !isRate) scope.compare('instructed.exchangeRate', exchangeRate, null);
  const rate = isRate
    ? `<CcyXchg><SrcCcy>${currency}</SrcCcy><TrgtCcy>${booked}</TrgtCcy><XchgRate>${exchangeRate}</XchgRate></CcyXchg>`
    : '';
  return `<AmtDtls><InstdAmt>${writeAmount(money, currency, 'instructed.amount', scope)}${rate}</InstdAmt></AmtDtls>`;
}

/** `Chrgs`. The standard requires a currency: a charge without one is left out, and the loss is told. */
export function writeCharges(charges: readonly Charge[] | undefined, scope: WriteScope): string {
  const records = (charges ?? []).map(({ amount, currency, type, isIncluded }) => {
    if (currency === null) {
      scope.lose('charges', `${amount} has no currency and is left out`);
      return '';
    }
    const money = readBalanceMoney(amount, 'charges', scope);
    const included = isIncluded === null ? '' : `<ChrgInclInd>${isIncluded}</ChrgInclInd>`;
    const name = writeText(type, { element: 'Id', field: 'charges.type', maxLength: 35, overflow: 'leaveOut' }, scope);
    const kind = wrap('Tp', wrap('Prtry', name));
    return `<Rcrd>${writeAmount(money, currency, 'charges', scope)}${writeMark(money.side)}${included}${kind}</Rcrd>`;
  });
  return wrap('Chrgs', records.join(''));
}

/** Text is cut into lines of 140 characters, which a reader puts together again. */
export function writeRemittance(
  description: string | null | undefined,
  creditorReference: string | null | undefined,
  scope: WriteScope,
): string {
  const meant = cleanText(description);
  const safe = meant === null ? null : (normaliseText(withoutControls(meant)) ?? null);
  scope.compare('description', meant, safe);
  const lines = safe === null ? [] : cutLines(safe, 140);
  const unstructured = lines.map((line) => `<Ustrd>${escapeXml(line)}</Ustrd>`).join('');
  const reference = {
    element: 'Ref',
    field: 'references.creditorReference',
    maxLength: 35,
    overflow: 'leaveOut',
  } as const;
  return wrap(
    'RmtInf',
    unstructured + wrap('Strd', wrap('CdtrRefInf', writeText(creditorReference, reference, scope))),
  );
}

/** `RtrInf`: an ISO code of up to four characters as `Cd`, any other reason as `Prtry`; empty where there is none. */
export function writeReturn(reason: string | null | undefined, scope: WriteScope): string {
  const element = /^[A-Z0-9]{1,4}$/.test(reason ?? '') ? 'Cd' : 'Prtry';
  const text = writeText(reason, { element, field: 'codes.returnReason', maxLength: 35, overflow: 'leaveOut' }, scope);
  return wrap('RtrInf', wrap('Rsn', text));
}

/** Pieces of exactly this length but the last; a pair of surrogates stays together, in the next piece where it would not fit. */
function cutLines(value: string, length: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < value.length; ) {
    const isPair = /[\ud800-\udbff]/.test(value[at + length - 1] ?? '');
    // A reader joins full lines as they are, so a line is rather one too long for the counting of UTF-16 than one too short.
    const end = at + length + (isPair ? 1 : 0);
    lines.push(value.slice(at, end));
    at = end;
  }
  return lines;
}
