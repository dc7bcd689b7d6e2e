import type { MishapRates } from './account.ts';
import type { Intent } from './activities/activity.ts';
import {
  addBusinessDays,
  addDays,
  atLocalMinute,
  type BankCalendar,
  businessDayOnOrAfter,
  type CalendarDate,
  laterDate,
  localDateAt,
} from './calendar.ts';
import { createRandomStream } from './random.ts';
import type { PlannedOutcome, PlannedTransaction } from './transaction.ts';

/** Where an intent comes from. `idPrefix` makes its name unique in the whole bank. */
export interface LifeContext {
  readonly seed: string;
  readonly idPrefix: string;
  readonly accountId: string;
  readonly mishaps: MishapRates;
  readonly calendar: BankCalendar;
  /** First day of the bank's history; nothing is booked before it. */
  readonly firstDate: CalendarDate;
}

const EXPIRY_MINUTE = 3 * 60;
const TAKE_BACK_MINUTE = 11 * 60;

/**
 * Decides the whole life of an intent: what becomes of it, mishaps included, and what follows from it. Every transaction draws from a stream of its own id, so its luck depends on nothing else.
 */
export function planLife(intent: Intent, context: LifeContext): PlannedTransaction {
  const { calendar, mishaps } = context;
  const id = `${context.idPrefix}/${intent.name}`;
  const stream = createRandomStream(context.seed, 'mishaps', id);
  // All draws happen always and in one order, so that changing one rate leaves the other outcomes alone.
  const expires = stream.chance(mishaps.expired);
  const expiryDays = stream.int(5, 8);
  const isBackdated = stream.chance(mishaps.backdated);
  const backdatedBy = stream.int(1, 5);
  const isWithdrawn = stream.chance(mishaps.withdrawn);
  const isReversed = stream.chance(mishaps.reversed);

  const base: PlannedTransaction = {
    id,
    accountId: intent.accountId ?? context.accountId,
    details: intent.details,
    relation: intent.relation
      ? { kind: intent.relation.kind, transactionId: `${context.idPrefix}/${intent.relation.name}` }
      : null,
    authoriseAtMs: intent.authoriseAtMs,
    heldMinor: intent.heldMinor ?? intent.amountMinor,
    amountMinor: intent.amountMinor,
    outcome: planPosting(intent),
    withdrawAtMs: null,
    followUps: intent.followUp ? [planLife(intent.followUp, context)] : [],
  };
  if (!intent.mayGoWrong) return base;
  if (expires && intent.authoriseAtMs !== null && intent.details.rail === 'card') {
    return { ...base, outcome: planExpiry(intent.authoriseAtMs, expiryDays, calendar) };
  }
  const outcome = isBackdated ? planBackdatedPosting(intent, backdatedBy, context) : base.outcome;
  const dayAfter = addBusinessDays(localDateAt(intent.postAtMs, calendar), 1, calendar);
  const takeBackAtMs = atLocalMinute(dayAfter, TAKE_BACK_MINUTE, calendar);
  if (isWithdrawn) return { ...base, outcome, withdrawAtMs: takeBackAtMs, followUps: [] };
  return { ...base, outcome, followUps: isReversed ? [planReversal(base, takeBackAtMs, dayAfter)] : base.followUps };
}

function planPosting(intent: Intent): PlannedOutcome {
  const { postAtMs, bookingDate, valueDate = bookingDate } = intent;
  return { kind: 'posts', atMs: postAtMs, bookingDate, valueDate };
}

function planExpiry(authoriseAtMs: number, days: number, calendar: BankCalendar): PlannedOutcome {
  const date = addDays(localDateAt(authoriseAtMs, calendar), days);
  return { kind: 'expires', atMs: atLocalMinute(date, EXPIRY_MINUTE, calendar) };
}

/** Never earlier than the authorisation, nor than the first day of the history. */
function planBackdatedPosting(intent: Intent, businessDays: number, context: LifeContext): PlannedOutcome {
  const { calendar, firstDate } = context;
  const begun = intent.authoriseAtMs === null ? firstDate : localDateAt(intent.authoriseAtMs, calendar);
  const earliest = businessDayOnOrAfter(begun, calendar);
  const wished = addBusinessDays(intent.bookingDate, -businessDays, calendar);
  const bookingDate = laterDate(wished, earliest);
  return { kind: 'posts', atMs: intent.postAtMs, bookingDate, valueDate: bookingDate };
}

function planReversal(planned: PlannedTransaction, atMs: number, date: CalendarDate): PlannedTransaction {
  return {
    ...planned,
    id: `${planned.id}-reversal`,
    details: {
      ...planned.details,
      text: `REVERSAL ${planned.details.text}`,
      // A BAI code tells the direction, so what turns a debit round is coded as a credit.
      baiCode: planned.details.baiCode === null ? null : planned.amountMinor < 0n ? '399' : '699',
    },
    relation: { kind: 'reversalOf', transactionId: planned.id },
    authoriseAtMs: null,
    heldMinor: -planned.amountMinor,
    amountMinor: -planned.amountMinor,
    outcome: { kind: 'posts', atMs, bookingDate: date, valueDate: date },
    followUps: [],
  };
}
