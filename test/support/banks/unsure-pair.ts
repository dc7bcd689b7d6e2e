import { toInstant } from '@causeway/bank-simulator';
import type { Schemas } from '../calls/caller.ts';
import type { RunningSystem } from '../system/running-system.ts';
import type { ScenarioStage } from '../system/scenario-stage.ts';
import { bai2StatementOf } from './bank-statement.ts';
import { openBankTruth } from './bank-truth.ts';
import { fileForm } from './small-file.ts';

type Transaction = Schemas['Transaction'];

/** A pending row, and the file that shows it as booked with another amount. */
export interface UnsurePair {
  readonly pending: Transaction;
  upload(): Promise<Schemas['SyncRun']>;
}

/**
 * A pending row of the interface is booked with a tip on it, and the bank's file says so first: the file proves no absence,
 * so nobody can tell that it is the same purchase.
 */
export async function makeUnsurePair(
  system: RunningSystem,
  stage: ScenarioStage,
  accountId: string,
): Promise<UnsurePair> {
  const transactions = () => stage.caller.all<Transaction>('listTransactions', { query: { accountId } });
  await stage.play('newTransactions', { accountId, count: 1 });
  await stage.sync();
  const before = new Set((await transactions()).filter(({ status }) => status === 'pending').map(({ id }) => id));
  await stage.play('amountChangedOnPosting', { accountId, count: 1 });
  const { now } = await stage.caller.get<Schemas['SandboxClock']>('getSandboxClock');
  const bank = await openBankTruth(system.dataDir, stage.connection.username);
  bank.advanceTo(toInstant(Date.parse(now)));
  const [known] = (await stage.listAccounts()).filter(({ id }) => id === accountId);
  const account = bank.listAccounts().find(({ number }) => number === known?.accountNumber);
  if (account === undefined) throw new Error('the bank does not know the account');
  const shown = bank.show({ accountId: account.id, from: '2020-01-01', to: '2099-01-01', at: bank.now() }).rows;
  const today = now.slice(0, 10);
  const booked = shown.filter(({ status, bookingDate }) => status === 'posted' && bookingDate === today);
  const pending = (await transactions()).find(
    ({ id, description }) => before.has(id) && booked.some(({ text }) => text.includes(description)),
  );
  if (pending === undefined) throw new Error('nothing pending was booked');
  const form = () => fileForm(bai2StatementOf(account, today, booked));
  const path = { connectionId: stage.connection.id };
  return { pending, upload: () => stage.caller.get('uploadConnectionFile', { path, form: form() }) };
}
