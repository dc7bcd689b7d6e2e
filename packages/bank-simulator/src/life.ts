import { type Intent, POSTING_RUN_MINUTE } from './activities/activity.ts';
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
import type { BehaviourRates } from './style.ts';
import type { PlannedOutcome, PlannedTransaction } from './transaction.ts';

/** Where an intent comes from. `idPrefix` makes its name unique in the whole bank. */
export interface LifeContext {
  readonly seed: string;
  readonly idPrefix: string;
  readonly accountId: string;
  readonly rates: BehaviourRates;
  readonly calendar: BankCalendar;
  /** First day of the bank's history; nothing is booked before it. */
  readonly firstDate: CalendarDate;
}

type PlannedPosting = Extract<PlannedOutcome, { kind: 'posts' }>;

const EXPIRY_MINUTE = 3 * 60;
const TAKE_BACK_MINUTE = 11 * 60;

/**
 * Decides the whole life of an intent: what becomes of it, mishaps included, and what follows from it. Every transaction
 * draws from a stream of its own id, so its luck depends on nothing else.
 */
export function planLife(intent: Intent, context: LifeContext): PlannedTransaction {
  const { calendar } = context;
  const id = `${context.idPrefix}/${intent.name}`;
  const luck = drawLuck(id, context);
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
    isRetexted: isRetexted(intent.details.text, context),
    outcome: planPosting(intent),
    withdrawAtMs: null,
    followUps: intent.followUp ? [planLife(intent.followUp, context)] : [],
    parts: [],
  };
  if (!intent.mayGoWrong) return base;
  if (luck.splits && intent.parts !== undefined) return planSplit(intent, base, luck.splitsWhilePending, context);
  if (luck.expires && intent.authoriseAtMs !== null && intent.details.rail === 'card') {
    return { ...base, outcome: planExpiry(intent.authoriseAtMs, luck.expiryDays, calendar) };
  }
  const outcome = planMishap(intent, luck, context);
  const nextDay = addBusinessDays(localDateAt(outcome.atMs, calendar), 1, calendar);
  const takeBackAtMs = atLocalMinute(nextDay, TAKE_BACK_MINUTE, calendar);
  if (luck.isWithdrawn) return { ...base, outcome, withdrawAtMs: takeBackAtMs, followUps: [] };
  if (luck.isReversed) return { ...base, outcome, followUps: [planReversal(base, takeBackAtMs, nextDay)] };
  if (outcome.atMs === intent.postAtMs || intent.followUp === undefined) return { ...base, outcome };
  return { ...base, outcome, followUps: [planLife(delay(intent.followUp, nextDay, calendar), context)] };
}

/** All draws happen always and in one order, so that changing one rate leaves the other outcomes alone. */
function drawLuck(id: string, { seed, rates }: LifeContext) {
  const stream = createRandomStream(seed, 'mishaps', id);
  return {
    expires: stream.chance(rates.expired),
    expiryDays: stream.int(5, 8),
    isBackdated: stream.chance(rates.backdated),
    backdatedBy: stream.int(1, 5),
    isWithdrawn: stream.chance(rates.withdrawn),
    isReversed: stream.chance(rates.reversed),
    isLate: stream.chance(rates.late),
    lateBy: stream.int(2, 12),
    keepsDate: stream.chance(5_000),
    splits: stream.chance(rates.split),
    splitsWhilePending: stream.chance(6_000),
  };
}

/** A bank prints one text alike each time: the same shop changes its text always or never. */
function isRetexted(text: string, { seed, rates }: LifeContext): boolean {
  return createRandomStream(seed, 'retexted', text).chance(rates.retexted);
}

function planPosting(intent: Intent): PlannedPosting {
  const { postAtMs, bookingDate, valueDate = bookingDate } = intent;
  return { kind: 'posts', atMs: postAtMs, bookingDate, valueDate };
}

function planExpiry(authoriseAtMs: number, days: number, calendar: BankCalendar): PlannedOutcome {
  const date = addDays(localDateAt(authoriseAtMs, calendar), days);
  return { kind: 'expires', atMs: atLocalMinute(date, EXPIRY_MINUTE, calendar) };
}

/** The posting with what goes wrong about its moment and its date. */
function planMishap(intent: Intent, luck: ReturnType<typeof drawLuck>, context: LifeContext): PlannedPosting {
  const { calendar } = context;
  const planned = luck.isBackdated ? planBackdatedPosting(intent, luck.backdatedBy, context) : planPosting(intent);
  if (!luck.isLate) return planned;
  const postedOn = addBusinessDays(localDateAt(intent.postAtMs, calendar), luck.lateBy, calendar);
  const atMs = atLocalMinute(postedOn, POSTING_RUN_MINUTE, calendar);
  // Some banks book late rows on the day they come in, others on the day they belong to.
  if (luck.keepsDate) return { ...planned, atMs };
  return { kind: 'posts', atMs, bookingDate: postedOn, valueDate: planned.valueDate };
}

/** Never earlier than the authorisation, nor than the first day of the history. */
function planBackdatedPosting(intent: Intent, businessDays: number, context: LifeContext): PlannedPosting {
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

/**
 * A batch that comes apart: its pending total never posts and the items do, or the posted total is taken back and the
 * items stand under its booking date.
 */
function planSplit(
  intent: Intent,
  total: PlannedTransaction,
  whilePending: boolean,
  context: LifeContext,
): PlannedTransaction {
  const { calendar } = context;
  const splitsPending = whilePending && intent.authoriseAtMs !== null;
  const nextDay = addBusinessDays(localDateAt(intent.postAtMs, calendar), 1, calendar);
  const atMs = splitsPending ? intent.postAtMs : atLocalMinute(nextDay, TAKE_BACK_MINUTE, calendar);
  const parts = (intent.parts ?? []).map((part) => ({
    ...planLife({ ...part, postAtMs: atMs, bookingDate: intent.bookingDate, mayGoWrong: false }, context),
    relation: { kind: 'partOf' as const, transactionId: total.id },
  }));
  if (splitsPending) return { ...total, outcome: { kind: 'splits', atMs }, followUps: [], parts };
  return { ...total, withdrawAtMs: atMs, followUps: [], parts };
}

/** What follows from a late posting comes after it. */
function delay(intent: Intent, notBefore: CalendarDate, calendar: BankCalendar): Intent {
  const postAtMs = atLocalMinute(notBefore, POSTING_RUN_MINUTE, calendar);
  if (intent.postAtMs >= postAtMs) return intent;
  return { ...intent, postAtMs, bookingDate: notBefore, valueDate: notBefore };
}
