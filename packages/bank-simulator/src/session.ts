import type { AccountBook } from './account.ts';
import { type CalendarDate, type Instant, toInstant } from './calendar.ts';
import { createRandomStream } from './random.ts';
import { layoutAt, showAccount, showWindow } from './show/show-window.ts';
import type { ShownAccount, ShownBalance, ShownRow } from './show/shown.ts';
import type { Eyes, View } from './show/view.ts';

/** What signing in comes to. */
export type SessionOpening =
  | { readonly kind: 'open'; readonly session: BankSession }
  /** The consent has expired: nothing is shown until the customer renews it. */
  | { readonly kind: 'consentExpired' }
  /** The bank asks for a code before it opens. */
  | { readonly kind: 'codeAsked' };

/** One visit to the bank. It shows everything as of the moment at which it was opened. */
export interface BankSession {
  readonly at: Instant;
  readonly layout: 1 | 2;
  /** The accounts that the list shows this time. An account may be missing and still exist. */
  readonly accounts: readonly ShownAccount[];
  /** Reads rows of an account. Throws a RangeError for an account that the list does not show. */
  read(request: { readonly accountId: string; readonly from: CalendarDate; readonly to: CalendarDate }): SessionRead;
}

/** What came, and separately what is true of it. */
export interface SessionRead {
  readonly answer: ShownAnswer;
  /** Whether every amount of the answer has the wrong sign. */
  readonly signsInverted: boolean;
  /** The true transaction behind each row, page by page. */
  readonly truths: readonly (readonly string[])[];
}

/** What came of a request for rows. */
export interface ShownAnswer {
  readonly asOf: Instant;
  readonly account: ShownAccount;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly balances: readonly ShownBalance[];
  /** The pages that came, each with its rows in the bank's own order. */
  readonly pages: readonly (readonly ShownRow[])[];
  /** How many pages the first one promised. */
  readonly pageCount: number;
  /**
   * `whole`: everything came. `pageFailed`: a page did not come, nor any after it. `partial`: the bank says that rows are
   * left out. `truncated`: the last page broke off inside a row, which is lost.
   */
  readonly ending: 'whole' | 'pageFailed' | 'partial' | 'truncated';
}

/** Whose session to open, and when. */
export interface SessionOptions extends Eyes {
  readonly books: ReadonlyMap<string, AccountBook>;
  readonly atMs: number;
}

const DAY_MS = 86_400_000;
const HIDDEN_AFTER_MS = 3 * DAY_MS;

/** Opens a session. What goes wrong in it depends on the seed, the moment and the account alone. */
export function openSession({ books, atMs, ...eyes }: SessionOptions): SessionOpening {
  const { seed, style } = eyes;
  const luck = createRandomStream(seed, 'session', `${atMs}`);
  if (luck.chance(style.answers.consentExpired)) return { kind: 'consentExpired' };
  if (luck.chance(style.answers.codeAsked)) return { kind: 'codeAsked' };
  const listed = new Map(
    [...books].filter(
      ([id, book]) =>
        book.isListedAt(atMs) && !createRandomStream(seed, 'list', `${atMs}`, id).chance(style.answers.accountMissing),
    ),
  );
  return {
    kind: 'open',
    session: {
      at: toInstant(atMs),
      layout: layoutAt(eyes, atMs),
      accounts: [...listed.values()].map((book) => showAccount(book, atMs)),
      read: ({ accountId, from, to }) => {
        const book = listed.get(accountId);
        if (book === undefined) throw new RangeError(`account "${accountId}" is not on this session's list`);
        return readAnswer({ ...eyes, book, from, to, atMs });
      },
    },
  };
}

interface TrueRow {
  readonly row: ShownRow;
  readonly truth: string;
}

function readAnswer(view: View): SessionRead {
  const { seed, style, book, atMs } = view;
  const { window, truths } = showWindow(view);
  // All draws happen always and in one order, so that changing one rate leaves the other faults alone.
  const luck = createRandomStream(seed, 'answer', `${atMs}`, book.plan.id);
  const isInverted = luck.chance(style.answers.signsInverted);
  const pageFails = luck.chance(style.answers.pageFailed);
  const isPartial = luck.chance(style.answers.partial);
  const isTruncated = luck.chance(style.answers.truncated);
  const cutAt = luck.int(0, 9_999);
  const shown = window.rows
    .map((row, index): TrueRow => ({ row: isInverted ? invertSign(row) : row, truth: truths[index] ?? '' }))
    .filter(({ truth }) => !isHidden(truth, view));
  const all = cutPages(shown, style.pageRows);
  // Of ten thousand places to break off at, the drawn one.
  const part = (count: number) => Math.floor((count * cutAt) / 10_000);
  const { pages, ending } = pageFails
    ? { pages: all.slice(0, part(all.length)), ending: 'pageFailed' as const }
    : isPartial
      ? { pages: all.map((page) => page.filter((_, index) => (index + cutAt) % 3 !== 0)), ending: 'partial' as const }
      : isTruncated
        ? { pages: cutPages(shown.slice(0, part(shown.length)), style.pageRows), ending: 'truncated' as const }
        : { pages: all, ending: 'whole' as const };
  const { asOf, account, balances } = window;
  return {
    answer: {
      ...{ asOf, account, balances, ending },
      // The bank answers from the first day that it still keeps.
      from: balances[0]?.date ?? view.from,
      to: view.to,
      pages: pages.map((page) => page.map(({ row }) => row)),
      pageCount: all.length,
    },
    signsInverted: isInverted,
    truths: pages.map((page) => page.map(({ truth }) => truth)),
  };
}

/** Whether this answer leaves a row out. On every other day none is, so that no row is missing on two days running. */
function isHidden(transactionId: string, { seed, style, book, atMs }: View): boolean {
  const day = Math.floor(atMs / DAY_MS);
  const posting = book.find(transactionId)?.posting ?? null;
  // A row that was just booked would look as if it had never posted, and nobody could tell it from an expiry.
  if (day % 2 !== 0 || posting === null || posting.atMs > atMs - HIDDEN_AFTER_MS) return false;
  return createRandomStream(seed, 'hidden', `${day}`, transactionId).chance(style.answers.hidden);
}

/** At least one page, which may be empty. */
function cutPages(rows: readonly TrueRow[], pageRows: number): TrueRow[][] {
  const pages: TrueRow[][] = [];
  for (let start = 0; start < rows.length; start += pageRows) pages.push(rows.slice(start, start + pageRows));
  return pages.length === 0 ? [[]] : pages;
}

function invertSign(row: ShownRow): ShownRow {
  const { amount } = row;
  return { ...row, amount: amount.startsWith('-') ? amount.slice(1) : /[1-9]/.test(amount) ? `-${amount}` : amount };
}
