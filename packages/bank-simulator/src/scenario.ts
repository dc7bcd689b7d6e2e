import type { AccountBook, AccountPlan } from './account.ts';
import {
  addBusinessDays,
  type BankCalendar,
  businessDayOnOrBefore,
  type CalendarDate,
  type Instant,
  laterDate,
  localDateAt,
} from './calendar.ts';
import type { Engine } from './engine.ts';
import { drawPrice, eurMerchants, usdMerchants } from './merchant.ts';
import type { RandomStream } from './random.ts';
import { findPostingAt, type PlannedOutcome, type PlannedTransaction, type TransactionRecord } from './transaction.ts';

/** Things to make happen at the bank at once. */
export const scenarioKinds = [
  'newTransactions',
  'pendingToPosted',
  'pendingDropped',
  'amountChangedOnPosting',
  'backdated',
  'removedByBank',
  'duplicateLookalikes',
  'idsReissued',
  'layoutChanged',
  'accountClosed',
  'accountAdded',
  'accountRenumbered',
] as const;

/** One of the things that can be made to happen. */
export type ScenarioKind = (typeof scenarioKinds)[number];

/**
 * What to make happen, in which account (default: any for rows that exist, the first for new ones, the last to be
 * closed), to how many rows.
 */
export interface Scenario {
  readonly kind: ScenarioKind;
  readonly accountId?: string;
  /** Rows to touch, from 1 to 500; 1 when left out. Fewer are touched when fewer exist. */
  readonly count?: number;
}

/** What a scenario did. */
export interface AppliedScenario {
  readonly kind: ScenarioKind;
  readonly appliedAt: Instant;
  readonly accountIds: readonly string[];
  readonly transactionIds: readonly string[];
}

/** The bank at the moment at which a scenario strikes. */
export interface ScenarioContext {
  readonly engine: Engine;
  readonly calendar: BankCalendar;
  readonly firstDate: CalendarDate;
  /** Open books that the scenario may touch. */
  readonly books: readonly AccountBook[];
  /** Whether the bank's rows have ids. */
  readonly showsIds: boolean;
  readonly count: number;
  readonly idPrefix: string;
  readonly stream: RandomStream;
}

/** What a scenario touched. */
export interface PlayedScenario {
  readonly records: readonly TransactionRecord[];
  /** Accounts concerned besides those of the records. */
  readonly accountIds: readonly string[];
}

/**
 * Makes a scenario happen at the engine's present moment, on business days and others alike. What has happened before
 * stays as it was.
 */
export function playScenario(kind: ScenarioKind, context: ScenarioContext): PlayedScenario {
  const { engine } = context;
  switch (kind) {
    case 'idsReissued':
      return { records: [], accountIds: reissueIds(context) };
    case 'layoutChanged':
      engine.layoutChangedAtMs.push(engine.nowMs);
      return { records: [], accountIds: [] };
    case 'accountClosed':
      return { records: closeAccount(context), accountIds: [] };
    case 'accountAdded':
      return { records: addAccount(context), accountIds: [] };
    case 'accountRenumbered':
      return { records: [], accountIds: renumberAccount(context) };
    default:
      return { records: touchRows(kind, context), accountIds: [] };
  }
}

type BankScenarioKind = 'idsReissued' | 'layoutChanged' | 'accountClosed' | 'accountAdded' | 'accountRenumbered';

function touchRows(kind: Exclude<ScenarioKind, BankScenarioKind>, context: ScenarioContext): TransactionRecord[] {
  const { engine, books } = context;
  if (books.length === 0) return [];
  switch (kind) {
    case 'newTransactions':
      return planPurchases(context, (index) => (index % 2 === 0 ? 'pending' : today(context)));
    case 'backdated':
      return planPurchases(context, () => pastDate(context));
    case 'duplicateLookalikes':
      return repeatPurchases(context);
    case 'pendingToPosted':
      return replanEach(listPending(context), engine, (plan) => ({ ...plan, outcome: postNow(context) }));
    case 'amountChangedOnPosting':
      return replanEach(listPending(context), engine, (plan) => changeAmount(plan, context));
    case 'pendingDropped':
      return replanEach(listPending(context), engine, (plan) => ({
        ...plan,
        outcome: { kind: 'expires', atMs: engine.nowMs },
      }));
    case 'removedByBank':
      // A batch that is taken back whole leaves no items behind.
      return replanEach(listPosted(context), engine, (plan) => ({ ...plan, withdrawAtMs: engine.nowMs, parts: [] }));
  }
}

