import { join } from 'node:path';
import { renderDecimal, type SimulatedBank } from '@causeway/bank-simulator';
import { DelegatedUsers, toUserId } from '../../../apps/demo-bank/src/delegated-users.ts';
import { Instances } from '../../../apps/demo-bank/src/instances.ts';
import { personalities } from '../../../apps/demo-bank/src/personalities.ts';
import { openStateFile } from '../../../apps/demo-bank/src/state-file.ts';
import { StateKeeper } from '../../../apps/demo-bank/src/state-keeper.ts';
import type { Caller, Schemas } from '../calls/caller.ts';

/**
 * The simulated bank behind a delegated user, at the moment that the running demo bank has reached: built a second time
 * from what the bank keeps on disk, so that it knows the truth and not only what was shown.
 */
export async function openBankTruth(dataDir: string, username: string): Promise<SimulatedBank> {
  const keeper = await StateKeeper.load(await openStateFile(join(dataDir, 'bank')), toUserId);
  const users = new DelegatedUsers(keeper);
  const [user] = users.listByUsername(username);
  if (user === undefined) throw new Error(`the demo bank knows no delegated user ${username}`);
  // Without a virtual time the company is entered where it stands, and nothing is written to the bank's disk.
  return new Instances({ users, personalities, now: () => new Date() }).enter(user, null);
}

/** Status, amount and currency of everything that stands at the bank, sorted. */
export async function trueLooks(dataDir: string, username: string): Promise<string[]> {
  const bank = await openBankTruth(dataDir, username);
  return bank
    .truth()
    .transactions.filter(({ status }) => status === 'posted' || status === 'pending')
    .map(({ status, postedMinor, heldMinor, currency }) => {
      const minor = (status === 'posted' ? postedMinor : heldMinor) ?? 0n;
      return `${status} ${renderDecimal(minor, currency)} ${currency}`;
    })
    .sort();
}

/** The same of everything that the API lists. */
export async function listedLooks(caller: Caller): Promise<string[]> {
  const listed = await caller.all<Schemas['Transaction']>('listTransactions');
  return listed.map(({ status, amount, currency }) => `${status} ${amount} ${currency}`).sort();
}

/** Makes something happen at the bank, in the companies of one user. */
export async function playScenario(
  bankUrl: string,
  username: string,
  scenario: { readonly scenario: string; readonly count?: number },
): Promise<readonly string[]> {
  const response = await fetch(`${bankUrl}/control/users/${username}/scenarios`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(scenario),
  });
  if (!response.ok) throw new Error(`the bank refused the scenario with ${response.status}: ${await response.text()}`);
  const { applied } = (await response.json()) as { applied: { transactionIds: string[] }[] }; // As the control route answers.
  return applied.flatMap(({ transactionIds }) => transactionIds);
}
