import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import {
  createObservation,
  createScriptedBank,
  createSourceAccount,
} from '../../../test/support/banks/scripted-bank.ts';
import { seededChoices } from '../../../test/support/choices.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import { queueRun } from '../../commands/connections/queue-run.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import { listAccountsOfConnection } from '../../store/accounts/accounts.ts';
import { acquireLease, releaseLease } from '../../store/connections/connection-leases.ts';
import { findConnection } from '../../store/connections/connections.ts';
import { findSyncRun } from '../../store/connections/sync-runs.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { listMirrorRows } from '../../store/transactions/transaction-mirror.ts';
import { writeTransactions } from '../../store/transactions/transaction-writes.ts';
import { runConnection } from '../run-connection.ts';
import { QuietReadings } from './quiet-readings.ts';

const CHECKING = createSourceAccount('0001234410');
const AT = '2026-11-20T06:00:00.000Z';
type Rows = readonly Partial<ObservedRow>[];

const database = stageDatabase();

/** Counts what is answered without a comparison. */
class CountingReadings extends QuietReadings {
  quiet = 0;

  override async ask(...question: Parameters<QuietReadings['ask']>) {
    const answer = await super.ask(...question);
    if (answer.reconciled !== null) this.quiet += 1;
    return answer;
  }
}

/** A connection to a bank of its own, read by one process, whose memory can be lost. */
async function createReader(tenant: Tenant & { readonly entityId: string }) {
  const commands = createCommandParts(database.sql);
  const { bank, parts } = createScriptedBank(commands);
  const connectionId = await createActiveConnection(commands, tenant);
  const find = async () => {
    const connection = await findConnection(database.sql, tenant, connectionId);
    if (connection === null) throw new Error('the connection is gone');
    return connection;
  };
  const sync = async (rows: Rows, quietReadings: QuietReadings) => {
    bank.accounts = [CHECKING];
    bank.observe = (source, window) => ({
      observation: createObservation(source, window, {
        rows: rows.map((row) => createRow({ postedDate: november(18), ...row })),
        dataAsOf: AT,
      }),
      evidenceId: null,
      fault: null,
    });
    const request = { id: commands.newId(), trigger: 'schedule', at: AT } as const;
    const { id: syncRunId } = await queueRun(database.sql, await find(), request);
    await runConnection({ ...parts, quietReadings }, tenant, { connectionId, syncRunId }, new AbortController().signal);
    const run = await findSyncRun(database.sql, tenant, connectionId, syncRunId);
    return [run?.status, run?.outcome, run?.added, run?.modified, run?.removed];
  };
  const mirror = async () => {
    const [account] = await listAccountsOfConnection(database.sql, tenant, connectionId);
    const reach = { from: null, to: null, sourceIds: [] };
    const rows = account === undefined ? [] : await listMirrorRows(database.sql, tenant, account.id, reach);
    return rows
      .map(({ content, missedReads, sourceIds, pendingDate }) =>
        JSON.stringify([content, missedReads, [...sourceIds].sort(), pendingDate]),
      )
      .sort();
  };
  return { commands, connectionId, find, sync, mirror };
}

const COFFEE: Rows = [
  { sourceId: 'A' },
  { sourceId: 'B', rawDescription: 'TEA' },
  { sourceId: 'C', status: 'pending', postedDate: null, pendingDate: november(19) },
];

