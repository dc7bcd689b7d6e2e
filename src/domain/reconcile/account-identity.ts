import type { AccountType } from '../account.ts';
import { type Iban, parseIban } from '../values/iban.ts';
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
 * what it shows agrees; or one may be an IBAN of the other, and the country's layout is not known here. A routing number
 * that both give must be the same one. An IBAN has both in it, and some formats put the routing number before the number.
 */
export function compareAccountNumbers(known: AccountName, shown: AccountName): 'same' | 'unclear' | 'differs' {
  if (known.currency !== shown.currency) return 'differs';
  const [before, after] = [wholeNumberOf(known.number), wholeNumberOf(shown.number)];
  if (before === null || after === null) return endsAlike(known.number, shown.number) ? 'unclear' : 'differs';
  if (before !== after) return compareForms(known, shown);
  const [routing, other] = [known.routingNumber, shown.routingNumber];
  return routing !== null && other !== null && compact(routing) !== compact(other) ? 'differs' : 'same';
}

/** Two whole numbers that are written differently, in either order. */
function compareForms(one: AccountName, other: AccountName): 'same' | 'unclear' | 'differs' {
  const [first, second] = [parseIban(one.number), parseIban(other.number)];
  if (first !== null && second !== null) return 'differs';
  if (first !== null) return compareWithIban(first, other);
  if (second !== null) return compareWithIban(second, one);
  return isPrefixed(one, other) || isPrefixed(other, one) ? 'same' : 'differs';
}

function compareWithIban({ bban, bank, account }: Iban, { number, routingNumber }: AccountName) {
  const domestic = compact(number);
  if (bank === null || account === null) return bban.endsWith(domestic) ? 'unclear' : 'differs';
  if (domestic === bban) return 'same';
  if (withoutZeros(account) !== withoutZeros(domestic)) return 'differs';
  const routing = routingNumber === null ? '' : withoutZeros(compact(routingNumber));
  if (bank.endsWith(routing) || withoutZeros(bank) === routing) return 'same';
  // Another code of the same kind is another bank; one of another kind says nothing.
  const isCode = (text: string) => /^\d+$/.test(text) && text.length === bank.length;
  return isCode(bank) && isCode(compact(routingNumber ?? '')) ? 'differs' : 'unclear';
}

/** Whether one is the routing number of the other followed by its number, as in `37040044/0532013000`. */
function isPrefixed(long: AccountName, { number, routingNumber }: AccountName): boolean {
  const [whole, routing] = [compact(long.number), compact(routingNumber ?? '')];
  if (routing === '' || !whole.startsWith(routing)) return false;
  return withoutZeros(whole.slice(routing.length)) === withoutZeros(compact(number));
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, '');
}

/**
 * Which of the vanished accounts each of the unknown ones is. By number where it is whole; else by rows alone, where enough
 * of them are equal that stand in no other account, none contradicts, and it fits one account only on either side. `others`
 * are the rows of the owner's accounts that are neither. Everything less is for a person. Pure; the order of accounts
 * makes no difference. The result has the order of `unknown`.
 */
export function identifyAccounts(
  unknown: readonly UnknownAccount[],
  vanished: readonly VanishedAccount[],
  others: readonly (readonly AccountRowLook[])[],
): AccountIdentity[] {
  const isNamed = (shown: UnknownAccount, known: VanishedAccount) =>
    compareAccountNumbers(known.name, shown.name) === 'same';
  const byNumber = pairUniquely(unknown, vanished, isNamed);
  // A number that stands on several is not outweighed by rows.
  const open = unknown.filter((shown) => !vanished.some((known) => isNamed(shown, known)));
  const left = vanished.filter((known) => !unknown.some((shown) => isNamed(shown, known)));
  const count = countAccountsOf([...unknown, ...vanished].map(({ rows }) => rows).concat(others));
  const countListed = countAccountsOf([...unknown.map(({ rows }) => rows), ...others]);
  const weigh = (shown: UnknownAccount, known: VanishedAccount) => weighRows(shown, known, (look) => count(look) === 2);
  const weighWithVanished = (shown: UnknownAccount, known: VanishedAccount) =>
    weighRows(shown, known, (look) => countListed(look) === 1);
  const isProven = (shown: UnknownAccount, known: VanishedAccount) => isProof(weigh(shown, known));
  const byRows = pairUniquely(open, left, isProven);
  const taken = new Set([...byNumber.values(), ...byRows.values()]);
  return unknown.map((shown): AccountIdentity => {
    const same = byNumber.get(shown) ?? byRows.get(shown);
    if (same !== undefined) return { kind: 'known', id: same.id };
    const pairs = vanished.flatMap((known): AccountPair[] => {
      if (taken.has(known)) return [];
      const names = compareAccountNumbers(known.name, shown.name);
      const own = reasonsOf(names, weigh(shown, known));
      const reasons = own.length > 0 ? own : sharedReasonsOf(weighWithVanished(shown, known));
      return reasons.length === 0 ? [] : [{ id: known.id, reasons }];
    });
    return pairs.length === 0 ? { kind: 'new' } : { kind: 'unsure', pairs };
  });
}

interface RowEvidence {
  /** Equal rows that stand in these two accounts and, as far as it counts, in no other. */
  readonly common: number;
  readonly days: number;
  /** Rows that only one of the two has, although the other should have them. */
  readonly contradictions: number;
}

