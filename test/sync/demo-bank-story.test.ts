import {
  type CalendarDate,
  parseCalendarDate,
  renderDecimal,
  type SimulatedBank,
  type TrueTransaction,
} from '@causeway/bank-simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBankTruth, playScenario } from '../support/banks/bank-truth.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { StreamMirror } from '../support/stream/stream-mirror.ts';
import {
  advanceDays,
  type DemoBankId,
  type DemoConnection,
  openDemoConnection,
  readTwiceMore,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

type Account = Schemas['Account'];
type Transaction = Schemas['Transaction'];

const DAYS = 30;
/** What happens at the bank besides its daily business, by day. */
const INCIDENTS = new Map([
  [4, { scenario: 'duplicateLookalikes', count: 2 }],
  [8, { scenario: 'amountChangedOnPosting', count: 1 }],
  [11, { scenario: 'backdated', count: 2 }],
  [14, { scenario: 'pendingDropped', count: 1 }],
  [17, { scenario: 'removedByBank', count: 1 }],
]);

const keyOf = (row: { status: string; date: string | null; amount: string; currency: string; text: string }) =>
  [row.status, row.date, row.amount, row.currency, row.text].join('|');
const countOf = (keys: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

describe.each<DemoBankId>(['harbor', 'ridgeline'])('%s over thirty days', (bankId) => {
  let system: RunningSystem;
  let caller: Caller;
  let connection: DemoConnection;
  let mirror: StreamMirror;
  let bank: SimulatedBank;
  /** True transactions behind the look-alikes that were made. */
  let lookalikes: readonly string[] = [];
  /** When the bank was read, in virtual time: no earlier than the first and no later than the second. */
  const readings: (readonly [string, string])[] = [];
  const note = ({ startedAt, finishedAt }: Schemas['SyncRun']) => readings.push([startedAt ?? '', finishedAt ?? '']);

  beforeAll(async () => {
    system = await startSystem();
    caller = (await system.createOrganization()).test;
    mirror = await StreamMirror.atHead(caller);
    connection = await openDemoConnection(caller, system.bankUrl, bankId);
    const [first] = await caller.all<Schemas['SyncRun']>('listSyncRuns', { path: { connectionId: connection.id } });
    if (first === undefined) throw new Error('there is no first run');
    note(first);
    await mirror.catchUp(caller, 50);
    for (let day = 1; day <= DAYS; day += 1) {
      const incident = INCIDENTS.get(day);
      const touched = incident === undefined ? [] : await playScenario(system.bankUrl, connection.username, incident);
      if (incident?.scenario === 'duplicateLookalikes') lookalikes = touched;
      const runs = await advanceDays(caller, 1, connection.id);
      expect(runs.map(({ status, trigger }) => [status, trigger])).toEqual([['succeeded', 'schedule']]);
      runs.forEach(note);
      // Some days are skipped, so that changes pile up, and pages are small, so that they come in parts.
      if (day % 3 !== 0) await mirror.catchUp(caller, day % 2 === 0 ? 1 : 7);
    }
    (await readTwiceMore(caller, connection.id)).forEach(note);
    await mirror.catchUp(caller, 500);
    bank = await openBankTruth(system.dataDir, connection.username);
  });

  afterAll(() => system?.stop());

  const eachAccount = async () => {
    const accounts = await caller.all<Account>('listAccounts');
    const known = bank.listAccounts();
    return accounts.map((account) => {
      const shown = known.find(({ number }) => number === account.accountNumber);
      if (shown === undefined) throw new Error(`the bank has no account ${account.accountNumber}`);
      return { account, shown };
    });
  };
  it('shows new, changed and removed transactions in the stream, with the reason of every removal', () => {
    const types = mirror.seen.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['added', 'removed', ...(bankId === 'harbor' ? ['modified'] : [])]));
    const reasons = new Set(mirror.seen.flatMap((event) => (event.type === 'removed' ? [event.reason] : [])));
    expect([...reasons].sort()).toEqual(expect.arrayContaining(['pendingExpired', 'withdrawnByBank']));
  });

  it('leaves a mirror that equals the list', async () => {
    const listed = await caller.all<Transaction>('listTransactions');
    expect(new Map(listed.map((row) => [row.id, row]))).toEqual(mirror.rows);
  });

  it('leaves a mirror that equals the truth of the bank: no row lost, none doubled, none wrong', async () => {
    const { transactions } = bank.truth();
    const pairs = await eachAccount();
    expect(pairs).toHaveLength(bank.listAccounts().length);
    for (const { account, shown } of pairs) {
      const ours = [...mirror.rows.values()].filter(({ accountId }) => accountId === account.id);
      const truth = transactions.filter(
        ({ accountId, status }) => accountId === shown.id && (status === 'posted' || status === 'pending'),
      );
      expect(ours.map((row) => keyOf({ ...row, date: row.postedDate, text: row.description })).sort()).toEqual(
        truth.map(keyOfTruth).sort(),
      );
      expect(ours.every(({ amount, entryType }) => amount.startsWith('-') === (entryType === 'debit'))).toBe(true);
    }
  });

  it('keeps look-alike rows apart', () => {
    const made = bank.truth().transactions.filter(({ id }) => lookalikes.includes(id));
    expect(made).toHaveLength(2);
    const counts = countOf(
      [...mirror.rows.values()].map((row) => keyOf({ ...row, date: row.postedDate, text: row.description })),
    );
    const standing = countOf(
      bank
        .truth()
        .transactions.filter(({ status }) => status === 'posted' || status === 'pending')
        .map(keyOfTruth),
    );
    for (const key of made.map(keyOfTruth)) {
      // The bank may have taken the row back whose likes they are.
      expect(standing.get(key)).toBeGreaterThanOrEqual(2);
      expect(counts.get(key)).toBe(standing.get(key));
    }
  });

  it('proves every balance', async () => {
    const health = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', {
      path: { connectionId: connection.id },
    });
    expect(health.accounts.map(({ balanceProof }) => balanceProof)).toEqual(health.accounts.map(() => 'proven'));
    expect(health).toMatchObject({ consecutiveFailures: 0, lastError: null });
  });

  it('has the balances of the bank: now, and at the end of every day', async () => {
    const at = bank.now();
    for (const { account, shown } of await eachAccount()) {
      expect(account).toMatchObject({
        currentBalance: shown.ledgerBalance,
        availableBalance: shown.availableBalance,
        currency: shown.currency,
      });
      const days = await caller.all<Schemas['DailyBalance']>('listBalances', { query: { accountId: account.id } });
      expect(days.length).toBeGreaterThan(DAYS);
      const ledgerOn = (date: CalendarDate) =>
        bank
          .show({ accountId: shown.id, from: date, to: date, at })
          .balances.find(({ type }) => type === 'closingLedger')?.amount;
      expect(days.map(({ date, ledgerBalance }) => [date, ledgerBalance])).toEqual(
        days.map(({ date }) => [date, ledgerOn(parseCalendarDate(date))]),
      );
    }
  });

  if (bankId === 'harbor') {
    it('keeps the id of every pending row that posts, as one modification', async () => {
      // Pending at one read and posted at a later one: exactly these must have been seen to post.
      const { transactions } = bank.truth();
      const seenToPost = (isRead: (from: string, to: string) => boolean) =>
        transactions.filter(
          ({ authorisedAt, postedAt, withdrawnAt }) =>
            authorisedAt !== null &&
            postedAt !== null &&
            isRead(authorisedAt, postedAt) &&
            isRead(postedAt, withdrawnAt ?? '9999'),
        ).length;
      // Of what happened at the bank in the very moment of a read nobody knows whether it was read.
      const surely = seenToPost((from, to) => readings.some(([first, last]) => first >= from && last < to));
      const possibly = seenToPost((from, to) => readings.some(([first, last]) => last >= from && first < to));
      expect(surely).toBeGreaterThan(20);
      const kept = await system.database.sql<{ revisions: string[] }[]>`
        select array_agg(type || ' ' || (body::jsonb ->> 'status') order by revision) as revisions
        from (
          -- The latest revision has the transaction's own text.
          select r.transaction_id, r.revision, r.type, coalesce(r.body, t.body) as body
          from transaction_revisions r
          join transactions t on t.organization_id = r.organization_id and t.id = r.transaction_id
          where r.type <> 'removed'
        ) states
        group by transaction_id
        having count(*) filter (where body::jsonb ->> 'status' = 'pending') > 0
          and count(*) filter (where body::jsonb ->> 'status' = 'posted') > 0`;
      expect(kept.length).toBeGreaterThanOrEqual(surely);
      expect(kept.length).toBeLessThanOrEqual(possibly);
      expect(kept.map(({ revisions }) => revisions)).toEqual(kept.map(() => ['added pending', 'modified posted']));
    });
  }
});

function keyOfTruth(row: TrueTransaction): string {
  const posted = row.status === 'posted';
  return keyOf({
    status: row.status,
    date: posted ? row.bookingDate : null,
    amount: renderDecimal((posted ? row.postedMinor : row.heldMinor) ?? 0n, row.currency),
    currency: row.currency,
    text: row.details.text.replaceAll(/\s+/g, ' ').trim(),
  });
}
