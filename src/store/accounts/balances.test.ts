import { describe, expect, it } from 'vitest';
import { november } from '../../../test/support/banks/rows.ts';
import { stageAccount, stageDatabase } from '../../../test/support/database/stages.ts';
import { createAccount, planRemoval, planWrite } from '../../../test/support/records/ledger.ts';
import type { DailyBalance } from '../../domain/balances/balance-proof.ts';
import { type TransactionWrite, writeTransactions } from '../transactions/transaction-writes.ts';
import {
  listDailyBalances,
  listDayTotals,
  listStatedBalances,
  replaceDailyBalances,
  upsertStatedBalances,
} from './balances.ts';

const AT = '2026-11-20T06:00:00.000Z';
const LATER = '2026-11-20T07:00:00.000Z';

const database = stageDatabase();
const stage = stageAccount(database);

function daily(day: number, ledgerBalance: string, source: DailyBalance['source'] = 'derived'): DailyBalance {
  return { date: november(day), ledgerBalance, postedTransactionDelta: '1.00', source };
}

async function replace(days: readonly DailyBalance[], at: string, key = stage.account): Promise<void> {
  await replaceDailyBalances(database.sql, { ...key, id: key.accountId, currency: 'USD' }, days, at);
}

const NO_FILTER = { entityId: null, connectionId: null, accountId: null, dateGte: null, dateLt: null };
async function list(filter: Partial<Parameters<typeof listDailyBalances>[2]> = {}) {
  const rows = await listDailyBalances(
    database.sql,
    stage.tenant,
    { ...NO_FILTER, ...filter },
    { limit: 100, after: null },
  );
  return rows.map(({ accountId, date, ledgerBalance, updatedAt }) => [
    accountId === stage.account.accountId ? 'first' : 'other',
    date,
    ledgerBalance,
    updatedAt,
  ]);
}

describe('daily balances', () => {
  it('become what is given, and only what differs is touched', async () => {
    await replace([daily(1, '1.00'), daily(2, '2.00'), daily(3, '3.00')], AT);
    await replace([daily(2, '2.00'), daily(3, '3.50'), daily(4, '4.00')], LATER);
    expect(await list()).toEqual([
      ['first', '2026-11-04', '4.00', LATER],
      ['first', '2026-11-03', '3.50', LATER],
      ['first', '2026-11-02', '2.00', AT],
    ]);
    await replace([daily(2, '2.00', 'bankProvided')], LATER);
    expect(await list()).toEqual([['first', '2026-11-02', '2.00', LATER]]);
    await replace([], LATER);
    expect(await list()).toEqual([]);
  });

  it('after a day become what is given, and those before stay', async () => {
    await replace([daily(1, '1.00'), daily(2, '2.00'), daily(3, '3.00')], AT);
    const key = { ...stage.account, id: stage.account.accountId, currency: 'USD', after: november(2) };
    await replaceDailyBalances(database.sql, key, [daily(4, '4.00')], LATER);
    expect(await list()).toEqual([
      ['first', '2026-11-04', '4.00', LATER],
      ['first', '2026-11-02', '2.00', AT],
      ['first', '2026-11-01', '1.00', AT],
    ]);
  });

  it('of one account leave those of others alone', async () => {
    const other = await createAccount(stage.parts, stage.tenant, stage.account.connectionId);
    await replace([daily(1, '1.00')], AT);
    await replace([daily(1, '10.00')], AT, other);
    await replace([], LATER);
    expect(await list()).toEqual([['other', '2026-11-01', '10.00', AT]]);
  });

  it('are listed by day, newest first, then by account, filtered and paged', async () => {
    const other = await createAccount(stage.parts, stage.tenant, stage.account.connectionId);
    await replace([daily(1, '1.00'), daily(2, '2.00'), daily(3, '3.00')], AT);
    await replace([daily(2, '20.00')], AT, other);
    expect((await list()).map(([name, date]) => [name, date])).toEqual([
      ['first', '2026-11-03'],
      ['first', '2026-11-02'],
      ['other', '2026-11-02'],
      ['first', '2026-11-01'],
    ]);
    expect(await list({ accountId: other.accountId })).toHaveLength(1);
    expect(await list({ dateGte: november(2), dateLt: november(3) })).toHaveLength(2);
    expect(await list({ entityId: stage.parts.newId() })).toEqual([]);
    const seen: string[] = [];
    for (let after: { date: string; accountId: string } | null = null; ; ) {
      const [row] = await listDailyBalances(database.sql, stage.tenant, NO_FILTER, { limit: 1, after });
      if (row === undefined) break;
      seen.push(`${row.date} ${row.ledgerBalance}`);
      after = row;
    }
    expect(seen).toEqual(['2026-11-03 3.00', '2026-11-02 2.00', '2026-11-02 20.00', '2026-11-01 1.00']);
  });
});

describe('stated balances', () => {
  it('count those that say something new, and keep the kinds of one day apart', async () => {
    const account = { ...stage.account, id: stage.account.accountId };
    const state = (...balances: Parameters<typeof upsertStatedBalances>[2]) =>
      upsertStatedBalances(database.sql, account, balances, stage.parts.newId());
    const closing = (amount: string) => ({ date: november(1), statedAs: 'closing', amount }) as const;
    const opening = { date: november(1), statedAs: 'opening', amount: '7.00' } as const;
    expect(await state()).toEqual([]);
    expect(await state(closing('5.00'), opening)).toHaveLength(2);
    expect(await state(closing('5.00'), opening)).toEqual([]);
    // The same value with other zeros is the same value.
    expect(await state(closing('5.000'))).toEqual([]);
    expect(await state(closing('6.00'))).toHaveLength(1);
    // One statement that speaks twice of a day: the last word counts.
    expect(await state(closing('8.00'), closing('9.00'))).toHaveLength(1);
    expect(await listStatedBalances(database.sql, account)).toEqual([opening, closing('9.00')]);
  });
});

describe('day totals', () => {
  it('add up what is posted, dated, live and in the currency of the account, exactly', async () => {
    const write = (...writes: TransactionWrite[]) =>
      database.sql.begin((db) => writeTransactions(db, stage.tenant, writes));
    const gone = planWrite(stage.parts, stage.account, { amount: '-100.00' });
    await write(
      planWrite(stage.parts, stage.account, { amount: '0.10' }),
      planWrite(stage.parts, stage.account, { amount: '0.20' }),
      planWrite(stage.parts, stage.account, { amount: '-0.005', postedDate: november(3) }),
      planWrite(stage.parts, stage.account, { amount: '7.00', status: 'pending' }),
      planWrite(stage.parts, stage.account, { amount: '7.00', postedDate: null }),
      planWrite(stage.parts, stage.account, { amount: '7.00', currency: 'EUR' }),
      gone,
    );
    await write(planRemoval(stage.parts, stage.account, gone));
    const account = { ...stage.account, id: stage.account.accountId, currency: 'USD' };
    expect(await listDayTotals(database.sql, account, null)).toEqual([
      { date: '2026-11-02', total: '0.30' },
      { date: '2026-11-03', total: '-0.005' },
    ]);
    expect(await listDayTotals(database.sql, account, november(2))).toEqual([{ date: '2026-11-03', total: '-0.005' }]);
  });
});
