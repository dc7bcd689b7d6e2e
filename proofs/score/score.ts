/** What a design got right and wrong. Pairs are pairs of showings: two rows, of one reading or of two. */
export interface Score {
  /** Rows that got a public id; those that were left to a later reading; those of readings refused whole. */
  readonly rows: number;
  readonly deferred: number;
  readonly refused: number;
  readonly transactions: number;
  readonly publicIds: number;
  /** Pairs of showings under one public id that are one transaction. */
  readonly truePairs: number;
  /** Pairs of showings under one public id. */
  readonly joinedPairs: number;
  /** Pairs of showings of one transaction. */
  readonly knownPairs: number;
  /** How often a public id took in a further transaction. */
  readonly wrongMerges: number;
  /** How often a transaction got a further public id. */
  readonly splits: number;
  /** Removals after which nothing in the mirror stands for a transaction that the bank still has. */
  readonly wrongRemovals: number;
  /** Transactions that are gone, that enough complete reads did not show, and that still stand in the mirror. */
  readonly missedRemovals: number;
  readonly modifications: number;
  /** Modifications of a transaction of which the bank shows exactly what it showed before. */
  readonly spuriousModifications: number;
}

export const NO_SCORE: Score = {
  rows: 0,
  deferred: 0,
  refused: 0,
  transactions: 0,
  publicIds: 0,
  truePairs: 0,
  joinedPairs: 0,
  knownPairs: 0,
  wrongMerges: 0,
  splits: 0,
  wrongRemovals: 0,
  missedRemovals: 0,
  modifications: 0,
  spuriousModifications: 0,
};

/** The sum of two scores of one design. */
export function addScores(one: Score, other: Score): Score {
  const names = Object.keys(NO_SCORE) as (keyof Score)[]; // Object.keys forgets the literal names.
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as Score; // Every name of Score is there.
}

/** Of the pairs under one public id, the share that is one transaction; 1 when there are none. */
export function precisionOf({ truePairs, joinedPairs }: Score): number {
  return joinedPairs === 0 ? 1 : truePairs / joinedPairs;
}

/** Of the pairs of one transaction, the share under one public id; 1 when there are none. */
export function recallOf({ truePairs, knownPairs }: Score): number {
  return knownPairs === 0 ? 1 : truePairs / knownPairs;
}

/** Of the pairs that are one transaction or have one public id, the share that is both; 1 when there are none. */
export function agreementOf({ truePairs, joinedPairs, knownPairs }: Score): number {
  const either = joinedPairs + knownPairs - truePairs;
  return either === 0 ? 1 : truePairs / either;
}
