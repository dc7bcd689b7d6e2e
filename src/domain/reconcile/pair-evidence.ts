import type { SourceIdTrust } from '../institution.ts';
import type { NormalisedRow } from '../observation.ts';
import type { TransactionContent } from '../transaction.ts';
import { calendarDate, daysBetween } from '../values/calendar-date.ts';
import { mayBeConverted, mayBecome } from './amount-tolerance.ts';
import type { MirrorRow } from './change-set.ts';
import { valueDateOf } from './look.ts';
import { type ComparableText, comparableText, compareTexts, type TextAgreement } from './text-agreement.ts';

/** What an institution's definition says about how its rows keep their identity. */
export interface PairPolicy {
  readonly sourceIds: SourceIdTrust;
  /** Longest time from a pending row's date to the booking date under which it posts. */
  readonly pendingWindowDays: number;
  /**
   * Whether the mirror is what another source showed. A bank's interface and its files may each have references of their
   * own kind for one booking, so two that differ tell nothing apart. Left out: false.
   */
  readonly isOtherSource?: boolean;
}

/** What speaks for a mirror row and an observed row being one transaction, once nothing speaks against it. */
export interface PairEvidence {
  /** `posting`: a pending row became this posted one. `restated`: the same status, shown in another way. */
  readonly step: 'posting' | 'restated';
  /**
   * `converted`: both name the same foreign sum, and the amounts are what it can be worth. Equal amounts are then no more
   * likely than near ones. `tolerable`: a tip, a hold.
   */
  readonly amount: 'exact' | 'converted' | 'tolerable';
  readonly text: TextAgreement;
  /** A reference that both show is equal. */
  readonly sameReference: boolean;
  /** Both show the same booking date, or none. */
  readonly sameDay: boolean;
}

/** A mirror row or an observed row with its text taken apart. */
export interface Side {
  readonly content: TransactionContent;
  readonly pendingDate: string | null;
  readonly valueDate: string | null;
  readonly hasIds: boolean;
  readonly text: ComparableText;
}

/** What payment schemes print where the payer gave no reference. */
const NO_REFERENCE = new Set(['NOTPROVIDED', 'NONREF']);
/** A posted row is known to move to another day only by its reference, and not far. */
const MOST_DAYS_RESTATED = 5;

/** What the comparison of two rows needs of one of them, stored or just read. */
export function sideOf(row: MirrorRow | NormalisedRow): Side {
  return {
    content: row.content,
    pendingDate: row.pendingDate,
    valueDate: valueDateOf(row),
    hasIds: 'sourceIds' in row ? row.sourceIds.length > 0 : row.sourceId !== null,
    text: comparableText(row.content.description),
  };
}

/** Null where something known forbids that the two are one: direction, ids, references, dates, amounts. */
export function weighPair(known: Side, shown: Side, policy: PairPolicy): PairEvidence | null {
  const [before, after] = [known.content, shown.content];
  if (before.currency !== after.currency || before.entryType !== after.entryType) return null;
  const isPosting = before.status === 'pending' && after.status === 'posted';
  if (before.status === 'posted' && after.status === 'pending') return null;
  if (idsForbid(known, shown, isPosting, policy.sourceIds)) return null;
  const references = compareReferences(before, after, isPosting || policy.isOtherSource === true);
  if (references === 'differ') return null;
  const sameReference = references === 'equal';
  const fits = isPosting
    ? postsInTime(known, shown, policy.pendingWindowDays)
    : isRestatedInTime(known, shown, sameReference);
  if (!fits) return null;
  const amount = compareAmounts(known, shown);
  if (amount === null) return null;
  const sameDay = before.postedDate === after.postedDate;
  return { step: isPosting ? 'posting' : 'restated', amount, text: agreementOf(known, shown), sameReference, sameDay };
}

function compareAmounts(known: Side, shown: Side): PairEvidence['amount'] | null {
  const [before, after] = [known.content, shown.content];
  if (before.status === 'pending' && isForeign(known, shown) && mayBeConverted(before, after)) return 'converted';
  if (before.amount === after.amount) return 'exact';
  return before.status === 'pending' && mayBecome(before, after) ? 'tolerable' : null;
}

/** Whether at least one names a foreign sum. A text that was cut may lack the sum that the other one has. */
function isForeign(known: Side, shown: Side): boolean {
  const { currency } = known.content;
  return [...known.text.sums, ...shown.text.sums].some((sum) => !sum.startsWith(currency));
}

/** An id that names a row for life, or until it posts, tells it from every row of another id. */
function idsForbid(known: Side, shown: Side, isPosting: boolean, trust: SourceIdTrust): boolean {
  if (!known.hasIds || !shown.hasIds) return false;
  return trust === 'stable' || (trust === 'stablePerStatus' && !isPosting);
}

/**
 * A bank gives its own reference when it books, often another than while pending; the payer's reference and the
 * counterparty's account belong to the payment and stay.
 */
function compareReferences(
  before: TransactionContent,
  after: TransactionContent,
  mayBeRenumbered: boolean,
): 'equal' | 'silent' | 'differ' {
  const differs = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;
  const equals = (a: string | null, b: string | null) => a !== null && a === b && !NO_REFERENCE.has(a);
  if (differs(before.paymentReference, after.paymentReference)) return 'differ';
  if (differs(before.counterpartyAccountMasked, after.counterpartyAccountMasked)) return 'differ';
  if (!mayBeRenumbered && differs(before.bankReference, after.bankReference)) return 'differ';
  const isEqual =
    equals(before.paymentReference, after.paymentReference) || equals(before.bankReference, after.bankReference);
  return isEqual ? 'equal' : 'silent';
}

/** A payment is booked on the day of its authorisation or later, inside the institution's window. */
function postsInTime(known: Side, shown: Side, pendingWindowDays: number): boolean {
  if (datesDiffer(known.pendingDate, shown.pendingDate)) return false;
  const announced = known.pendingDate ?? known.content.postedDate;
  const booked = shown.content.postedDate;
  if (announced === null || booked === null) return true;
  const days = daysBetween(calendarDate(announced), booked);
  return days >= 0 && days <= pendingWindowDays;
}

function isRestatedInTime(known: Side, shown: Side, sameReference: boolean): boolean {
  if (datesDiffer(known.pendingDate, shown.pendingDate)) return false;
  if (datesDiffer(known.valueDate, shown.valueDate) && !sameReference) return false;
  const [before, after] = [known.content.postedDate, shown.content.postedDate];
  if (before === null || after === null) return before === after;
  return Math.abs(daysBetween(before, after)) <= (sameReference ? MOST_DAYS_RESTATED : 0);
}

function datesDiffer(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

/** A merchant or counterparty that both name alike says as much as the text. */
function agreementOf(known: Side, shown: Side): TextAgreement {
  const text = compareTexts(known.text, shown.text);
  if (text === 'same' || text === 'agrees') return text;
  const isNamed = (a: string | null, b: string | null) =>
    a !== null && b !== null && a.toUpperCase() === b.toUpperCase();
  const [before, after] = [known.content, shown.content];
  return isNamed(before.merchantName, after.merchantName) || isNamed(before.counterpartyName, after.counterpartyName)
    ? 'agrees'
    : text;
}
