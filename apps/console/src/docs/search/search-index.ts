/** What can be found: one operation, schema, webhook, or part of a guide. */
export interface SearchEntry {
  readonly kind: 'operation' | 'schema' | 'webhook' | 'guide';
  readonly title: string;
  /** What stands beside the title: path of an operation, page of a part. */
  readonly place: string;
  readonly address: string;
  readonly text: string;
}

export interface SearchHit {
  readonly entry: SearchEntry;
  /** A piece of the text around the first word that was found; empty where the title says it all. */
  readonly excerpt: string;
}

export interface SearchIndex {
  find(query: string): readonly SearchHit[];
}

/** Longer queries and more words would only cost time. */
const MAX_QUERY = 120;
const MAX_WORDS = 8;
const MAX_HITS = 30;
const MAX_HITS_OF_PAGE = 3;
const EXCERPT_BEFORE = 40;
const EXCERPT_LENGTH = 150;

interface Prepared {
  readonly entry: SearchEntry;
  readonly title: string;
  readonly place: string;
  readonly text: string;
}

/** An index over everything, held in memory; an answer has 30 hits at most, best first. */
export function createSearchIndex(entries: readonly SearchEntry[]): SearchIndex {
  const prepared = entries.map(
    (entry): Prepared => ({
      entry,
      title: fold(entry.title),
      place: fold(entry.place),
      text: fold(entry.text),
    }),
  );
  return {
    find: (query) => {
      const words = fold(query.slice(0, MAX_QUERY)).split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
      if (words.length === 0) return [];
      return prepared
        .map((each) => ({ each, score: scoreOf(each, words) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .filter(limitPerPage())
        .slice(0, MAX_HITS)
        .map(({ each }) => ({ entry: each.entry, excerpt: excerptOf(each, words) }));
    },
  };
}

/** Lets a few parts of each page through, the best ones when they come in order. */
function limitPerPage(): (found: { readonly each: Prepared }) => boolean {
  const counts = new Map<string, number>();
  return ({ each: { entry } }) => {
    const page = entry.address.replace(/#.*/, '');
    const count = (counts.get(page) ?? 0) + 1;
    counts.set(page, count);
    return count <= MAX_HITS_OF_PAGE;
  };
}

/** Zero unless every word is found somewhere; a word in the title counts most, at the beginning of a word twice. */
function scoreOf({ entry, title, place, text }: Prepared, words: readonly string[]): number {
  let score = entry.kind === 'operation' ? 2 : 0;
  for (const word of words) {
    const inTitle = weigh(title, word, 20);
    const inPlace = weigh(place, word, 6);
    const inText = weigh(text, word, 1);
    if (inTitle + inPlace + inText === 0) return 0;
    score += inTitle + inPlace + inText;
  }
  if (title === words.join(' ')) score += 60;
  return score;
}

function weigh(text: string, word: string, weight: number): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  return at === 0 || /[^\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? weight * 2 : weight;
}

function excerptOf({ entry, text }: Prepared, words: readonly string[]): string {
  const at = words.map((word) => text.indexOf(word)).find((found) => found >= 0);
  if (at === undefined) return entry.text.slice(0, EXCERPT_LENGTH).trim();
  const start = at <= EXCERPT_BEFORE ? 0 : entry.text.lastIndexOf(' ', at - EXCERPT_BEFORE) + 1;
  const piece = entry.text.slice(start, start + EXCERPT_LENGTH).trim();
  return `${start > 0 ? '… ' : ''}${piece}${start + EXCERPT_LENGTH < entry.text.length ? ' …' : ''}`;
}

/** Case makes no difference. The length stays as it is, so that a place in one is the same place in the other. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  // A few letters become longer in lower case; an excerpt would then begin at another place.
  return lower.length === text.length
    ? lower
    : [...text]
        .map((letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter))
        .join('');
}