/** Gives all rows of the accounts new ids; where rows have none there is nothing to give. */
function reissueIds({ books, engine, showsIds }: ScenarioContext): string[] {
  if (!showsIds) return [];
  for (const book of books) book.idsReissuedAtMs.push(engine.nowMs);
  return books.map(({ plan }) => plan.id);
}

/**
 * Closes the last of the accounts; none where none is open. What is pending lapses and the balance is paid out, so that
 * nothing is left open in an account in which nothing happens any more.
 */
function closeAccount(context: ScenarioContext): TransactionRecord[] {
  const { books, engine } = context;
  const book = books.at(-1);
  if (book === undefined) return [];
  const lapsed = replanEach(book.listPendingAt(engine.nowMs), engine, (plan) => ({
    ...plan,
    outcome: { kind: 'expires', atMs: engine.nowMs },
  }));
  const amountMinor = -book.ledgerMinorAt(engine.nowMs);
  const payout = { book, name: 'payout', text: 'ACCOUNT CLOSED BALANCE PAID OUT', amountMinor };
  const paidOut = amountMinor === 0n ? [] : [engine.schedule(planBooking(context, payout))];
  // A closed account takes no event any more, so these come first.
  engine.runUntil(engine.nowMs);
  book.closedAtMs = engine.nowMs;
  return [...lapsed, ...paidOut];
}

/** Opens a further account with a deposit. */
function addAccount(context: ScenarioContext): TransactionRecord[] {
  const { engine, stream } = context;
  const book = engine.openAccount(planAddedAccount(context));
  const amountMinor = BigInt(stream.int(500_000, 2_500_000));
  return [engine.schedule(planBooking(context, { book, name: 'deposit', text: 'OPENING DEPOSIT', amountMinor }))];
}

/** Gives the first of the accounts another number, as after a merger of banks. Nothing else about it changes. */
function renumberAccount({ books, engine, stream }: ScenarioContext): string[] {
  const [book] = books;
  if (book === undefined) return [];
  book.renumberings.push({ atMs: engine.nowMs, number: drawNumber(stream) });
  return [book.plan.id];
}

function drawNumber(stream: RandomStream): string {
  const digits = () => `${stream.int(100_000, 999_999)}`;
  return digits() + digits();
}

/** A row that the bank itself books at once. */
function planBooking(
  context: ScenarioContext,
  booking: { readonly book: AccountBook; readonly name: string; readonly text: string; readonly amountMinor: bigint },
): PlannedTransaction {
  const { book, name, text, amountMinor } = booking;
  return {
    id: `${context.idPrefix}/${name}`,
    accountId: book.plan.id,
    details: {
      rail: 'book',
      text,
      customerReference: null,
      counterpartyName: null,
      counterpartyAccount: null,
      baiCode: amountMinor < 0n ? '699' : '399',
      mcc: null,
      merchantName: null,
    },
    relation: null,
    authoriseAtMs: null,
    heldMinor: amountMinor,
    amountMinor,
    isRetexted: false,
    outcome: postNow(context),
    withdrawAtMs: null,
    followUps: [],
    parts: [],
  };
}

/** An account with some card purchases from tomorrow on, at the routing number of the others. */
function planAddedAccount({ engine, idPrefix, stream }: ScenarioContext): AccountPlan {
  const [first] = engine.books.values();
  const number = drawNumber(stream);
  return {
    id: `acct-${number}`,
    number,
    name: 'Projects Checking',
    type: 'checking',
    currency: 'USD',
    routingNumber: first?.plan.routingNumber ?? null,
    bic: first?.plan.bic ?? null,
    openingMinor: 0n,
    activities: [
      { kind: 'cardPurchases', name: `${idPrefix}/cards`, perDay: { min: 1, max: 3 }, merchants: usdMerchants },
    ],
  };
}

function replanEach(
  records: TransactionRecord[],
  engine: Engine,
  change: (plan: PlannedTransaction) => PlannedTransaction,
): TransactionRecord[] {
  for (const record of records) engine.replan(record, change(record.plan));
  return records;
}

/** The oldest open authorisations of all books. */
function listPending({ books, engine, count }: ScenarioContext): TransactionRecord[] {
  return books
    .flatMap((book) => book.listPendingAt(engine.nowMs))
    .sort((one, other) => (one.authorisedAtMs ?? 0) - (other.authorisedAtMs ?? 0))
    .slice(0, count);
}

