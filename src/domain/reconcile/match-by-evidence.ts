import type { NormalisedRow } from '../observation.ts';
import type { TransactionContent } from '../transaction.ts';
import type { MirrorRow } from './change-set.ts';
import type { Edge } from './knot-flow.ts';
import { classifyMirror, classifyRows, type LookClass } from './look-classes.ts';
import { type Match, type MatchOutcome, withoutMatches } from './match.ts';
import { type PairEvidence, type PairPolicy, type Side, weighPair } from './pair-evidence.ts';
import { assignSurely } from './sure-assignment.ts';

/** Two that may be one transaction, with what speaks for it. */
export interface PossiblePair {
  readonly mirror: MirrorRow;
  readonly row: NormalisedRow;
  readonly evidence: PairEvidence;
  /** Whether the evidence would do if it did not fit others as well. */
  readonly isContested: boolean;
}

export interface EvidenceOutcome extends MatchOutcome {
  /** Pairs of what is left that were not sure enough. */
  readonly possible: readonly PossiblePair[];
}

/** From the strongest: what a bank shows about a payment when it posts, or when it shows it in another way. */
const GRADES = ['reference', 'sameText', 'agreeingText', 'silentText', 'otherAmount'] as const;
type Grade = (typeof GRADES)[number];

/** More pairs than this under one key tell nothing apart; looking at them all would take quadratic time. */
const MAX_PAIRS_OF_KEY = 4_000;
/** How many pairs there may be for each class over all keys, on average. */
const MAX_PAIRS_OF_CLASS = 40;
/** Pairs kept for a person to decide about. */
const MAX_POSSIBLE_PAIRS = 200;

/**
 * Rule 4 and its like for rows that changed their look: grade by grade, over the whole account at once, a pair is taken
 * only when every assignment of what is left agrees on it (rule 5). `isGone` tells which mirror rows the source is known
 * not to show any more; of others only lonely pairs with good evidence are taken.
 */
export function matchByEvidence(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  options: PairPolicy & {
    isGone(row: MirrorRow): boolean;
    /** How many rows, known or shown, have an amount: a common one proves little by itself. */
    countAmount(amount: string, currency: string): number;
  },
): EvidenceOutcome {
  if (mirror.length === 0 || rows.length === 0)
    return { matches: [], mirrorLeft: mirror, rowsLeft: rows, possible: [] };
  const graph = new EvidenceGraph(mirror, rows, options);
  const matches = GRADES.flatMap((grade) => graph.take(grade));
  return { ...withoutMatches(mirror, rows, matches), possible: graph.listPossible() };
}

/** Rows for which some mirror row would be a candidate of any grade. */
export function findRowsWithCandidates(
  mirror: readonly MirrorRow[],
  rows: readonly NormalisedRow[],
  policy: PairPolicy,
): ReadonlySet<NormalisedRow> {
  if (mirror.length === 0 || rows.length === 0) return new Set();
  const graph = new EvidenceGraph(mirror, rows, { ...policy, isGone: () => true, countAmount: () => 0 });
  return graph.listRowsWithEdges();
}

function gradeOf({ amount, text, sameReference, step }: PairEvidence): Grade | null {
  const isAlike = text === 'same' || text === 'agrees';
  if (amount === 'tolerable') return isAlike ? 'otherAmount' : null;
  if (amount === 'converted') {
    if (sameReference && text !== 'differs') return 'reference';
    // Equal texts name the same foreign sum; of texts that were cut that is not known.
    return text === 'same' ? 'sameText' : isAlike ? 'otherAmount' : null;
  }
  if (sameReference && text !== 'differs') return 'reference';
  if (text === 'same') return 'sameText';
  if (isAlike || sameReference) return 'agreeingText';
  return text === 'silent' && step === 'posting' ? 'silentText' : null;
}

/**
 * Mirror rows that some row could be: open pending ones, and posted ones of the same amount and day, or amount and
 * reference. The others, nearly all, are not even looked at.
 */
function selectNear(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[]): MirrorRow[] {
  const keysOf = ({ postedDate, amount, currency, paymentReference, bankReference }: TransactionContent) => [
    `${amount} ${currency} ${postedDate}`,
    ...(paymentReference === null ? [] : [`${amount} ${currency} reference ${paymentReference}`]),
    ...(bankReference === null ? [] : [`${amount} ${currency} reference ${bankReference}`]),
  ];
  const keys = new Set(rows.flatMap(({ content }) => keysOf(content)));
  return mirror.filter(({ content }) => content.status === 'pending' || keysOf(content).some((key) => keys.has(key)));
}

interface GradedEdge extends Edge {
  readonly evidence: PairEvidence;
  readonly grade: Grade | null;
}

type Options = Parameters<typeof matchByEvidence>[2];

