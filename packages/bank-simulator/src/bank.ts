import type { AccountPlan } from './account.ts';
import { addDays, type CalendarDate, type Instant, localDateAt, toEpochMs, toInstant } from './calendar.ts';
import { planCompany } from './company.ts';
import { Engine } from './engine.ts';
import { createRandomStream } from './random.ts';
import { type AppliedScenario, playScenario, type Scenario } from './scenario.ts';
import { openSession, type SessionOpening } from './session.ts';
import { showAccount, showWindow } from './show/show-window.ts';
import type { ShownAccount, ShownWindow } from './show/shown.ts';
import type { Eyes, View } from './show/view.ts';
import { type ShownStatement, showStatement } from './statement.ts';
import type { InstitutionStyle } from './style.ts';
import { findPostingAt, isPendingAt } from './transaction.ts';
import { type Truth, tellTruth } from './truth.ts';

/** What decides a simulated bank. The same options give the same bank, to the last row, for ever. */
export interface SimulatedBankOptions {
  readonly seed: string;
  readonly style: InstitutionStyle;
  /** The bank's present moment after creation; its history reaches back from here. */
  readonly openedAt: Instant;
  /** The company's accounts; the usual company of the seed when left out. */
  readonly accounts?: readonly AccountPlan[];
  /** Days of history before `openedAt`; 90 when left out. */
  readonly historyDays?: number;
}

/** Which rows to show: of one account, dated `from` to `to` inclusive, as the bank showed them at the moment `at`. */
export interface ShowRequest {
  readonly accountId: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** Not later than the bank's present; go there with `advanceTo` first. */
  readonly at: Instant;
}

/** A bank that knows the truth. Its time stands still until it is moved. */
export interface SimulatedBank {
  readonly style: InstitutionStyle;
  /** The bank's present moment. */
  now(): Instant;
  /** Moves the clock. Many small steps and one jump lead to the same state. Throws a RangeError for the past. */
  advanceTo(instant: Instant): void;
  /** Shows the accounts with their balances, now or at an earlier moment. */
  listAccounts(at?: Instant): ShownAccount[];
  /** Shows rows as the bank does. Throws a RangeError for an unknown account, a future moment or a window turned round. */
  show(request: ShowRequest): ShownWindow;
  /**
   * Signs in, now or at an earlier moment. Unlike `show`, a session goes wrong as often as the style says; `show` is the
   * window of a bank in good order.
   */
  openSession(at?: Instant): SessionOpening;
  /** Shows the posted rows of a window as a statement, for a writer of bank files. Throws as `show` does. */
  showStatement(request: ShowRequest): ShownStatement;
  /** The true transaction behind each row that `show` gives for the same request, in the same order. */
  identify(request: ShowRequest): string[];
  /** What is true now. */
  truth(): Truth;
  /** Whether a transaction stands at the bank, now or at an earlier moment: pending, or posted and not taken back. */
  isLive(accountId: string, transactionId: string, at?: Instant): boolean;
  /** Makes something happen now. Replaying the same scenarios at the same moments gives the same bank. */
  apply(scenario: Scenario): AppliedScenario;
}

const MAX_SCENARIO_COUNT = 500;

/** Opens a bank with its history already lived. Pure: no clock, no randomness but the seed, no input or output. */
export function createSimulatedBank(options: SimulatedBankOptions): SimulatedBank {
  const { seed, style, openedAt, historyDays = 90, accounts = planCompany({ seed }) } = options;
  const { calendar } = style;
  const openedAtMs = toEpochMs(openedAt);
  const firstDate = addDays(localDateAt(openedAtMs, calendar), -historyDays);
  const engine = new Engine({ seed, calendar, rates: style.rates, accounts, firstDate });
  engine.runUntil(openedAtMs);
  const eyes: Eyes = { seed, style, layoutChangedAtMs: engine.layoutChangedAtMs };
  let scenariosPlayed = 0;

  function toView({ accountId, from, to, at }: ShowRequest): View {
    if (from > to) throw new RangeError(`from ${from} lies after to ${to}; swap them`);
    const [book, atMs] = [engine.getBook(accountId), toPastMs(at)];
    if (!book.isListedAt(atMs)) throw new RangeError(`account "${accountId}" is not listed at ${at}`);
    return { ...eyes, book, from, to, atMs };
  }
  function toPastMs(at: Instant): number {
    const atMs = toEpochMs(at);
    if (atMs > engine.nowMs) {
      throw new RangeError(`at ${at} lies after the bank's present ${toInstant(engine.nowMs)}; call advanceTo first`);
    }
    return atMs;
  }
  return {
    style,
    now: () => toInstant(engine.nowMs),
    advanceTo: (instant) => engine.runUntil(toEpochMs(instant)),
    listAccounts: (at) => {
      const atMs = at === undefined ? engine.nowMs : toPastMs(at);
      return [...engine.books.values()].filter((book) => book.isListedAt(atMs)).map((book) => showAccount(book, atMs));
    },
    show: (request) => showWindow(toView(request)).window,
    openSession: (at) =>
      openSession({ ...eyes, books: engine.books, atMs: at === undefined ? engine.nowMs : toPastMs(at) }),
    showStatement: (request) => showStatement(toView(request)).statement,
    identify: (request) => [...showWindow(toView(request)).truths],
    isLive: (accountId, transactionId, at) => {
      const atMs = at === undefined ? engine.nowMs : toPastMs(at);
      const record = engine.getBook(accountId).find(transactionId);
      return record !== null && (isPendingAt(record, atMs) || findPostingAt(record, atMs) !== null);
    },
    truth: () => tellTruth(engine.books.values(), engine.nowMs, eyes),
    apply: ({ kind, accountId, count = 1 }) => {
      if (!Number.isInteger(count) || count < 1 || count > MAX_SCENARIO_COUNT) {
        throw new RangeError(`count ${count} is out of range; use 1 to ${MAX_SCENARIO_COUNT}`);
      }
      const books = (accountId === undefined ? [...engine.books.values()] : [engine.getBook(accountId)]).filter(
        (book) => !book.isClosedAt(engine.nowMs),
      );
      const idPrefix = `scenario/${scenariosPlayed}`;
      scenariosPlayed += 1;
      const stream = createRandomStream(seed, idPrefix, kind);
      const { records, accountIds } = playScenario(kind, {
        engine,
        calendar,
        firstDate,
        books,
        showsIds: style.rowIds !== 'none',
        count,
        idPrefix,
        stream,
      });
      engine.runUntil(engine.nowMs);
      return {
        kind,
        appliedAt: toInstant(engine.nowMs),
        accountIds: [...new Set([...accountIds, ...records.map(({ plan }) => plan.accountId)])],
        transactionIds: records.map(({ plan }) => plan.id),
      };
    },
  };
}