/** The latest rows that stand in the ledgers. */
function listPosted({ books, engine, count }: ScenarioContext): TransactionRecord[] {
  return books
    .flatMap((book) => book.posted.filter((record) => findPostingAt(record, engine.nowMs) !== null))
    .sort((one, other) => (other.posting?.atMs ?? 0) - (one.posting?.atMs ?? 0))
    .slice(0, count);
}

function changeAmount(plan: PlannedTransaction, context: ScenarioContext): PlannedTransaction {
  const raised = (plan.heldMinor * BigInt(context.stream.int(110, 125))) / 100n;
  const unit = plan.heldMinor < 0n ? -1n : 1n;
  const amountMinor = raised === plan.heldMinor ? plan.heldMinor + unit : raised;
  // A planned reversal or refund is about the old sum; it lapses.
  return { ...plan, amountMinor, outcome: postNow(context), followUps: [] };
}

function planPurchases(
  context: ScenarioContext,
  bookedOn: (index: number) => CalendarDate | 'pending',
): TransactionRecord[] {
  const records: TransactionRecord[] = [];
  for (let index = 0; index < context.count; index += 1) {
    records.push(context.engine.schedule(planPurchase(context, `${index}`, bookedOn(index))));
  }
  return records;
}

function planPurchase(context: ScenarioContext, name: string, bookedOn: CalendarDate | 'pending'): PlannedTransaction {
  const { stream, engine } = context;
  const { id: accountId, currency } = firstBook(context).plan;
  const merchant = stream.pick(currency === 'EUR' ? eurMerchants : usdMerchants);
  const amountMinor = -drawPrice(merchant, stream);
  return {
    id: `${context.idPrefix}/${name}`,
    accountId,
    details: {
      rail: 'card',
      text: `CARD PURCHASE ${merchant.text}`,
      customerReference: null,
      counterpartyName: null,
      counterpartyAccount: null,
      baiCode: '699',
      mcc: merchant.mcc,
      merchantName: merchant.name,
    },
    relation: null,
    authoriseAtMs: bookedOn === 'pending' ? engine.nowMs : null,
    heldMinor: amountMinor,
    amountMinor,
    isRetexted: false,
    outcome: bookedOn === 'pending' ? postLater(context) : postNow(context, bookedOn),
    withdrawAtMs: null,
    followUps: [],
    parts: [],
  };
}

/** Each repeats the latest card row that stands in the ledger, down to the booking date; a new one where none does. */
function repeatPurchases(context: ScenarioContext): TransactionRecord[] {
  const { engine, count, idPrefix } = context;
  const original = listPosted({ ...context, count: Number.POSITIVE_INFINITY }).find(
    ({ plan }) => plan.details.rail === 'card',
  );
  const pattern = original?.plan ?? planPurchase(context, 'original', today(context));
  const records = original ? [] : [engine.schedule(pattern)];
  const bookingDate = original?.posting?.bookingDate ?? today(context);
  for (let index = 0; index < count; index += 1) {
    const repeat: PlannedTransaction = {
      ...pattern,
      id: `${idPrefix}/${index}`,
      relation: { kind: 'repeatOf', transactionId: pattern.id },
      authoriseAtMs: null,
      heldMinor: pattern.amountMinor,
      outcome: postNow(context, bookingDate),
      withdrawAtMs: null,
      followUps: [],
      parts: [],
    };
    records.push(engine.schedule(repeat));
  }
  return records;
}

function today({ engine, calendar }: ScenarioContext): CalendarDate {
  return businessDayOnOrBefore(localDateAt(engine.nowMs, calendar), calendar);
}

function pastDate(context: ScenarioContext): CalendarDate {
  const wished = addBusinessDays(today(context), -context.stream.int(2, 5), context.calendar);
  return laterDate(wished, context.firstDate);
}

function postNow(context: ScenarioContext, bookingDate = today(context)): PlannedOutcome {
  return { kind: 'posts', atMs: context.engine.nowMs, bookingDate, valueDate: bookingDate };
}

function postLater({ engine, calendar }: ScenarioContext): PlannedOutcome {
  const atMs = engine.nowMs + 36 * 3_600_000;
  const bookingDate = businessDayOnOrBefore(localDateAt(atMs, calendar), calendar);
  return { kind: 'posts', atMs, bookingDate, valueDate: bookingDate };
}

function firstBook({ books }: ScenarioContext): AccountBook {
  const [book] = books;
  if (book === undefined) throw new RangeError('a scenario needs an account; the bank has none');
  return book;
}