/** The classes of both sides and every pair of them that nothing forbids. */
class EvidenceGraph {
  readonly #left: LookClass<MirrorRow>[];
  readonly #right: LookClass<NormalisedRow>[];
  readonly #edges: readonly GradedEdge[];
  readonly #contestedLeft = new Set<number>();
  readonly #contestedRight = new Set<number>();
  readonly #gone = new Map<number, { readonly count: number; readonly isGone: boolean }>();
  readonly #options: Options;

  constructor(mirror: readonly MirrorRow[], rows: readonly NormalisedRow[], options: Options) {
    this.#options = options;
    this.#left = classifyMirror(selectNear(mirror, rows));
    this.#right = classifyRows(rows);
    this.#edges = this.#listEdges();
  }

  /** Pairs of one grade that are sure, taken out of what is left. */
  take(grade: Grade): Match[] {
    const edges = this.#edges.filter(
      (edge) =>
        edge.grade === grade && this.#isOpen(edge) && !this.#touchesContested(edge) && this.#isEnough(edge, grade),
    );
    if (edges.length === 0) return [];
    const neighbours = new Neighbours(edges);
    const { pairs } = assignSurely(
      this.#left.map(({ members }) => members.length),
      this.#right.map(({ members }) => members.length),
      edges,
    );
    const sure = pairs.filter((pair) => {
      if (grade === 'otherAmount') return this.#explainsAll(pair, neighbours);
      const mustBeLonely = grade === 'silentText' || !this.#isGone(pair.left);
      return !mustBeLonely || this.#isLonely(pair, neighbours);
    });
    const matches = sure.flatMap(({ left, right, count }) => this.#join(left, right, count));
    // What still fits several is left to a person; weaker evidence must not decide about it.
    for (const edge of edges) if (this.#isOpen(edge)) this.#contest(edge);
    return matches;
  }

  listRowsWithEdges(): ReadonlySet<NormalisedRow> {
    const graded = this.#edges.filter(({ grade }) => grade !== null);
    return new Set(graded.flatMap(({ right }) => this.#right[right]?.members ?? []));
  }

  listPossible(): PossiblePair[] {
    const possible: PossiblePair[] = [];
    for (const edge of this.#edges) {
      const mirror = this.#left[edge.left]?.members[0];
      const row = this.#right[edge.right]?.members[0];
      if (mirror === undefined || row === undefined) continue;
      possible.push({ mirror, row, evidence: edge.evidence, isContested: this.#touchesContested(edge) });
      if (possible.length >= MAX_POSSIBLE_PAIRS) break;
    }
    return possible;
  }

  #join(left: number, right: number, count: number): Match[] {
    const known = this.#left[left]?.members.splice(0, count) ?? [];
    const shown = this.#right[right]?.members.splice(0, count) ?? [];
    return known.flatMap((mirror, index) => {
      const row = shown[index];
      return row === undefined ? [] : [{ mirror, row }];
    });
  }

  /**
   * Whether the evidence of a grade carries this pair. Without the proof that the known row is gone only the best does,
   * and only where the pair explains all: the bank may still show that row elsewhere.
   */
  #isEnough({ left, evidence }: GradedEdge, grade: Grade): boolean {
    const side = this.#left[left]?.side;
    if (side === undefined) return false;
    if (!this.#isGone(left)) {
      if (grade !== 'reference' && grade !== 'sameText') return false;
      if (evidence.step === 'restated' && !evidence.sameDay) return false;
    }
    // One known row and one shown: any third of this amount would make it a guess.
    return grade !== 'silentText' || this.#options.countAmount(side.content.amount, side.content.currency) === 2;
  }

  /** One known row and one shown, and nothing else that either could be. */
  #isLonely({ left, right }: Edge, neighbours: Neighbours): boolean {
    const isSingle = this.#left[left]?.members.length === 1 && this.#right[right]?.members.length === 1;
    return isSingle && neighbours.rightsOf(left).length === 1 && neighbours.leftsOf(right).length === 1;
  }

  /** As many known rows as shown ones among all that these two and their likes could be: nothing is left over. */
  #explainsAll(pair: Edge, neighbours: Neighbours): boolean {
    const knot = neighbours.knotOf(pair.left);
    const count = (classes: readonly LookClass<unknown>[], places: ReadonlySet<number>) =>
      [...places].reduce((sum, place) => sum + (classes[place]?.members.length ?? 0), 0);
    return count(this.#left, knot.lefts) === count(this.#right, knot.rights);
  }

  /** Asked for each edge, while a class may have as many members as edges: what is known of the same members holds. */
  #isGone(left: number): boolean {
    const members = this.#left[left]?.members ?? [];
    const known = this.#gone.get(left);
    if (known !== undefined && known.count === members.length) return known.isGone;
    const isGone = this.#left[left] !== undefined && members.every((row) => this.#options.isGone(row));
    this.#gone.set(left, { count: members.length, isGone });
    return isGone;
  }

  #isOpen({ left, right }: Edge): boolean {
    return (this.#left[left]?.members.length ?? 0) > 0 && (this.#right[right]?.members.length ?? 0) > 0;
  }

  #contest({ left, right }: Edge): void {
    this.#contestedLeft.add(left);
    this.#contestedRight.add(right);
  }

