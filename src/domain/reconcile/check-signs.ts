import type { StatedBalance } from '../account.ts';
import type { Coverage, NormalisedRow } from '../observation.ts';
import type { TransactionContent } from '../transaction.ts';
import { compareDecimals, type Decimal, decimal, negateDecimal, subtractDecimals, ZERO } from '../values/decimal.ts';
import type { MirrorRow } from './change-set.ts';
import { dayKeyOf, normaliseText } from './match-key.ts';
import { findStatedSpan, sumInSpan } from './stated-span.ts';

/**
 * Whether the signs of an observation are right. `proven`: balances or known rows agree with them. `inverted`: they agree
 * with every sign turned round and with none as shown, so nothing of it may be stored. `unproven`: nothing decides.
 */
export type SignCheck = 'proven' | 'inverted' | 'unproven';

export interface SignEvidence {
  readonly rows: readonly NormalisedRow[];
  readonly coverage: Coverage;
  readonly statedBalances: readonly StatedBalance[];
  /** Currency of the balances; rows in another one do not move them. */
  readonly currency: string;
  /** What is known of the account's days; an empty one proves nothing. */
  readonly mirror: readonly MirrorRow[];
}

/** Known rows that have to come back turned round before a source without balances counts as inverted. */
const FEWEST_TURNED = 3;
/** A payment and its reversal look like each other turned round; a source that is right shows most rows as they are. */
const MOST_CHANCE = 4;

/**
 * Rule 7. Balances decide: first those after each row, then opening plus rows against closing. Where a source gives none,
 * the rows that it showed before do. Pure; the order of rows makes no difference but for balances after each row.
 */
export function checkSigns(evidence: SignEvidence): SignCheck {
  for (const check of [checkRunningBalances, checkStatedBalances, checkKnownRows]) {
    const result = check(evidence);
    if (result !== 'unproven') return result;
  }
  return 'unproven';
}

/**
 * Each balance after a row differs from the one after its neighbour by an amount: by the later row's, so that the order
 * of the rows, oldest or newest first, is found as well.
 */
function checkRunningBalances({ rows, currency }: SignEvidence): SignCheck {
  const steps = rows.flatMap(({ content, runningBalance }) =>
    isCounted(content, currency) && typeof runningBalance === 'string'
      ? [{ amount: decimal(content.amount), balance: decimal(runningBalance) }]
      : [],
  );
  const oldestFirst: Votes = { right: 0, turned: 0 };
  const newestFirst: Votes = { right: 0, turned: 0 };
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1];
    if (next === undefined) break;
    vote(oldestFirst, subtractDecimals(next.balance, step.balance), next.amount);
    vote(newestFirst, subtractDecimals(step.balance, next.balance), step.amount);
  }
  const right = Math.max(oldestFirst.right, newestFirst.right);
  const turned = Math.max(oldestFirst.turned, newestFirst.turned);
  // More than half of the neighbours have to agree: rows of other days or a hidden row may stand between two.
  if (Math.max(right, turned) * 2 < steps.length || right === turned) return 'unproven';
  return right > turned ? 'proven' : 'inverted';
}

interface Votes {
  right: number;
  turned: number;
}

function vote(votes: Votes, difference: Decimal, amount: Decimal): void {
  if (compareDecimals(amount, ZERO) === 0) return;
  if (compareDecimals(difference, amount) === 0) votes.right += 1;
  if (compareDecimals(difference, negateDecimal(amount)) === 0) votes.turned += 1;
}

/** The first balance that was stated plus what was posted after it is the last one. */
function checkStatedBalances({ rows, coverage, statedBalances, currency }: SignEvidence): SignCheck {
  if (!coverage.complete) return 'unproven';
  const span = findStatedSpan(statedBalances);
  if (span === null) return 'unproven';
  const contents = rows.map(({ content }) => content);
  const moved = sumInSpan(contents, span, currency);
  if (compareDecimals(moved, ZERO) === 0) return 'unproven';
  if (compareDecimals(span.moved, moved) === 0) return 'proven';
  return compareDecimals(span.moved, negateDecimal(moved)) === 0 ? 'inverted' : 'unproven';
}

/**
 * Known rows that are shown as they are, against known ones that are shown turned round. A read that was cut may show few
 * rows and comes again whole, so there one row turned round is enough where none came as it was.
 */
function checkKnownRows({ rows, coverage, mirror }: SignEvidence): SignCheck {
  if (mirror.length === 0) return 'unproven';
  const shown = createRowSearch(rows, (amount) => amount);
  const others = mirror.filter((row) => !shown(row));
  const turned = others.length === 0 ? () => false : createRowSearch(rows, turn);
  const same = mirror.length - others.length;
  const inverse = others.filter(turned).length;
  if (inverse >= (coverage.complete ? FEWEST_TURNED : 1) && inverse > same * MOST_CHANCE) return 'inverted';
  return same > inverse ? 'proven' : 'unproven';
}

/** Whether a known row is among those shown. Texts are only looked at where day and amount agree. */
function createRowSearch(rows: readonly NormalisedRow[], change: (amount: string) => string) {
  const days = new Map<string, Set<string>>();
  for (const { content, pendingDate } of rows) {
    const { postedDate, currency } = content;
    const day = dayKeyOf({ postedDate, amount: change(content.amount), currency }, pendingDate);
    const texts = days.get(day) ?? new Set<string>();
    days.set(day, texts.add(normaliseText(content.description)));
  }
  return ({ content, pendingDate }: MirrorRow): boolean =>
    days.get(dayKeyOf(content, pendingDate))?.has(normaliseText(content.description)) === true;
}

function turn(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

function isCounted({ status, currency }: TransactionContent, counted: string): boolean {
  return status === 'posted' && currency === counted;
}