/** In how many accounts a look stands. */
type AccountCount = (look: string) => number;

function countAccountsOf(accounts: readonly (readonly AccountRowLook[])[]): AccountCount {
  const counts = new Map<string, number>();
  for (const rows of accounts)
    for (const look of new Set(rows.map(lookOf))) counts.set(look, (counts.get(look) ?? 0) + 1);
  return (look) => counts.get(look) ?? 0;
}

function weighRows(
  shown: UnknownAccount,
  known: VanishedAccount,
  isTheirs: (look: string) => boolean,
): RowEvidence | null {
  const [a, b] = [shown.name, known.name];
  if (a.currency !== b.currency) return null;
  if (a.type !== b.type && a.type !== 'unknown' && b.type !== 'unknown') return null;
  const [left, right] = [countLooks(shown.rows), countLooks(known.rows)];
  const equal = [...right].filter(([look]) => left.has(look) && isTheirs(look));
  const common = equal.map(([look, times]) => Math.min(times, left.get(look) ?? 0));
  const from = known.rows.map(({ postedDate }) => postedDate).sort()[0];
  const isSettled = ({ postedDate }: AccountRowLook) =>
    from !== undefined && postedDate >= from && known.settledThrough !== null && postedDate <= known.settledThrough;
  const isCovered = ({ postedDate }: AccountRowLook) =>
    shown.covered !== null &&
    (shown.covered.from === null || postedDate >= shown.covered.from) &&
    (shown.covered.to === null || postedDate <= shown.covered.to);
  return {
    common: common.reduce((sum, times) => sum + times, 0),
    days: new Set(equal.map(([look]) => look.slice(0, DAY_LENGTH))).size,
    contradictions:
      countMissing(shown.rows.filter(isSettled), right) + countMissing(known.rows.filter(isCovered), left),
  };
}

function isProof(evidence: RowEvidence | null): boolean {
  return (
    evidence !== null && evidence.common >= ROWS_NEEDED && evidence.days >= DAYS_NEEDED && evidence.contradictions === 0
  );
}

/** Empty for two of which so little is known that proposing them would be noise. */
function reasonsOf(
  names: ReturnType<typeof compareAccountNumbers>,
  evidence: RowEvidence | null,
): AccountSuggestionReason[] {
  if (names === 'same' || isProof(evidence)) return ['severalCandidates'];
  const isAlike = evidence !== null && evidence.common >= ROWS_WORTH_A_LOOK;
  if (names === 'differs' && !isAlike) return [];
  return [
    ...(names === 'unclear' ? (['numberUnclear'] as const) : []),
    ...(isAlike && evidence.contradictions > 0 ? (['rowsDiffer'] as const) : []),
    ...(isAlike && evidence.contradictions === 0 ? (['fewCommonRows'] as const) : []),
  ];
}

/**
 * Rows that stand in several vanished accounts: these may be one account already, of which nobody has said so yet, and then
 * the account is that one as well. Fees stand in several accounts too, but there the other rows differ.
 */
function sharedReasonsOf(evidence: RowEvidence | null): AccountSuggestionReason[] {
  if (evidence === null || evidence.common < ROWS_WORTH_A_LOOK || evidence.contradictions > 0) return [];
  return isProof(evidence) ? ['severalCandidates'] : ['severalCandidates', 'fewCommonRows'];
}

/** Pairs that fit, where neither of the two fits another one. */
function pairUniquely(
  unknown: readonly UnknownAccount[],
  vanished: readonly VanishedAccount[],
  fits: (shown: UnknownAccount, known: VanishedAccount) => boolean,
): Map<UnknownAccount, VanishedAccount> {
  const pairs = new Map<UnknownAccount, VanishedAccount>();
  for (const shown of unknown) {
    const [known, ...rivals] = vanished.filter((each) => fits(shown, each));
    if (known === undefined || rivals.length > 0) continue;
    if (unknown.filter((each) => fits(each, known)).length === 1) pairs.set(shown, known);
  }
  return pairs;
}

const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** Begins with the day. */
function lookOf({ postedDate, amount, description }: AccountRowLook): string {
  return `${postedDate} ${amount} ${normaliseText(description)}`;
}

function countLooks(rows: readonly AccountRowLook[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(lookOf(row), (counts.get(lookOf(row)) ?? 0) + 1);
  return counts;
}

/** Rows beyond those that are there, occurrence by occurrence. */
function countMissing(rows: readonly AccountRowLook[], there: ReadonlyMap<string, number>): number {
  let missing = 0;
  for (const [look, count] of countLooks(rows)) missing += Math.max(0, count - (there.get(look) ?? 0));
  return missing;
}

/** Characters by which banks hide a part of a number; a lone X is one of an account's own letters. */
const HIDDEN = /[*•#]|X{2,}/i;
/** Shorter ones are an ending or a sub-account, and many accounts have them. */
const SHORTEST_WHOLE = 6;

/** The number without decoration; null where it is masked or too short to be whole. */
function wholeNumberOf(number: string): string | null {
  const text = compact(number);
  return HIDDEN.test(number) || text.length < SHORTEST_WHOLE ? null : text;
}

function endsAlike(a: string, b: string): boolean {
  const [one, other] = [compact(a), compact(b)].map((text) => text.replaceAll(/X{2,}/gi, '').slice(-4));
  return one !== undefined && one.length >= 3 && one === other;
}

function compact(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase();
}