describe('a reading that changed nothing', () => {
  it('is not compared again while nothing else has happened', async () => {
    const reader = await createReader(await createTenant(createCommandParts(database.sql)));
    const readings = new CountingReadings();
    expect(await reader.sync(COFFEE, readings)).toEqual(['succeeded', 'changed', 3, 0, 0]);
    const mirror = await reader.mirror();
    for (const quiet of [0, 1, 2]) {
      expect(await reader.sync(COFFEE, readings)).toEqual(['succeeded', 'unchanged', 0, 0, 0]);
      expect(readings.quiet).toBe(quiet);
    }
    expect(await reader.mirror()).toEqual(mirror);
  });

  it('is compared again after another reading, a run of another process, and a change that no run made', async () => {
    const tenant = await createTenant(createCommandParts(database.sql));
    const { commands, connectionId, find, sync } = await createReader(tenant);
    const readings = new CountingReadings();
    const readTwice = async () => {
      const before = readings.quiet;
      await sync(COFFEE, readings);
      expect(readings.quiet).toBe(before);
      await sync(COFFEE, readings);
      expect(readings.quiet).toBe(before + 1);
    };
    await sync(COFFEE, readings);
    await readTwice();
    await sync([...COFFEE, { sourceId: 'D', amount: '7.00' }], readings);
    await sync(COFFEE, readings);
    await sync(COFFEE, readings);
    await readTwice();
    await sync(COFFEE, new QuietReadings());
    await readTwice();
    const request = { connectionId, runId: commands.newId(), ttlMs: 60_000, attemptAt: null };
    const lease = await acquireLease(database.sql, tenant, request);
    if (lease === null) throw new Error('the lease is taken');
    await releaseLease(database.sql, tenant, lease, AT);
    await readTwice();
    const [account] = await listAccountsOfConnection(database.sql, tenant, connectionId);
    const reach = { from: null, to: null, sourceIds: [] };
    const [known] = await listMirrorRows(database.sql, tenant, account?.id ?? '', reach);
    const { entityId } = await find();
    const key = { ...tenant, entityId, connectionId, accountId: account?.id ?? '' };
    const write = { account: key, id: known?.id ?? '', eventId: commands.newId(), at: AT, revision: 2 } as const;
    const removal = {
      type: 'removed',
      reason: 'replaced',
      replacedById: null,
      evidence: null,
      syncRunId: null,
    } as const;
    await database.sql.begin((db) => writeTransactions(db, tenant, [{ ...write, ...removal }]));
    const before = readings.quiet;
    expect(await sync(COFFEE, readings)).toEqual(['succeeded', 'changed', 1, 0, 0]);
    expect(readings.quiet).toBe(before);
  });

  it('that lacked a posted row is the first of two that prove it gone', async () => {
    const reader = await createReader(await createTenant(createCommandParts(database.sql)));
    const readings = new CountingReadings();
    await reader.sync(COFFEE, readings);
    const outcomes = [];
    for (let time = 0; time < 3; time += 1) outcomes.push(await reader.sync(COFFEE.slice(1), readings));
    expect(outcomes).toEqual([
      ['succeeded', 'unchanged', 0, 0, 0],
      ['succeeded', 'changed', 0, 0, 1],
      ['succeeded', 'unchanged', 0, 0, 0],
    ]);
  });

  it.each([1, 2, 3])('makes no difference to any story of readings (seed %i)', async (seed) => {
    const choices = seededChoices(`quiet ${seed}`);
    const tenant = await createTenant(createCommandParts(database.sql));
    const [remembering, forgetting] = [await createReader(tenant), await createReader(tenant)];
    const readings = new CountingReadings();
    const shown: Rows[] = [
      COFFEE,
      COFFEE.slice(0, 2),
      COFFEE.slice(1),
      [{}, {}, { rawDescription: 'TEA' }],
      [
        { sourceId: 'C', pendingDate: november(19) },
        { sourceId: 'A', amount: '-6.00' },
      ],
    ];
    let rows = COFFEE;
    for (let time = 0; time < 25; time += 1) {
      if (choices.chance(0.35)) rows = choices.pick(shown);
      expect(await remembering.sync(rows, readings)).toEqual(await forgetting.sync(rows, new QuietReadings()));
      expect(await remembering.mirror()).toEqual(await forgetting.mirror());
    }
    expect(readings.quiet).toBeGreaterThan(3);
  });
});
