import { describe, expect, it } from 'vitest';
import { createRow, november } from '../../../test/support/banks/rows.ts';
import { createObservation, createSourceAccount } from '../../../test/support/banks/scripted-bank.ts';
import { takeSnapshot } from '../../../test/support/database/snapshot.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { accountAlias } from '../../domain/account.ts';
import type { Observation, ObservedRow } from '../../domain/observation.ts';
import type { Db, Sql } from '../../infra/database.ts';
import { findAccountByAlias } from '../../store/accounts/accounts.ts';
import { acquireLease, breakLease, type Lease } from '../../store/connections/connection-leases.ts';
import { findConnection } from '../../store/connections/connections.ts';
import { findSyncRun, startSyncRun } from '../../store/connections/sync-runs.ts';
import { readStream } from '../../store/transactions/transaction-stream.ts';
import { reconcileObservation } from '../accounts/reconcile.ts';
import { stageRun } from '../testing/run-stage.ts';
import { commitRun, type RunCommit } from './commit-run.ts';

const AT = '2026-11-20T06:00:00.000Z';
const WINDOW = { from: november(1), to: november(21) };
const CHECKING = createSourceAccount('0001234410');

const database = stageDatabase();
const stage = stageRun(database);

/** A begun run with everything decided, which only has to be committed. */
async function decide(rows: readonly Partial<ObservedRow>[], changes: Partial<Observation> = {}): Promise<RunCommit> {
  const lease = await beginRun();
  const observation = createObservation(CHECKING, WINDOW, { rows: rows.map(createRow), ...changes });
  const existing = await findAccountByAlias(
    database.sql,
    stage.tenant,
    stage.connectionId,
    accountAlias(CHECKING.accountNumber, 'USD'),
  );
  const reading = {
    id: existing?.id ?? null,
    source: 'bank',
    observation,
    sourceIds: 'stable',
    pendingWindowDays: 10,
  } as const;
  const comparison = await reconcileObservation(stage.parts, stage.tenant, reading);
  if (comparison.kind !== 'decided') throw new Error(comparison.fault.message);
  const { reconciled } = comparison;
  const { organizationId, environment, entityId } = stage.tenant;
  const evidenceId = stage.commands.newId();
  const accountId = existing?.id ?? stage.commands.newId();
  const key = { organizationId, environment, entityId, connectionId: stage.connectionId, accountId };
  return {
    tenant: stage.tenant,
    lease,
    at: AT,
    accounts: [
      {
        kind: 'read',
        commit: { ...reconciled, key, existing, observation, evidenceId, isExhaustive: true, latenessDays: 0 },
        fault: null,
      },
    ],
    evidence: [
      {
        organizationId,
        id: evidenceId,
        connectionId: stage.connectionId,
        syncRunId: lease.runId,
        kind: 'api',
        sha256: 'aa',
        sizeBytes: 1n,
        mediaType: 'text/plain',
        observedAt: AT,
      },
    ],
    fault: null,
    fileFormat: null,
    lifecycle: { planNext: () => '2026-11-20T07:00:00.000Z' },
  };
}

async function beginRun(): Promise<Lease> {
  const runId = await stage.queue();
  const request = { connectionId: stage.connectionId, runId, ttlMs: 60_000, attemptAt: AT };
  const lease = await acquireLease(database.sql, stage.tenant, request);
  if (lease === null || !(await startSyncRun(database.sql, stage.tenant, runId, AT)))
    throw new Error('the run cannot begin');
  return lease;
}

/** Adds, modifies, removes, misses, sees again, learns an id, states balances: every statement of a commit is used. */
async function decideEverything(): Promise<RunCommit> {
  const first = [
    { sourceId: 'A' },
    { sourceId: 'B', status: 'pending' as const },
    { sourceId: 'C', postedDate: november(3) },
    { sourceId: 'D', postedDate: november(4) },
    { postedDate: november(5), amount: '1.00' },
  ];
  await commitRun(stage.parts, await decide(first));
  // D is missed once, so that it can be seen again.
  await commitRun(stage.parts, await decide(first.filter(({ sourceId }) => sourceId !== 'D')));
  const second = [
    { sourceId: 'A', amount: '-6.00' },
    { sourceId: 'D', postedDate: november(4) },
    { sourceId: 'E', postedDate: november(5), amount: '1.00' },
    { sourceId: 'F', postedDate: november(6) },
  ];
  return decide(second, {
    details: { ...CHECKING.details, name: 'Renamed' },
    currentBalances: { ledger: '10.00', available: '9.00', asOf: AT },
    statedBalances: [{ date: november(6), statedAs: 'closing', amount: '10.00' }],
    dataAsOf: AT,
  });
}

