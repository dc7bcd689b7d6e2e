import type { BankCalendar, CalendarDate } from '../calendar.ts';
import type { RandomStream } from '../random.ts';
import type { BehaviourRates } from '../style.ts';
import type { TransactionDetails, TransactionRelation } from '../transaction.ts';

/** Amounts from `minMinor` to `maxMinor`, both included, without sign. */
export interface AmountRange {
  readonly minMinor: number;
  readonly maxMinor: number;
}

/** One day of one activity. */
export interface ActivityDay {
  /** Opening balance of the account in minor units. */
  readonly openingMinor: bigint;
  readonly date: CalendarDate;
  readonly calendar: BankCalendar;
  readonly rates: BehaviourRates;
  /** Random stream of this account, activity and day alone. */
  readonly stream: RandomStream;
}

/** A transaction that an activity wants to happen, before any mishap. */
export interface Intent {
  /** Unique within the activity and day. */
  readonly name: string;
  /** The account concerned, when it is not the activity's own. */
  readonly accountId?: string;
  readonly details: TransactionDetails;
  /** Signed minor units that post, credit positive. */
  readonly amountMinor: bigint;
  /** Signed minor units while pending, where they differ from what posts. */
  readonly heldMinor?: bigint;
  /** When it shows as pending; null when it posts at once. Never before the activity's day begins. */
  readonly authoriseAtMs: number | null;
  readonly postAtMs: number;
  readonly bookingDate: CalendarDate;
  readonly valueDate?: CalendarDate;
  readonly relation?: { readonly kind: TransactionRelation['kind']; readonly name: string };
  /** What follows if this one posts and stays. */
  readonly followUp?: Intent;
  /** The items of a batch, two or more, which add up to the amount. They show only when the bank splits it. */
  readonly parts?: readonly Intent[];
  /** False for what a bank and a company settle between themselves without accidents. */
  readonly mayGoWrong: boolean;
}

/** The hour of the nightly posting run, in minutes of the bank's day. */
export const POSTING_RUN_MINUTE = 22 * 60;

/** Draws an amount in minor units, without sign. */
export function drawAmount(range: AmountRange, stream: RandomStream): bigint {
  return BigInt(stream.int(range.minMinor, range.maxMinor));
}
