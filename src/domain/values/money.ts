import { type Decimal, decimal, formatDecimal } from './decimal.ts';

/** Currencies whose ISO 4217 minor unit is not 2. Unknown codes, crypto assets included, count as 2. */
const MINOR_UNITS: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ['CLF', 4],
  ['UYW', 4],
]);

const CENTS = /^-?(?:0|[1-9]\d{0,30})\.\d\d$/;

/** Decimals that amounts of the currency normally have (source: ISO 4217 list one). */
export function minorUnitsOf(currency: string): number {
  return MINOR_UNITS.get(currency) ?? 2;
}

/** Canonical amount text of the contract: as many decimals as the currency has, more only where the value needs them. */
export function formatAmount(amount: Decimal, currency: string): string {
  return formatDecimal(amount, minorUnitsOf(currency));
}

/** Brings decimal text (a database `numeric`, a bank's amount) into the canonical form. Throws when it is no decimal. */
export function canonicalAmount(text: string, currency: string): string {
  // Most amounts come as they are to be: of those nothing has to be computed.
  if (CENTS.test(text) && text !== '-0.00' && minorUnitsOf(currency) === 2) return text;
  return formatAmount(decimal(text), currency);
}
