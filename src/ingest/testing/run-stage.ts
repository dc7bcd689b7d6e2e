import { createRow } from '../../../test/support/banks/rows.ts';
import {
  createObservation,
  createScriptedBank,
  createSourceAccount,
} from '../../../test/support/banks/scripted-bank.ts';
import { stageEach } from '../../../test/support/database/stages.ts';
import type { FileDatabase } from '../../../test/support/database/test-database.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createActiveConnection, createTenant } from '../../../test/support/records/ledger.ts';
import { queueRun } from '../../commands/connections/queue-run.ts';
import type { StatedBalance } from '../../domain/account.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import { listAccountsOfConnection } from '../../store/accounts/accounts.ts';
import { type ConnectionRow, findConnection } from '../../store/connections/connections.ts';
import type { EvidenceRow } from '../../store/connections/evidence.ts';
import { findSyncRun } from '../../store/connections/sync-runs.ts';
import { readStream } from '../../store/transactions/transaction-stream.ts';
import { runConnection } from '../run-connection.ts';

/** When the tests of runs begin. */
export const AT = '2026-11-20T06:00:00.000Z';
export const CHECKING = createSourceAccount('0001234410');
export const SAVINGS = createSourceAccount('0009999', { type: 'savings', name: 'Reserve' });
const NEVER = new AbortController().signal;

/** For each test an active connection of a new tenant, at a bank that does as it is told, and what works on it. */
export function stageRun(database: FileDatabase) {
  const stage = stageEach(async () => {
    const commands = createCommandParts(database.sql);
    const tenant = await createTenant(commands);
    const connectionId = await createActiveConnection(commands, tenant);
    return { commands, tenant, connectionId, ...createScriptedBank(commands) };
  });

  /** Makes the bank list one account with these rows. */
  function show(rows: readonly Partial<ObservedRow>[], statedBalances: readonly StatedBalance[] = []): void {
    stage.bank.accounts = [CHECKING];
    stage.bank.observe = (source, window) => ({
      observation: createObservation(source, window, { rows: rows.map(createRow), statedBalances, dataAsOf: AT }),
      evidenceId: null,
      fault: null,
    });
  }

  async function connection(): Promise<ConnectionRow> {
    const row = await findConnection(database.sql, stage.tenant, stage.connectionId);
    if (row === null) throw new Error('the connection is gone');
    return row;
  }

  async function queue(): Promise<string> {
    const request = {
      id: stage.commands.newId(),
      trigger: 'schedule',
      at: await stage.commands.now(stage.tenant),
    } as const;
    return (await queueRun(database.sql, await connection(), request)).id;
  }

  const run = (syncRunId: string, stopping = NEVER) =>
    runConnection(stage.parts, stage.tenant, { connectionId: stage.connectionId, syncRunId }, stopping);
  const find = (syncRunId: string) => findSyncRun(database.sql, stage.tenant, stage.connectionId, syncRunId);

  /** Works a queued run off, and finds it as it has ended. */
  async function work(syncRunId: string) {
    await run(syncRunId);
    return find(syncRunId);
  }

  async function sync() {
    const id = await queue();
    const end = await run(id);
    return { id, end, run: await find(id) };
  }

  const stream = (position = 0n) =>
    readStream(database.sql, stage.tenant, { position, accountId: null, connectionId: null, limit: 100 });

  const accounts = () => listAccountsOfConnection(database.sql, stage.tenant, stage.connectionId);

  /** Everything that a run rests on, in the order in which it was read. */
  const evidence = (syncRunId: string) => database.sql<EvidenceRow[]>`select * from evidence
    where organization_id = ${stage.tenant.organizationId} and sync_run_id = ${syncRunId} order by id`;

  return Object.assign(stage, { show, connection, queue, run, work, sync, stream, accounts, evidence });
}
