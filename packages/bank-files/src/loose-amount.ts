import { type Decimal, negateDecimal, parseDecimal } from './decimal.ts';

/** What stands in front of the decimals; the other of the two may then part thousands. */
export type DecimalMark = '.' | ',';

/** What a text that a person may have written says: an amount, two possible ones, or none. */
export type LooseAmount =
  | {
      readonly kind: 'amount';
      readonly value: Decimal;
      /** The decimal mark that the text proves; null when it has none, or one that says nothing. */
      readonly mark: DecimalMark | null;
    }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'garbled' };

/** Longer than any amount with all its marks and blanks; what is longer is not worth the time to take apart. */
const MAX_LENGTH = 64;

const GARBLED: LooseAmount = { kind: 'garbled' };

/** Blanks of all kinds and the apostrophes that set thousands apart. */
const GROUPED_BY_BLANK = /^\d{1,3}(?:[\s'’`]\d{3})+(?=$|[.,])/;

/** `1,234,567` and the Indian `12,34,567`. */
const GROUPED_BY_COMMA = /^\d{1,3}(?:,\d{3})+(?=$|\.)|^\d{1,2}(?:,\d{2})+,\d{3}(?=$|\.)/;
const GROUPED_BY_POINT = /^\d{1,3}(?:\.\d{3})+(?=$|,)/;

/** `1.234`, and what is grouped by points for certain, which the plain reading refuses anyway. */
const MAYBE_GROUPED_BY_POINT = /^[-+]?[1-9]\d{0,2}\.\d{3}$/;

/**
 * Reads `1,234.56`, `1.234,56`, `1'234.56`, `1 234,56`, `-5`, `5-`, `+5`, `(5.00)`, `.03` and `5,`. `mark` is the decimal mark where it is
 * known; without it one mark before three digits (`1,234`, `1.234`) is ambiguous, since it may be either. Anything else is garbled.
 */
export function parseLooseAmount(text: string, mark: DecimalMark | null): LooseAmount {
  if (text.length > MAX_LENGTH) return GARBLED;
  const plain = mark === ',' || (mark === null && MAYBE_GROUPED_BY_POINT.test(text)) ? null : parseDecimal(text);
  if (plain !== null) return { kind: 'amount', value: plain, mark: text.includes('.') ? '.' : null };
  const signed = splitSign(text.trim());
  if (signed === null) return GARBLED;
  const amount = parseUnsigned(signed.digits, mark);
  if (amount.kind !== 'amount' || !signed.isNegative) return amount;
  return { ...amount, value: negateDecimal(amount.value) };
}

interface SignedText {
  readonly isNegative: boolean;
  readonly digits: string;
}

/** Takes off one sign in front or behind, or the parentheses of accountants; null when there are more. */
function splitSign(text: string): SignedText | null {
  if (text.startsWith('(') && text.endsWith(')')) return withoutSign(text.slice(1, -1).trim(), true);
  if (/^[-−–+]/.test(text)) return withoutSign(text.slice(1).trim(), text[0] !== '+');
  if (/[-−–+]$/.test(text)) return withoutSign(text.slice(0, -1).trim(), !text.endsWith('+'));
  return { isNegative: false, digits: text };
}

function withoutSign(digits: string, isNegative: boolean): SignedText | null {
  return /[-−–+()]/.test(digits) ? null : { isNegative, digits };
}

function parseUnsigned(text: string, mark: DecimalMark | null): LooseAmount {
  const grouped = GROUPED_BY_BLANK.exec(text)?.[0];
  if (grouped !== undefined) return parseParts(grouped.replaceAll(/\D/g, ''), text.slice(grouped.length), mark);
  const commas = countOf(text, ',');
  const points = countOf(text, '.');
  if (commas + points === 1) return parseSingleMark(text, commas === 1 ? ',' : '.', mark);
  const byComma = GROUPED_BY_COMMA.exec(text)?.[0];
  if (byComma !== undefined && mark !== ',')
    return parseParts(byComma.replaceAll(',', ''), text.slice(byComma.length), '.');
  const byPoint = GROUPED_BY_POINT.exec(text)?.[0];
  if (byPoint !== undefined && mark !== '.')
    return parseParts(byPoint.replaceAll('.', ''), text.slice(byPoint.length), ',');
  return parseParts(text, '', mark);
}

/** One mark can be the decimal one or set thousands apart; only three digits behind it leave a doubt. */
function parseSingleMark(text: string, found: DecimalMark, mark: DecimalMark | null): LooseAmount {
  const at = text.indexOf(found);
  const mayGroup = at >= 1 && at <= 3 && text.length - at === 4 && text[0] !== '0';
  if (mark !== null && mark !== found) return mayGroup ? parseParts(text.replace(found, ''), '', mark) : GARBLED;
  if (mark === null && mayGroup) return { kind: 'ambiguous' };
  return parseParts(text.slice(0, at), text.slice(at), mark);
}

/** `fraction` is empty or begins with the decimal mark. */
function parseParts(whole: string, fraction: string, mark: DecimalMark | null): LooseAmount {
  const found = fraction === '' ? null : fraction[0] === ',' ? ',' : '.';
  if (found !== null && mark !== null && found !== mark) return GARBLED;
  const value = parseDecimal(found === null ? whole : `${whole}.${fraction.slice(1)}`);
  return value === null || whole.startsWith('+') || whole.startsWith('-')
    ? GARBLED
    : { kind: 'amount', value, mark: found };
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count++;
  return count;
}
