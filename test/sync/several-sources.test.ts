import { type SimulatedBank, toInstant } from '@causeway/bank-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bai2StatementOf } from '../support/banks/bank-statement.ts';
import { openBankTruth } from '../support/banks/bank-truth.ts';
import { fileForm } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import {
  advanceDays,
  advanceToQuietHour,
  beginDemoConnection,
  connectionWhen,
  type DemoConnection,
  makeTrouble,
  openDemoConnection,
  putLogin,
  readTwiceMore,
  runWhenEnded,
} from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

let system: RunningSystem;
let caller: Caller;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());
beforeEach(async () => {
  caller = (await system.createOrganization()).test;
  await advanceToQuietHour(caller);
});

const at = (id: string) => ({ path: { connectionId: id } });
const transactions = () => caller.all<Schemas['Transaction']>('listTransactions');
const accounts = () => caller.all<Schemas['Account']>('listAccounts');

/** What the bank shows of its first account on its latest day with rows that are booked. */
function latestDay(bank: SimulatedBank) {
  const [account] = bank.listAccounts();
  if (account === undefined) throw new Error('the bank has no account');
  const now = bank.now();
  const all = bank.show({ accountId: account.id, from: '2020-01-01', to: '2099-01-01', at: now });
  const posted = all.rows.filter(({ status }) => status === 'posted');
  const day =
    posted
      .map(({ bookingDate }) => bookingDate ?? '')
      .sort()
      .at(-1) ?? '';
  return { account, day, rows: posted.filter(({ bookingDate }) => bookingDate === day) };
}

async function uploadDay(connection: DemoConnection, bank: SimulatedBank): Promise<Schemas['SyncRun']> {
  const { account, day, rows } = latestDay(bank);
  const form = fileForm(bai2StatementOf(account, day, rows));
  return caller.get<Schemas['SyncRun']>('uploadConnectionFile', { ...at(connection.id), form });
}

/** Rows of the mirror must be those of the bank, one for one. */
async function expectTheTruth(bank: SimulatedBank): Promise<void> {
  const truth = bank.truth().transactions.filter(({ status }) => status === 'posted' || status === 'pending');
  const listed = await transactions();
  const textOf = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  expect(listed.map(({ status, description }) => `${status} ${description}`).sort()).toEqual(
    truth.map(({ status, details }) => `${status} ${textOf(details.text)}`).sort(),
  );
}

describe('a file and the interface of the bank', () => {
  it('that show the same rows give them once, whichever comes first', async () => {
    const connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
    const bank = await openBankTruth(system.dataDir, connection.username);
    const before = await transactions();
    expect(await uploadDay(connection, bank)).toMatchObject({ status: 'succeeded', counts: { added: 0, removed: 0 } });
    expect((await transactions()).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    await advanceDays(caller, 5, connection.id);
    await readTwiceMore(caller, connection.id);
    await expectTheTruth(await openBankTruth(system.dataDir, connection.username));
  });

  it('where the file came during setup, the first sync still reads the whole history', async () => {
    const connection = await beginDemoConnection(caller, system.bankUrl, 'harbor');
    await putLogin(caller, connection);
    const bank = await openBankTruth(system.dataDir, connection.username);
    const file = await uploadDay(connection, bank);
    expect(file).toMatchObject({ status: 'succeeded' });
    expect(file.counts.added).toBeGreaterThan(0);
    await caller.get('completeConnectionSetup', at(connection.id));
    await connectionWhen(caller, connection.id, ({ status }) => status === 'active', 'activation');
    await expectTheTruth(await openBankTruth(system.dataDir, connection.username));
    expect(await accounts()).toHaveLength(bank.listAccounts().length);
  });

  it('where the file came while the bank was down for a month, the next sync leaves no hole', async () => {
    const connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
    await makeTrouble(system.bankUrl, connection.username, { kind: 'down' });
    await advanceDays(caller, 40, connection.id);
    const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
    const bank = await openBankTruth(system.dataDir, connection.username);
    bank.advanceTo(toInstant(Date.parse(now)));
    await uploadDay(connection, bank);
    await makeTrouble(system.bankUrl, connection.username, { kind: 'none' });
    await advanceDays(caller, 1, connection.id);
    await connectionWhen(caller, connection.id, ({ status }) => status === 'active', 'recovery');
    await readTwiceMore(caller, connection.id);
    await expectTheTruth(await openBankTruth(system.dataDir, connection.username));
  });

  it('describe an account together: what the file does not know stays', async () => {
    const connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
    const bank = await openBankTruth(system.dataDir, connection.username);
    const before = await accounts();
    await uploadDay(connection, bank);
    expect(await accounts()).toEqual(before);
  });

  it('tell the current balance in the order of time', async () => {
    const connection = await openDemoConnection(caller, system.bankUrl, 'harbor');
    const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
    const bank = await openBankTruth(system.dataDir, connection.username);
    const { account } = latestDay(bank);
    // A statement of the running day gives the balance of the hour at which it came.
    const form = fileForm(bai2StatementOf(account, now.slice(0, 10), [], ',060,100,,'));
    await caller.get('uploadConnectionFile', { ...at(connection.id), form });
    const find = async () => (await accounts()).find(({ accountNumber }) => accountNumber === account.number);
    const uploaded = await find();
    const run = await caller.get<Schemas['SyncRun']>('syncConnection', at(connection.id));
    await runWhenEnded(caller, connection.id, run.id);
    expect([uploaded?.availableBalance, (await find())?.currentBalance]).toEqual(['1.00', account.ledgerBalance]);
  });
});
