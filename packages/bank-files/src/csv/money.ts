import { negateDecimal } from '../decimal.ts';
import { type DecimalMark, type LooseAmount, parseLooseAmount } from '../loose-amount.ts';

/** The amount in a cell, with what its author wrote beside the digits. */
export interface CellMoney {
  readonly amount: LooseAmount;
  /** `+` or `CR` stands there: the author says that money comes in. */
  readonly isMarkedCredit: boolean;
  /** The currency that a sign or code names without doubt, or null. */
  readonly currency: string | null;
}

const SYMBOL = /(?:US|R|A|C|NZ|HK|S)?\$|[€£¥₹₽₺₩₪]|(?<![\p{L}])(?:[A-Z]{3}|kr|Fr|Rs|Ft|zł|Kč)(?![\p{L}])\.?/gu;
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['₹', 'INR'],
  ['₽', 'RUB'],
  ['₺', 'TRY'],
  ['₪', 'ILS'],
  ['R$', 'BRL'],
  ['zł', 'PLN'],
  ['Kč', 'CZK'],
  ['Ft', 'HUF'],
]);
/** Longer than any amount; a longer text is a sentence. */
const MAX_LENGTH = 64;
const SIDE = /\s*\b(CR|DR)\b\.?\s*/i;

/** Reads `-$76.00`, `- $21.59`, `+ £1,100.00`, `(5.00)`, `-144,75 kr`, `12.50 DR`; `mark` as for `parseLooseAmount`. */
export function parseCellMoney(text: string, mark: DecimalMark | null): CellMoney {
  if (text.length > MAX_LENGTH) return { amount: { kind: 'garbled' }, isMarkedCredit: false, currency: null };
  if (!/[^\d.,\s'’+()-]/.test(text)) {
    return { amount: parseLooseAmount(text, mark), isMarkedCredit: text.includes('+'), currency: null };
  }
  const side = SIDE.exec(text)?.[1]?.toUpperCase() ?? null;
  let symbol: string | null = null;
  let symbolCount = 0;
  const digits = text.replace(SIDE, '').replaceAll(SYMBOL, (found) => {
    symbol = found;
    symbolCount++;
    return '';
  });
  const amount: LooseAmount = symbolCount > 1 ? { kind: 'garbled' } : parseLooseAmount(digits, mark);
  const isNegative = side === 'DR' && amount.kind === 'amount' && amount.value.units > 0n;
  return {
    amount: isNegative ? { ...amount, value: negateDecimal(amount.value) } : amount,
    isMarkedCredit: side === 'CR' || digits.includes('+'),
    currency: symbol === null ? null : currencyOf(symbol),
  };
}

function currencyOf(symbol: string): string | null {
  const plain = symbol.replace(/\.$/, '');
  return SIGNS.get(plain) ?? (/^[A-Z]{3}$/.test(plain) ? plain : null);
}
