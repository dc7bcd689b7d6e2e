/** What a row without a usable id is known by. */
export interface KeyParts {
  readonly postedDate: string | null;
  readonly pendingDate: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly text: string;
  readonly bankReference: string | null;
}

/**
 * Identity of a row that has no id (rule 3): booking date, exact amount, currency, normalised text and bank reference.
 * Status is left out on purpose: a bank that shows a date for pending rows keeps it when the row posts. Row order and
 * page are never part of it; the n-th row of a key is the n-th occurrence.
 */
export function matchKeyOf(parts: KeyParts): string {
  const day = dayKeyOf(parts, parts.pendingDate);
  return `${day}\u001f${normaliseText(parts.text)}\u001f${parts.bankReference ?? ''}`;
}

/** The part of the key that costs little to compute: rows that differ in it need no further look. */
export function dayKeyOf(
  { postedDate, amount, currency }: Pick<KeyParts, 'postedDate' | 'amount' | 'currency'>,
  pendingDate: string | null,
): string {
  return `${postedDate ?? `pending ${pendingDate ?? ''}`}\u001f${amount}\u001f${currency}`;
}

/** Clock times, with or without seconds. */
const TIME = /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)/g;
/** Card and account numbers of which all but the last digits are hidden. */
const MASKED = /(?:(?<!\p{L})X{2,}(?!\p{L})|[*\u2022#]{2,})[ -]?\d*|[*\u2022]\d+/giu;
/**
 * Numbers that count showings, pages or lines and not payments; those of an invoice or an order stay. Written so that no run
 * of separators is looked at twice: it may be as long as a bank's text.
 */
const RUNNING =
  /\b(?:SEQ(?:UENCE)?|LFD|RUN|LINE|ITEM)\b[ .:#-]*(?:(?:NR|NO|NUM(?:BER)?)[ .:#-]*)?\d+|\bNR(?<!\b(?:INVOICE|RECHNUNGS?|BELEG|ORDER|RE)[ .-]*NR)[ .:]*\d{6}(?!\d)/gi;
/** Looking for what each of them needs is cheaper than replacing. */
const MAY_BE_MASKED = /[*\u2022#]|XX/i;
const MAY_BE_RUNNING = /SEQ|LFD|RUN|LINE|ITEM|NR/i;
const PLAIN_ASCII = /^[ -~]*$/;
const REPEATED_SPACE = /^\s|\s$|\s\s|[^\S ]/;

/** Text as it is compared between two showings of one row: without case, repeated white space and volatile parts. */
export function normaliseText(text: string): string {
  return stripVolatile((PLAIN_ASCII.test(text) ? text : text.normalize('NFKC')).toUpperCase());
}

/** Text without what a bank prints anew at every showing: `XXXX1234`, `*1234`, clock times, `SEQ 000417`. */
export function stripVolatile(text: string): string {
  let stripped = text;
  if (text.includes(':')) stripped = stripped.replaceAll(TIME, ' ');
  if (MAY_BE_MASKED.test(text)) stripped = stripped.replaceAll(MASKED, ' ');
  if (MAY_BE_RUNNING.test(text)) stripped = stripped.replaceAll(RUNNING, ' ');
  return REPEATED_SPACE.test(stripped) ? stripped.replaceAll(/\s+/g, ' ').trim() : stripped;
}
