import { NO_CODES, type RailHint, type TransactionCodes } from '../statement.ts';
import { findChild, findText, type XmlElement } from './xml-element.ts';

/** Reads a `BkTxCd`; `returnReason` is found elsewhere and passed in. */
export function parseTransactionCodes(element: XmlElement | null, returnReason: string | null): TransactionCodes {
  const domain = findChild(element, 'Domn');
  const parts = [findText(domain, 'Cd'), findText(domain, 'Fmly', 'Cd'), findText(domain, 'Fmly', 'SubFmlyCd')];
  const isoCode = parts.filter((part) => part !== null).join('-');
  return {
    ...NO_CODES,
    isoCode: isoCode === '' ? null : isoCode,
    proprietaryCode: findText(element, 'Prtry', 'Cd'),
    proprietaryIssuer: findText(element, 'Prtry', 'Issr'),
    returnReason,
  };
}

const RAIL_BY_SUB_FAMILY: ReadonlyMap<string, RailHint> = new Map([
  ['ESCT', 'sepaCredit'],
  ['INST', 'instant'],
  ['XBCT', 'wire'],
  ['XICT', 'wire'],
  ['DMCT', 'domesticTransfer'],
  ['AUTT', 'domesticTransfer'],
  ['VCOM', 'domesticTransfer'],
  ['BOOK', 'book'],
  ['SALA', 'payroll'],
]);

const RAIL_BY_FAMILY: ReadonlyMap<string, RailHint> = new Map([
  ['CCRD', 'card'],
  ['ICHQ', 'check'],
  ['RCHQ', 'check'],
  ['CNTR', 'cash'],
]);

const SEPA_DEBIT_SUB_FAMILIES: ReadonlySet<string> = new Set(['PMDD', 'ESDD', 'BBDD']);

/** The channel that an ISO bank transaction code names, or null when it names none. */
export function findIsoRail(isoCode: string | null): RailHint | null {
  const [domain = '', family = '', subFamily = ''] = isoCode?.split('-') ?? [];
  if (subFamily === 'INTR') return 'interest';
  if (subFamily === 'CHRG' || subFamily === 'COMM' || subFamily === 'FEES') return 'fee';
  if (domain !== 'PMNT') return domain === 'ACMT' ? 'other' : null;
  if (family === 'RCDT' || family === 'ICDT') return RAIL_BY_SUB_FAMILY.get(subFamily) ?? null;
  if (family === 'IDDT' || family === 'RDDT') return SEPA_DEBIT_SUB_FAMILIES.has(subFamily) ? 'sepaDebit' : null;
  return RAIL_BY_FAMILY.get(family) ?? null;
}
