import { normaliseCurrency } from '../currency-exponent.ts';
import { type AccountScheme, normaliseAccountId, type StatementAccount } from '../statement.ts';
import { findChild, findText, type XmlElement } from './xml-element.ts';

export interface AccountIdentification {
  readonly rawId: string;
  readonly scheme: AccountScheme;
}

/** Reads what is below an account's `Id` in any version: IBAN, Othr, and the BBAN, UPIC and PrtryAcct of the oldest. */
export function findAccountId(account: XmlElement | null): AccountIdentification | null {
  const id = findChild(account, 'Id');
  const iban = findText(id, 'IBAN');
  if (iban !== null) return { rawId: iban, scheme: 'iban' };
  const other = findText(id, 'Othr', 'Id');
  if (other !== null) return { rawId: other, scheme: schemeOfOther(findChild(id, 'Othr')) };
  const bban = findText(id, 'BBAN');
  if (bban !== null) return { rawId: bban, scheme: 'bban' };
  const proprietary = findText(id, 'PrtryAcct', 'Id') ?? findText(id, 'UPIC');
  return proprietary === null ? null : { rawId: proprietary, scheme: 'proprietary' };
}

function schemeOfOther(other: XmlElement | null): AccountScheme {
  if (findText(other, 'SchmeNm', 'Prtry') !== null) return 'proprietary';
  return findText(other, 'SchmeNm', 'Cd') === 'BBAN' ? 'bban' : 'other';
}

/** The BIC of a financial institution, else its clearing member id, else any other id. */
export function findInstitutionId(holder: XmlElement | null): string | null {
  const institution = findChild(holder, 'FinInstnId');
  const combined = findChild(institution, 'CmbndId') ?? institution;
  return (
    findText(combined, 'BICFI') ??
    findText(combined, 'BIC') ??
    findText(combined, 'ClrSysMmbId', 'MmbId') ??
    findText(combined, 'ClrSysMmbId', 'Id') ??
    findText(combined, 'Othr', 'Id') ??
    findText(combined, 'PrtryId', 'Id')
  );
}

/** Name of the bank in `FinInstnId`. Older versions keep it one level deeper, in `NmAndAdr` or `CmbndId`. */
export function findInstitutionName(holder: XmlElement | null): string | null {
  const institution = findChild(holder, 'FinInstnId');
  return (
    findText(institution, 'Nm') ?? findText(institution, 'NmAndAdr', 'Nm') ?? findText(institution, 'CmbndId', 'Nm')
  );
}

/** Reads a statement's `Acct`; null when nothing in it identifies an account. The currency is the stated one or null. */
export function parseAccount(element: XmlElement | null): StatementAccount | null {
  const identification = findAccountId(element);
  if (identification === null) return null;
  const currency = normaliseCurrency(findText(element, 'Ccy') ?? '');
  const owner = findChild(element, 'Ownr');
  const servicer = findChild(element, 'Svcr');
  return {
    rawId: identification.rawId,
    id: normaliseAccountId(identification.rawId),
    scheme: identification.scheme,
    kind: null,
    currency,
    currencySource: currency === null ? null : 'account',
    name: findText(element, 'Nm'),
    ownerName: findText(owner, 'Nm') ?? findText(owner, 'Pty', 'Nm'),
    servicerId: findInstitutionId(servicer),
    servicerName: findInstitutionName(servicer),
  };
}
