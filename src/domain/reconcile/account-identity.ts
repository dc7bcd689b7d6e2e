import type { AccountType } from '../account.ts';
import { normaliseText } from './match-key.ts';

/** What names an account at its bank. */
export interface AccountName {
  readonly currency: string;
  readonly type: AccountType;
  /** As the source prints it. */
  readonly number: string;
  readonly routingNumber: string | null;
}

/** A posted row, as far as it tells accounts apart. */
export interface AccountRowLook {
  readonly postedDate: string;
  readonly amount: string;
  readonly description: string;
}

/** An account that a bank lists under a name that nobody knows. */
export interface UnknownAccount {
  readonly name: AccountName;
  readonly rows: readonly AccountRowLook[];
  /** Days that a complete read covered; null when the read was not complete, and so proves no absence. */
  readonly covered: { readonly from: string | null; readonly to: string | null } | null;
}

/** A stored account of the same owner at the same institution that the bank does not list any more. */
export interface VanishedAccount {
  readonly id: string;
  readonly name: AccountName;
  readonly rows: readonly AccountRowLook[];
  /** Day up to which it is known whole: what the bank showed after it, or booked late, is no contradiction. */
  readonly settledThrough: string | null;
}

/**
 * Why two accounts that may be one were kept apart. `severalCandidates`: what is known fits more than one of them.
 * `numberUnclear`: the numbers agree as far as they are shown, and too little is. `fewCommonRows`: the rows agree, and are
 * too few. `rowsDiffer`: many rows agree, some do not.
 */
export type AccountSuggestionReason = 'severalCandidates' | 'numberUnclear' | 'fewCommonRows' | 'rowsDiffer';

export type AccountIdentity =
  | { readonly kind: 'known'; readonly id: string }
  | { readonly kind: 'unsure'; readonly pairs: readonly AccountPair[] }
  | { readonly kind: 'new' };

export interface AccountPair {
  readonly id: string;
  /** Never empty. */
  readonly reasons: readonly AccountSuggestionReason[];
}

/** Rows that no other account has, needed to recognise an account by its rows alone, and the days they must spread over. */
const ROWS_NEEDED = 5;
const DAYS_NEEDED = 3;
/** Of that many common rows a person may make something. */
const ROWS_WORTH_A_LOOK = 2;

/**
 * Whether two numbers name one account at one institution. `unclear`: one of them is masked or too short to be whole, and
 * what it shows agrees. A routing number that both give must be the same one.
 */
export function compareAccountNumbers(known: AccountName, shown: AccountName): 'same' | 'unclear' | 'differs' {
  if (known.currency !== shown.currency) return 'differs';
  const [before, after] = [wholeNumberOf(known.number), wholeNumberOf(shown.number)];
  if (before === null || after === null) return endsAlike(known.number, shown.number) ? 'unclear' : 'differs';
  if (before !== after) return 'differs';
  const [routing, other] = [known.routingNumber, shown.routingNumber];
  return routing !== null && other !== null && compact(routing) !== compact(other) ? 'differs' : 'same';
}

/**
 * Which of the vanished accounts each of the unknown ones is. By number where it is whole; else by rows alone, where enough
 * of them are equal that stand in no other account, none contradicts, and it fits one account on either side only. `others`
 * are the rows of the owner's accounts that are neither. Everything less is for a person. Pure; the order of accounts
 * makes no difference. The result has the order of `unknown`.
 */
export function identifyAccounts(
  unknown: readonly UnknownAccount[],
  vanished: readonly VanishedAccount[],
  others: readonly (readonly AccountRowLook[])[],
): AccountIdentity[] {
  const byNumber = pairUniquely(unknown, vanished, (shown, known) => compareAccountNumbers(known.name, shown.name) === 'same');
  const free = (known: VanishedAccount) => ![...byNumber.values()].includes(known);
  const unnamed = unknown.filter((shown) => !byNumber.has(shown));
  const left = vanished.filter(free);
  const evidence = weighAll(unnamed, left, others);
  const byRows = pairUniquely(unnamed, left, (shown, known) => isProof(evidence.of(shown, known)));
  const taken = new Set([...byNumber.values(), ...byRows.values()]);
  return unknown.map((shown): AccountIdentity => {
    const known = byNumber.get(shown) ?? byRows.get(shown);
    if (known !== undefined) return { kind: 'known', id: known.id };
    const pairs = vanished.flatMap((each): AccountPair[] => {
      const reasons = taken.has(each) ? [] : reasonsOf(shown, each, evidence.of(shown, each));
      return reasons.length === 0 ? [] : [{ id: each.id, reasons }];
    });
    if (pairs.length === 0) return { kind: 'new' };
    return { kind: 'unsure', pairs: pairs.length === 1 ? pairs : pairs.map(addContest) };
  });
}