describe('committing a run', () => {
  it('writes all that it decided', async () => {
    const commit = await decideEverything();
    const [account] = commit.accounts;
    if (account?.kind !== 'read') throw new Error('no account was read');
    expect(account.commit.changes).toMatchObject({
      add: [{ row: { sourceId: 'F' } }],
      modify: [{ changedFields: ['amount'] }],
      remove: [{ reason: 'pendingExpired' }],
      relearn: [{ row: { sourceId: 'E' } }],
      missed: [expect.any(String)],
      seenAgain: [expect.any(String)],
    });
    const before = await readStream(database.sql, stage.tenant, {
      position: 0n,
      accountId: null,
      connectionId: null,
      limit: 99,
    });
    expect(await commitRun(stage.parts, commit)).not.toBeNull();
    const after = await readStream(database.sql, stage.tenant, {
      position: before.head,
      accountId: null,
      connectionId: null,
      limit: 99,
    });
    expect(after.rows.map(({ firstPosition, removedReason }) => [firstPosition > before.head, removedReason])).toEqual([
      [true, null],
      [false, null],
      [false, 'pendingExpired'],
    ]);
    const run = await findSyncRun(database.sql, stage.tenant, stage.connectionId, commit.lease.runId);
    expect(run).toMatchObject({ status: 'succeeded', outcome: 'changed', added: 1, modified: 1, removed: 1 });
    expect(await findConnection(database.sql, stage.tenant, stage.connectionId)).toMatchObject({
      leaseRunId: null,
      dataAsOf: AT,
      nextSyncAt: '2026-11-20T07:00:00.000Z',
    });
  });

  it('writes nothing when the lease was lost', async () => {
    const commit = await decideEverything();
    await breakLease(database.sql, stage.tenant, stage.connectionId);
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    expect(await commitRun(stage.parts, commit)).toBeNull();
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
  });

  it('writes once: repeated, it finds that its lease is over', async () => {
    const commit = await decideEverything();
    expect(await commitRun(stage.parts, commit)).not.toBeNull();
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    expect(await commitRun(stage.parts, commit)).toBeNull();
    expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
  });

  it('leaves nothing behind when it fails, at whichever statement', async () => {
    const commit = await decideEverything();
    const before = await takeSnapshot(database.sql, stage.tenant.organizationId);
    let failures = 0;
    for (let failAt = 1; ; failAt += 1) {
      const fragile = { ...stage.parts, sql: failingAt(database.sql, failAt) };
      const outcome = await commitRun(fragile, commit).catch((error: unknown) => error);
      if (outcome !== null && !(outcome instanceof Error)) break;
      expect(outcome).toBeInstanceOf(InjectedFailure);
      expect(await takeSnapshot(database.sql, stage.tenant.organizationId)).toEqual(before);
      failures += 1;
    }
    // That the commit goes through in the end shows that all were reached.
    expect(failures).toBeGreaterThan(20);
  });
});

class InjectedFailure extends Error {}
/** What is no beginning of a statement is a part of one. */
const STATEMENT = /^\s*(?:select|insert|update|delete|with|analyze|set)\b/;

/** A pool whose transactions fail at their n-th statement, after the ones before it have been carried out. */
function failingAt(sql: Sql, failAt: number): Sql {
  const begin = (work: (db: Db) => Promise<unknown>) =>
    sql.begin((db) => {
      let calls = 0;
      const counting = new Proxy(db, {
        apply: (target, self, args) => {
          if (STATEMENT.test(String(args[0]?.[0]))) calls += 1;
          if (calls === failAt) throw new InjectedFailure(`at statement ${failAt}`);
          return Reflect.apply(target, self, args);
        },
      });
      return work(counting);
    });
  return new Proxy(sql, { get: (target, name, self) => (name === 'begin' ? begin : Reflect.get(target, name, self)) });
}
