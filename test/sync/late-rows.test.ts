import { institutionStyles } from '@causeway/bank-simulator';
import { describe, expect, it } from 'vitest';
import { queueRun } from '../../src/commands/connections/queue-run.ts';
import type { Institution } from '../../src/domain/institution.ts';
import { utcDateOf } from '../../src/domain/values/calendar-date.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { runConnection } from '../../src/ingest/run-connection.ts';
import { listAccountsOfConnection } from '../../src/store/accounts/accounts.ts';
import { findConnection } from '../../src/store/connections/connections.ts';
import { findSyncRun } from '../../src/store/connections/sync-runs.ts';
import { connectExportBank, looksAtBank, looksInMirror, openExportBank } from '../support/banks/export-bank.ts';
import { stageDatabase } from '../support/database/stages.ts';
import { createActiveConnection, createTenant } from '../support/records/ledger.ts';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 60;

const database = stageDatabase();

/** A connection to a simulated bank that is synced once a day. */
async function connectTo(
  seed: string,
  style: keyof typeof institutionStyles,
  institution: Partial<Institution>,
  showsPending = true,
) {
  const exportBank = openExportBank({ seed, style: institutionStyles[style] });
  exportBank.showsPending = showsPending;
  const { commands, parts } = connectExportBank(database, exportBank, { historyDays: HISTORY_DAYS, ...institution });
  const tenant = await createTenant(commands);
  const connectionId = await createActiveConnection(commands, tenant);
  const connection = async () => {
    const row = await findConnection(database.sql, tenant, connectionId);
    if (row === null) throw new Error('the connection is gone');
    return row;
  };
  return {
    connection,
    accounts: () => listAccountsOfConnection(database.sql, tenant, connectionId),
    shown: () => looksAtBank(exportBank, HISTORY_DAYS),
    kept: () => looksInMirror(database, connectionId),
    /** Lets days pass, syncs, and returns the run and how often accounts were fetched again. */
    syncAfter: async (days: number) => {
      commands.clock.nowMs += days * DAY_MS;
      const at = instantFromMs(commands.clock.nowMs);
      exportBank.bank.advanceTo(at as `${string}T${string}Z`); // An Instant has this form.
      exportBank.requests.length = 0;
      const { id } = await queueRun(database.sql, await connection(), {
        id: commands.newId(),
        trigger: 'schedule',
        at,
      });
      await runConnection(parts, tenant, { connectionId, syncRunId: id }, new AbortController().signal);
      const run = await findSyncRun(database.sql, tenant, connectionId, id);
      const fetches = exportBank.requests.filter((path) => path.endsWith('page=1'));
      return {
        run,
        again: fetches.length - (await listAccountsOfConnection(database.sql, tenant, connectionId)).length,
      };
    },
    today: () => utcDateOf(instantFromMs(commands.clock.nowMs)),
  };
}

describe('a bank that books later than its definition says', () => {
  it('loses no row: the first is found by the balances, the others by a window that has widened', async () => {
    // Pending rows would keep the window wide, so here the bank shows none.
    const institution = { sourceIds: 'none', latenessDays: 2, pendingWindowDays: 25 } as const;
    const bank = await connectTo('late', 'lateAndBackDated', institution, false);
    const again: number[] = [];
    await bank.syncAfter(0);
    for (let day = 0; day < 60; day += 1) {
      const sync = await bank.syncAfter(1);
      again.push(sync.again);
      expect(sync.run, `day ${day}`).toMatchObject({ status: 'succeeded' });
      expect(await bank.kept(), `day ${day}`).toEqual(bank.shown());
    }
    const total = again.reduce((sum, fetches) => sum + fetches, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(5);
    // Rows of this bank come late all the time; later on the window alone meets them.
    expect(again.slice(20)).toEqual(again.slice(20).map(() => 0));
    expect((await bank.connection()).observedLatenessDays).toBeGreaterThan(10);
  });
});

describe.each(['stableIds', 'noIds', 'restlessBooks', 'lookAlikes'] as const)('a bank of style %s', (style) => {
  it.each([1, 7, 19])('is mirrored exactly and proven after every single sync, %i days apart', async (days) => {
    const bank = await connectTo(`certain ${days}`, style, {
      sourceIds: style === 'stableIds' ? 'stable' : 'none',
      latenessDays: 10,
      pendingWindowDays: 10,
    });
    await bank.syncAfter(0);
    for (let sync = 0; sync < Math.min(16, 140 / days); sync += 1) {
      const { run, again } = await bank.syncAfter(days);
      const at = `${bank.today()}, ${again} fetched again`;
      expect(
        run?.perAccount.map(({ balanceProof }) => balanceProof),
        at,
      ).toEqual(['proven', 'proven', 'proven']);
      expect(await bank.kept(), at).toEqual(bank.shown());
    }
  });
});