  #touchesContested({ left, right }: Edge): boolean {
    return this.#contestedLeft.has(left) || this.#contestedRight.has(right);
  }

  #listEdges(): GradedEdge[] {
    const found = new Map<string, GradedEdge>();
    const consider = (left: number, right: number) => {
      const key = `${left} ${right}`;
      const [known, shown] = [this.#left[left]?.side, this.#right[right]?.side];
      if (known === undefined || shown === undefined || found.has(key)) return;
      const evidence = weighPair(known, shown, this.#options);
      if (evidence !== null) found.set(key, { left, right, evidence, grade: gradeOf(evidence) });
    };
    for (const { lefts, rights } of listKeyPairs(this.#left, this.#right))
      for (const left of lefts) for (const right of rights) consider(left, right);
    return [...found.values()].sort((a, b) => a.left - b.left || a.right - b.right);
  }
}

/** Classes of both sides that have a key in common. */
interface KeyPairs {
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
}

/**
 * The keys that classes of both sides have, but for those that far too many have. Where they come to more pairs than can be
 * looked at in time, the rarest keys count, which tell most: texts of many common words would have all be compared with all.
 */
function listKeyPairs(
  left: readonly { readonly side: Side }[],
  right: readonly { readonly side: Side }[],
): readonly KeyPairs[] {
  const bySize = new Map<number, KeyPairs[]>();
  for (const keysOf of [exactKeysOf, wordKeysOf]) {
    const rightsOf = indexByKeys(right, keysOf);
    for (const [key, lefts] of indexByKeys(left, keysOf)) {
      const rights = rightsOf.get(key) ?? [];
      const size = lefts.length * rights.length;
      if (size === 0 || size > MAX_PAIRS_OF_KEY) continue;
      addTo(bySize, size, { lefts, rights });
    }
  }
  const chosen: KeyPairs[] = [];
  let room = MAX_PAIRS_OF_KEY + MAX_PAIRS_OF_CLASS * (left.length + right.length);
  for (const [size, keys] of [...bySize].sort(([a], [b]) => a - b)) {
    // All of one size or none, so that the order of rows makes no difference.
    room -= size * keys.length;
    if (room < 0) break;
    for (const key of keys) chosen.push(key);
  }
  return chosen;
}

function indexByKeys(classes: readonly { readonly side: Side }[], keysOf: (side: Side) => string[]) {
  const index = new Map<string, number[]>();
  for (const [place, { side }] of classes.entries()) {
    for (const key of new Set(keysOf(side))) addTo(index, key, place);
  }
  return index;
}

/** The finer keys find pairs also where far too many rows share an amount. */
function exactKeysOf({ content, text }: Side): string[] {
  const amount = `${content.currency} ${content.amount}`;
  const references = [content.paymentReference, content.bankReference].filter((reference) => reference !== null);
  return [amount, `${amount} text ${text.whole}`, ...references.map((reference) => `${amount} reference ${reference}`)];
}

function wordKeysOf({ content, text }: Side): string[] {
  const names = [content.merchantName, content.counterpartyName].filter((name) => name !== null);
  const base = `${content.currency} ${content.entryType}`;
  return [
    ...text.words.map((word) => `${base} ${word.slice(0, 4)}`),
    ...names.map((name) => `${base} name ${name.toUpperCase()}`),
  ];
}

/** Which places the edges of one grade join. */
class Neighbours {
  readonly #rights = new Map<number, number[]>();
  readonly #lefts = new Map<number, number[]>();

  constructor(edges: readonly Edge[]) {
    for (const { left, right } of edges) {
      addTo(this.#rights, left, right);
      addTo(this.#lefts, right, left);
    }
  }

  rightsOf(left: number): readonly number[] {
    return this.#rights.get(left) ?? [];
  }

  leftsOf(right: number): readonly number[] {
    return this.#lefts.get(right) ?? [];
  }

  /** Everything that is joined to a place, over any number of edges. */
  knotOf(left: number): { readonly lefts: ReadonlySet<number>; readonly rights: ReadonlySet<number> } {
    const [lefts, rights] = [new Set([left]), new Set<number>()];
    for (const place of lefts)
      for (const right of this.rightsOf(place)) {
        rights.add(right);
        for (const other of this.leftsOf(right)) lefts.add(other);
      }
    return { lefts, rights };
  }
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
