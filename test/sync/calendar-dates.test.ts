import { afterEach, describe, expect, it } from 'vitest';
import { addMs } from '../../src/domain/values/instant.ts';
import { openBankTruth } from '../support/banks/bank-truth.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/processes/worker-process.ts';
import { openDemoConnection, runWhenEnded } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

const HOUR_MS = 3_600_000;
const HISTORY = { from: '2020-01-01', to: '2040-01-01' } as const;

let system: RunningSystem;
let worker: WorkerProcess | null = null;

afterEach(async () => {
  await worker?.end('SIGTERM');
  worker = null;
  await system.stop();
});

/** Every row of the bank of a user: booking date, status, amount, text. */
async function bankDates(username: string): Promise<string[]> {
  const bank = await openBankTruth(system.dataDir, username);
  return bank
    .listAccounts()
    .flatMap(({ id }) => bank.show({ accountId: id, ...HISTORY, at: bank.now() }).rows)
    .map(({ bookingDate, status, amount, text }) => `${bookingDate} ${status} ${amount} ${text}`)
    .sort();
}

describe('the dates of a bank', () => {
  // The first is a day ahead of the bank's own time zone, the second hours behind UTC.
  it.each(['Pacific/Kiritimati', 'America/Los_Angeles'])(
    'are those of the bank in the mirror, whatever the hour, where the worker stands in %s',
    async (zone) => {
      system = await startSystem({ worker: false });
      worker = await startWorkerProcess({
        DATABASE_URL: system.database.url,
        CAUSEWAY_DATA_DIR: system.dataDir,
        CAUSEWAY_DEMO_BANK_URL: system.bankUrl,
        CAUSEWAY_SCHEDULE_INTERVAL_MS: '100',
        TZ: zone,
        PGTZ: zone,
      });
      const caller = (await system.createOrganization()).test;
      const { id: connectionId, username } = await openDemoConnection(caller, system.bankUrl, 'ridgeline');
      const path = { connectionId };
      // Steps of seven hours meet every part of a day, in each of the zones concerned.
      for (let step = 0; step < 5; step += 1) {
        const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
        const until = addMs(now, 7 * HOUR_MS);
        const { syncRunIds } = await caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', {
          body: { until },
        });
        for (const id of syncRunIds) await runWhenEnded(caller, connectionId, id);
        const rows = await caller.all<Schemas['Transaction']>('listTransactions');
        const kept = rows.map(
          ({ postedDate, status, amount, rawDescription }) => `${postedDate} ${status} ${amount} ${rawDescription}`,
        );
        expect(kept.sort()).toEqual(await bankDates(username));
        const { accounts } = await caller.get<Schemas['ConnectionHealth']>('getConnectionHealth', { path });
        for (const account of accounts) expect(account.balanceProof).toBe('proven');
      }
    },
  );
});
