import { normaliseText } from './match-key.ts';

/**
 * How far two texts speak of one thing. `same`: equal but for what banks change at every showing. `agrees`: most words
 * that mean something are in both. `silent`: one of them says nothing. `differs`: they speak of different things.
 */
export type TextAgreement = 'same' | 'agrees' | 'silent' | 'differs';

/** Words that banks put around what a payment is about. They stand in texts of any two payments. */
const FILLERS = new Set(
  (
    'ACH ACCT ACCOUNT AND AUTH AUTHORISATION AUTHORISED AUTHORIZATION AUTHORIZED BANK CARD CASH CHARGE CHECKCARD COM ' +
    'CONTACTLESS CREDIT DATE DEBIT ENTRY FOR FROM HOLD INC LLC LTD MASTERCARD MERCHANT MEMO ONLINE PAYMENT PENDING PIN ' +
    'POS PROCESSING PURCHASE RECURRING REF REFERENCE SALE TERMINAL THE TRACE TRANSACTION TRANSFER TRN TXN USD EUR GBP VIA VISA WEB WWW'
  ).split(' '),
);
const SHORTEST_WORD = 3;
/** A word of this length that begins another one is that word cut short, as banks cut pending texts. */
const SHORTEST_STEM = 4;
/** A shorter text that begins another one may be no more than what banks put before every text. */
const SHORTEST_BEGINNING = 18;

/** A text taken apart for comparison. */
export interface ComparableText {
  readonly whole: string;
  /** Words that mean something, without repetition. Digits never are part of one. */
  readonly words: readonly string[];
  /** Numbers of an invoice, a check, a shop, a number of items: two that differ speak of two things. */
  readonly numbers: readonly string[];
  /** A sum in words such as `GBP 231.48`: what the payment was before the bank converted it. */
  readonly sums: readonly string[];
}

/** A row's text taken apart once: words without fillers, numbers, and sums of money with their currency. */
export function comparableText(text: string): ComparableText {
  const whole = normaliseText(text);
  const words = whole.split(/[^\p{L}]+/u).filter((word) => word.length >= SHORTEST_WORD && !FILLERS.has(word));
  return {
    whole,
    words: [...new Set(words)],
    numbers: whole.match(/\d+/g) ?? [],
    sums: whole.match(/\b[A-Z]{3} ?\d+[.,]\d{2}\b/g) ?? [],
  };
}

/**
 * Two thirds of the words of the poorer text must stand in the other one: a common town is not enough. A number that only
 * one of them has decides against it.
 */
export function compareTexts(a: ComparableText, b: ComparableText): TextAgreement {
  if (a.whole === b.whole) return a.whole === '' ? 'silent' : 'same';
  if (isCutShort(a.whole, b.whole)) return 'agrees';
  if (a.words.length === 0 || b.words.length === 0) return 'silent';
  const [poorer, richer] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  const common = countLike(poorer, richer, SHORTEST_STEM);
  return common * 3 >= poorer.length * 2 && !numbersDiffer(a.numbers, b.numbers) ? 'agrees' : 'differs';
}

/** Banks that give a text so many characters and no more cut it anywhere, also inside a word. */
function isCutShort(a: string, b: string): boolean {
  const [beginning, whole] = a.length <= b.length ? [a, b] : [b, a];
  return beginning.length >= SHORTEST_BEGINNING && whole.startsWith(beginning);
}

/** A text that was cut short may lack numbers, and the last one it has may be cut as well. */
function numbersDiffer(a: readonly string[], b: readonly string[]): boolean {
  const [poorer, richer] = a.length <= b.length ? [a, b] : [b, a];
  return countLike(poorer, richer, 1) < poorer.length;
}

/** Comparing each with each is quickest for the texts that banks write, and takes for ever with a text of a megabyte. */
const MOST_COMPARED = 2_000;

/** How many of some words stand among others, or are the stem of one, or have one for their stem. */
function countLike(words: readonly string[], others: readonly string[], shortestStem: number): number {
  if (words.length * others.length <= MOST_COMPARED)
    return words.filter((word) => others.some((other) => isSameWord(word, other, shortestStem))).length;
  const search = createWordSearch(others, shortestStem);
  return words.filter(search).length;
}

function isSameWord(a: string, b: string, shortestStem: number): boolean {
  if (a === b) return true;
  const [stem, word] = a.length <= b.length ? [a, b] : [b, a];
  return stem.length >= shortestStem && word.startsWith(stem);
}

/** Tells of a word whether it is like some of the `others`, by looking up what could be its stem or begin with it. */
function createWordSearch(others: readonly string[], shortestStem: number): (word: string) => boolean {
  const known = new Set(others);
  const sorted = [...known].sort();
  const stemLengths = [...new Set([...known].map(({ length }) => length))].filter((length) => length >= shortestStem);
  return (word) => {
    if (known.has(word)) return true;
    if (word.length >= shortestStem && sorted[firstNotBelow(sorted, word)]?.startsWith(word) === true) return true;
    return stemLengths.some((length) => length < word.length && known.has(word.slice(0, length)));
  };
}

/** Where a word stands in a sorted list, or would stand: the words that begin with it come next. */
function firstNotBelow(sorted: readonly string[], word: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
