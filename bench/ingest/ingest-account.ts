import { createHash } from 'node:crypto';
import { queueRun } from '../../src/commands/connections/queue-run.ts';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import type { Sql } from '../../src/infra/database.ts';
import type { QuietReadings } from '../../src/ingest/accounts/quiet-readings.ts';
import { runConnection } from '../../src/ingest/run-connection.ts';
import { findConnection, insertConnection, updateConnectionState } from '../../src/store/connections/connections.ts';
import { findSyncRun } from '../../src/store/connections/sync-runs.ts';
import { createCatalog } from '../../src/store/institutions.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { createProductParts } from '../../test/support/records/product-parts.ts';
import { type BankHistory, TODAY } from './bank-history.ts';
import { createBenchBank, createBenchInstitution } from './bench-bank.ts';

const NOW = `${TODAY}T06:00:00.000Z`;

/** One account of a bank, on a connection of an organization of its own. */
export interface IngestPlace {
  readonly organizationId: string;
  readonly connectionId: string;
}

/** What one sync did and how long it took, from the taken job to the committed run. */
export interface SyncResult {
  readonly elapsedMs: number;
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

/** A new organization with an active connection to the bench bank. */
export async function createIngestPlace(sql: Sql): Promise<IngestPlace> {
  const parts = createProductParts(sql);
  const { id: organizationId } = await createOrganization(parts, 'Bench ingest');
  const [entity] = await sql<{ id: string }[]>`select id from entities where organization_id = ${organizationId}`;
  if (entity === undefined) throw new Error('the organization has no entity');
  const tenant = tenantOf(organizationId);
  const id = parts.newId();
  const at = instantFromMs(parts.nowMs());
  await insertConnection(sql, {
    ...tenant,
    entityId: entity.id,
    id,
    institutionId: 'bench-bank',
    institutionName: 'Bench Bank',
    portalUrl: null,
    anchor: 'bench-bank',
    delegatedUsername: 'bench',
    metadata: {},
    createdAt: at,
  });
  const next = { kind: 'ready', status: 'active', resumeStatus: null, fault: null, setupFailed: false } as const;
  await updateConnectionState(sql, tenant, id, { next, nextSyncAt: null, at });
  return { organizationId, connectionId: id };
}

/** Runs the product's own sync of the connection. Throws when it does not succeed. */
export async function syncOnce(
  sql: Sql,
  { organizationId, connectionId }: IngestPlace,
  bank: { readonly history: BankHistory; readonly withIds: boolean; readonly windowDays: number },
  quietReadings: QuietReadings,
): Promise<SyncResult> {
  const connector = createBenchBank(bank.history);
  const parts = {
    ...createProductParts(sql),
    quietReadings,
    institutions: createCatalog([createBenchInstitution(bank.withIds ? 'stable' : 'none', bank.windowDays)]),
    leaseTtlMs: 600_000,
    now: async () => NOW,
    findConnector: () => connector,
    openHttp: () => ({ request: () => Promise.reject(new Error('the bench bank has no network')) }),
    readCredentials: async () => ({}),
    storeEvidence: async (bytes: Uint8Array) => ({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sizeBytes: bytes.length,
    }),
  };
  const tenant = tenantOf(organizationId);
  const connection = await findConnection(sql, tenant, connectionId);
  if (connection === null) throw new Error('the connection is gone');
  const { id: syncRunId } = await queueRun(sql, connection, { id: parts.newId(), trigger: 'manual', at: NOW });
  const startMs = performance.now();
  const end = await runConnection(parts, tenant, { connectionId, syncRunId }, new AbortController().signal);
  const elapsedMs = performance.now() - startMs;
  const run = await findSyncRun(sql, tenant, connectionId, syncRunId);
  if (end !== 'committed' || run?.status !== 'succeeded')
    throw new Error(`the sync ended as ${end}, ${JSON.stringify(run)}`);
  return { elapsedMs, added: run.added, modified: run.modified, removed: run.removed };
}

function tenantOf(organizationId: string): Tenant {
  return { organizationId, environment: 'live' };
}

/** Takes the organization away with everything in it. */
export async function dropIngestPlace(sql: Sql, { organizationId }: IngestPlace): Promise<void> {
  await sql`delete from organizations where id = ${organizationId}`;
}
