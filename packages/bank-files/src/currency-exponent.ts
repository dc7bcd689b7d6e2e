/**
 * Minor-unit exponents of the current ISO 4217 codes that do not have two decimals.
 * XAU and its kind (metals, test and fund units) have no minor unit and count whole.
 */
const EXPONENTS_OTHER_THAN_TWO: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XAG XAU XBA XBB XBC XBD XDR XOF XPD XPF XPT XSU XTS XUA XXX',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const TWO_DECIMALS =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
  'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
  'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN ' +
  'NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC ' +
  'SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';

const EXPONENT_BY_CURRENCY: ReadonlyMap<string, number> = buildTable();

/** The number of decimals of a currency's minor unit, or null when the code is not a current ISO 4217 code. */
export function findCurrencyExponent(currency: string): number | null {
  return EXPONENT_BY_CURRENCY.get(currency) ?? null;
}

/** The code as ISO 4217 writes it: some programs write `usd`, which is no currency beside `USD`. Null for a blank. */
export function normaliseCurrency(text: string): string | null {
  const code = text.trim();
  if (code === '') return null;
  const upper = code.toUpperCase();
  return EXPONENT_BY_CURRENCY.has(upper) ? upper : code;
}

/** Every current ISO 4217 code this package knows, in alphabetical order. */
export function listCurrencies(): string[] {
  return [...EXPONENT_BY_CURRENCY.keys()].sort();
}

function buildTable(): Map<string, number> {
  const table = new Map(TWO_DECIMALS.split(' ').map((currency) => [currency, 2]));
  for (const [exponent, currencies] of Object.entries(EXPONENTS_OTHER_THAN_TWO)) {
    for (const currency of currencies.split(' ')) table.set(currency, Number(exponent));
  }
  return table;
}
