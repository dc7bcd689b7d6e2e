import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../test/support/banks/rows.ts';
import { createObservation, createSourceAccount } from '../../test/support/banks/scripted-bank.ts';
import { takeSnapshot } from '../../test/support/database/snapshot.ts';
import { stageDatabase } from '../../test/support/database/stages.ts';
import { uploadFile } from '../commands/files/upload-file.ts';
import type { StatedBalance } from '../domain/account.ts';
import type { Observation, ObservedRow } from '../domain/observation.ts';
import { decimal, formatDecimal, negateDecimal } from '../domain/values/decimal.ts';
import { findConnection } from '../store/connections/connections.ts';
import { stageRun } from './testing/run-stage.ts';

const CHECKING = createSourceAccount('0001234410');
const SAVINGS = createSourceAccount('0009999', { type: 'savings', name: 'Reserve' });
const AT = '2026-11-20T06:00:00.000Z';
const ROWS = [
  createRow({ amount: '-5.00' }),
  createRow({ amount: '105.00', postedDate: november(3), rawDescription: 'SALARY' }),
  createRow({ amount: '-30.00', postedDate: november(18), rawDescription: 'RENT' }),
];
const TURNED = ROWS.map(turn);
/** Before the first and after the last row. */
const SPAN: readonly StatedBalance[] = [
  { date: november(1), statedAs: 'opening', amount: '10.00' },
  { date: november(20), statedAs: 'closing', amount: '80.00' },
];

const database = stageDatabase();
const stage = stageRun(database);
const { queue, work, accounts } = stage;

/** Makes the bank show this of each account that it lists. */
function show(...shown: readonly [typeof CHECKING, Partial<Observation>][]): void {
  stage.bank.accounts = shown.map(([source]) => source);
  stage.bank.observe = (source, window) => {
    const [, changes] = shown.find(([listed]) => listed === source) ?? [];
    return { observation: createObservation(source, window, changes), evidenceId: null, fault: null };
  };
}

const sync = async () => work(await queue());

function turn(row: ObservedRow): ObservedRow {
  return { ...row, amount: formatDecimal(negateDecimal(decimal(row.amount)), 2) };
}

/** Everything that is kept of accounts: rows, balances, aliases. */
async function keptOf(): Promise<unknown> {
  const kept = await takeSnapshot(database.sql, stage.tenant.organizationId);
  const tables = ['accounts', 'transactions', 'transaction_revisions', 'stated_balances', 'daily_balances'];
  return tables.map((table) => kept[table]);
}

describe('amounts with their signs turned round', () => {
  it('of a first read are caught by the balances around them, and nothing is stored', async () => {
    show([CHECKING, { rows: TURNED, spanBalances: SPAN }]);
    const run = await sync();
    expect(run).toMatchObject({
      status: 'failed',
      outcome: null,
      added: 0,
      perAccount: [],
      error: { code: 'balance_mismatch', message: expect.stringContaining('****4410 (USD)') },
    });
    expect(await accounts()).toEqual([]);
    expect(await findConnection(database.sql, stage.tenant, stage.connectionId)).toMatchObject({
      status: 'active',
      errorCode: 'balance_mismatch',
      consecutiveFailures: 1,
      nextSyncAt: '2026-11-20T06:05:00.000Z',
    });
  });

  it('of a first read that was cut are caught by the balances after each row', async () => {
    const rows = ROWS.map((row, index) => ({ ...turn(row), runningBalance: ['5.00', '110.00', '80.00'][index] ?? '' }));
    const coverage = { from: null, to: null, complete: false, proves: [] };
    show([CHECKING, { rows, coverage }]);
    expect(await sync()).toMatchObject({ status: 'failed', error: { code: 'balance_mismatch' } });
    expect(await accounts()).toEqual([]);
  });

  it('of a later read are caught by the rows that are known, and what is stored stays as it was', async () => {
    show([CHECKING, { rows: ROWS }]);
    await sync();
    const [account] = await accounts();
    const before = await keptOf();
    show([CHECKING, { rows: TURNED, currentBalances: { ledger: '1.00', available: null, asOf: AT } }]);
    const run = await sync();
    expect(run).toMatchObject({
      status: 'failed',
      perAccount: [{ accountId: account?.id, status: 'failed', outcome: null, error: { code: 'balance_mismatch' } }],
    });
    expect(await keptOf()).toEqual(before);
    show([CHECKING, { rows: ROWS }]);
    expect(await sync()).toMatchObject({ status: 'succeeded', outcome: 'unchanged', error: null });
  });

  it('of one account leave the others alone', async () => {
    show([CHECKING, { rows: ROWS, spanBalances: SPAN }], [SAVINGS, { rows: TURNED, spanBalances: SPAN }]);
    const run = await sync();
    expect(run).toMatchObject({ status: 'partial', added: 3, error: { code: 'balance_mismatch' } });
    expect(run?.error?.message).toContain('****9999');
    expect((await accounts()).map(({ name }) => name)).toEqual(['Operating']);
  });

  it('of a file are caught by its balances, and nothing of the statement is stored', async () => {
    const source = CHECKING;
    const window = { from: november(2), to: november(20) };
    const coverage = { ...window, complete: true, proves: [] };
    const observation = createObservation(source, window, { rows: TURNED, coverage, statedBalances: SPAN });
    stage.bank.file = {
      ...stage.bank.file,
      readings: [{ accountNumber: '1', currency: 'USD', observation, problem: null }],
    };
    const upload = { name: 'a.bai', sha256: 'aa', sizeBytes: 12, formatHint: null, accountId: null };
    const queued = await uploadFile(stage.commands, stage.tenant, stage.connectionId, {
      ...upload,
      keep: async () => undefined,
    });
    if (!queued.ok) throw new Error(queued.refusal.message);
    expect(await work(queued.value.run.id)).toMatchObject({ status: 'failed', error: { code: 'balance_mismatch' } });
    expect(await accounts()).toEqual([]);
  });
});
