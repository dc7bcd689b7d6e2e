import {
  type AccountPlan,
  createSimulatedBank,
  type InstitutionStyle,
  type SessionRead,
  toEpochMs,
  toInstant,
} from '@causeway/bank-simulator';
import type { StatedBalance } from '../../src/domain/account.ts';
import { planWindow, type SyncWindow } from '../../src/domain/connection/sync-schedule.ts';
import { addDays, type CalendarDate, calendarDate } from '../../src/domain/values/calendar-date.ts';
import { seededChoices } from '../../test/support/choices.ts';
import { normaliseShownRow } from './normalise-shown-row.ts';
import type { Reading } from './reading.ts';
import type { StyleSettings } from './settings-of-style.ts';

/** A bank to drive: one company at one institution, read once a day. */
export interface Drive {
  readonly seed: string;
  readonly style: InstitutionStyle;
  readonly settings: StyleSettings;
  readonly accounts: readonly AccountPlan[];
  readonly days: number;
  /** What the product's mirror of an account has come to, for the planner. */
  progressOf(accountId: string): {
    readonly readThrough: CalendarDate | null;
    readonly oldestPending: CalendarDate | null;
    readonly oldestMissed: CalendarDate | null;
    readonly observedLatenessDays: number;
  };
}

const OPENED_AT = '2026-03-02T13:00:00Z';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Reads every account of a simulated bank day by day, over the windows that the product's planner asks for. The readings come
 * one at a time, because the next window depends on what the mirror became. Returns what was true and never shown.
 */
export function* driveBank(
  drive: Drive,
): Generator<{ readonly accountId: string; readonly reading: Reading }, { readonly unseen: number }> {
  const { seed, style, settings, accounts, days } = drive;
  const choices = seededChoices(`${seed} ${style.name} hours`);
  const bank = createSimulatedBank({ seed, style, accounts, openedAt: OPENED_AT });
  const reads = new Map<string, number>();
  const seen = new Set<string>();
  for (let day = 0; day < days; day += 1) {
    bank.advanceTo(toInstant(toEpochMs(OPENED_AT) + day * DAY_MS + choices.whole(0, 6) * HOUR_MS));
    const opening = bank.openSession();
    if (opening.kind !== 'open') continue;
    const { at, accounts: listed } = opening.session;
    for (const { id: accountId } of listed) {
      const window = planWindow({ now: bank.now(), institution: settings, ...drive.progressOf(accountId) });
      // Both kinds of date are the text YYYY-MM-DD; only their types differ.
      const request = { accountId, from: window.from as string as ShownDate, to: window.to as string as ShownDate };
      const number = reads.get(accountId) ?? 0;
      reads.set(accountId, number + 1);
      const read = opening.session.read(request);
      const isLive = (truth: string) => bank.isLive(accountId, truth, at);
      const reading = { ...toReading(read, window), number, isLive };
      for (const truth of reading.truths) seen.add(truth);
      yield { accountId, reading };
    }
  }
  return { unseen: countUnseen(bank.truth().transactions, bank.now(), seen) };
}

type ShownDate = `${string}-${string}-${string}`;

function toReading(
  { answer, truths, signsInverted }: SessionRead,
  window: SyncWindow,
): Omit<Reading, 'number' | 'isLive'> {
  const { pages, ending } = answer;
  const complete = ending === 'whole';
  return {
    rows: pages.flatMap((page, index) =>
      page.map((row, place) => normaliseShownRow(row, `page ${index + 1}, row ${place + 1}`)),
    ),
    truths: truths.flat(),
    signsInverted,
    currency: answer.account.currency,
    coverage: { from: calendarDate(answer.from), to: window.to, complete, proves: ['pending', 'posted'] },
    statedBalances: complete ? stateBalances(answer.balances) : [],
  };
}

function stateBalances(balances: SessionRead['answer']['balances']): StatedBalance[] {
  return balances.map(({ type, date, amount }) =>
    type === 'openingLedger'
      ? { date: addDays(calendarDate(date), -1), statedAs: 'opening', amount }
      : { date: calendarDate(date), statedAs: 'closing', amount },
  );
}

/** Transactions that were posted a week before the end, still stand, and were in no reading. */
function countUnseen(
  transactions: readonly { readonly id: string; readonly status: string; readonly postedAt: string | null }[],
  now: string,
  seen: ReadonlySet<string>,
): number {
  const beforeMs = toEpochMs(now) - 7 * DAY_MS;
  const fromMs = toEpochMs(OPENED_AT);
  return transactions.filter(({ id, status, postedAt }) => {
    if (status !== 'posted' || postedAt === null || seen.has(id)) return false;
    const postedMs = toEpochMs(postedAt);
    return postedMs >= fromMs && postedMs <= beforeMs;
  }).length;
}
