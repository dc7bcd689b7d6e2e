import { AccountBook, type AccountPlan } from './account.ts';
import { planActivityDay } from './activities/plan-activity-day.ts';
import { addDays, atLocalMinute, type BankCalendar, type CalendarDate } from './calendar.ts';
import { EventQueue } from './event-queue.ts';
import { planLife } from './life.ts';
import { createRandomStream } from './random.ts';
import type { BehaviourRates } from './style.ts';
import type { PlannedTransaction, TransactionRecord } from './transaction.ts';

type LifeEvent = 'authorise' | 'post' | 'expire' | 'split' | 'withdraw';

type BankEvent =
  | { readonly kind: 'dayBegins'; readonly date: CalendarDate }
  | {
      readonly kind: LifeEvent;
      readonly record: TransactionRecord;
      readonly planVersion: number;
    };

const EVENT_OF_OUTCOME = { posts: 'post', expires: 'expire', splits: 'split' } as const;

/** What an engine starts from. */
export interface EngineOptions {
  readonly seed: string;
  readonly calendar: BankCalendar;
  readonly rates: BehaviourRates;
  readonly accounts: readonly AccountPlan[];
  /** First day of the bank's history. */
  readonly firstDate: CalendarDate;
}

/**
 * The virtual clock. Everything that happens is an event in one queue, in one total order; moving the clock runs the
 * events that are due. So the state depends on the time reached, and never on the steps taken to reach it.
 */
export class Engine {
  /** The moments at which the bank changed its layout. */
  readonly layoutChangedAtMs: number[] = [];
  readonly #books: Map<string, AccountBook>;
  readonly #options: EngineOptions;
  readonly #queue = new EventQueue<BankEvent>();
  #nowMs: number;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#nowMs = atLocalMinute(options.firstDate, 0, options.calendar);
    this.#books = new Map(options.accounts.map((plan) => [plan.id, new AccountBook(plan, this.#nowMs)]));
    this.#queue.push(this.#nowMs, { kind: 'dayBegins', date: options.firstDate });
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Every account that there ever was, closed ones included. */
  get books(): ReadonlyMap<string, AccountBook> {
    return this.#books;
  }

  /** Opens a further account; its activities begin tomorrow. */
  openAccount(plan: AccountPlan): AccountBook {
    const book = new AccountBook(plan, this.#nowMs);
    this.#books.set(plan.id, book);
    return book;
  }

  /** Finds the book of an account, or throws a RangeError that names the accounts there are. */
  getBook(accountId: string): AccountBook {
    const book = this.#books.get(accountId);
    if (book === undefined) {
      throw new RangeError(`account "${accountId}" does not exist; accounts are ${[...this.books.keys()].join(', ')}`);
    }
    return book;
  }

  /** Runs everything that is due up to and including `untilMs`. Throws a RangeError when that lies in the past. */
  runUntil(untilMs: number): void {
    if (untilMs < this.#nowMs) throw new RangeError('the virtual clock never runs backwards');
    for (let due = this.#queue.takeDue(untilMs); due !== null; due = this.#queue.takeDue(untilMs)) {
      this.#nowMs = due.atMs;
      this.#run(due.event);
    }
    this.#nowMs = untilMs;
  }

  /** Takes a planned transaction into the future of the bank. */
  schedule(plan: PlannedTransaction): TransactionRecord {
    const record: TransactionRecord = {
      plan,
      planVersion: 0,
      authorisedAtMs: null,
      expiredAtMs: null,
      splitAtMs: null,
      posting: null,
      withdrawnAtMs: null,
    };
    if (plan.authoriseAtMs !== null) this.#push(plan.authoriseAtMs, 'authorise', record);
    else this.#pushOutcome(record);
    return record;
  }

  /** Gives a pending record another outcome, or a posted one another end. What has happened stays. */
  replan(record: TransactionRecord, plan: PlannedTransaction): void {
    record.plan = plan;
    record.planVersion += 1;
    if (record.posting === null) this.#pushOutcome(record);
    else if (plan.withdrawAtMs !== null) this.#push(plan.withdrawAtMs, 'withdraw', record);
  }

  #run(event: BankEvent): void {
    if (event.kind === 'dayBegins') {
      this.#beginDay(event.date);
      return;
    }
    const { record } = event;
    if (event.planVersion !== record.planVersion) return;
    if (this.getBook(record.plan.accountId).closedAtMs !== null) return;
    switch (event.kind) {
      case 'authorise':
        record.authorisedAtMs = this.#nowMs;
        this.getBook(record.plan.accountId).insertBegun(record);
        this.#pushOutcome(record);
        break;
      case 'post':
        this.#post(record);
        break;
      case 'expire':
        record.expiredAtMs = this.#nowMs;
        break;
      case 'split':
        record.splitAtMs = this.#nowMs;
        for (const part of record.plan.parts) this.schedule(part);
        break;
      case 'withdraw':
        record.withdrawnAtMs = this.#nowMs;
        for (const part of record.plan.parts) this.schedule(part);
        break;
    }
  }

  #post(record: TransactionRecord): void {
    const { plan } = record;
    if (plan.outcome.kind !== 'posts') throw new Error('a transaction posts only when its plan says so');
    const { bookingDate, valueDate } = plan.outcome;
    const book = this.getBook(plan.accountId);
    if (record.authorisedAtMs === null) book.insertBegun(record);
    record.posting = { atMs: this.#nowMs, bookingDate, valueDate, amountMinor: plan.amountMinor };
    book.insertPosted(record);
    if (plan.withdrawAtMs !== null) this.#push(plan.withdrawAtMs, 'withdraw', record);
    for (const followUp of plan.followUps) this.schedule(followUp);
  }

  #beginDay(date: CalendarDate): void {
    const { seed, calendar, rates, firstDate } = this.#options;
    for (const { plan: account, closedAtMs } of this.#books.values()) {
      if (closedAtMs !== null) continue;
      for (const activity of account.activities) {
        const idPrefix = `${account.id}/${activity.name}/${date}`;
        const stream = createRandomStream(seed, 'activity', idPrefix);
        const intents = planActivityDay(activity, {
          openingMinor: account.openingMinor,
          date,
          calendar,
          rates,
          stream,
        });
        for (const intent of intents) {
          this.schedule(planLife(intent, { seed, idPrefix, accountId: account.id, rates, calendar, firstDate }));
        }
      }
    }
    const tomorrow = addDays(date, 1);
    this.#queue.push(atLocalMinute(tomorrow, 0, calendar), { kind: 'dayBegins', date: tomorrow });
  }

  #pushOutcome(record: TransactionRecord): void {
    const { outcome } = record.plan;
    this.#push(outcome.atMs, EVENT_OF_OUTCOME[outcome.kind], record);
  }

  #push(atMs: number, kind: LifeEvent, record: TransactionRecord): void {
    this.#queue.push(atMs, { kind, record, planVersion: record.planVersion });
  }
}
