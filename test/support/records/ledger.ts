import type { CommandParts } from '../../../src/commands/parts.ts';
import type { AccountDetails } from '../../../src/domain/account.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import type { ObservedRow } from '../../../src/domain/observation.ts';
import type { RemovalReason } from '../../../src/domain/transaction.ts';
import { renderTransaction } from '../../../src/domain/transaction-body.ts';
import { instantFromMs } from '../../../src/domain/values/instant.ts';
import type { Db } from '../../../src/infra/database.ts';
import { normaliseRow } from '../../../src/ingest/accounts/normalise.ts';
import { insertAccount } from '../../../src/store/accounts/accounts.ts';
import { findConnection, insertConnection, updateConnectionState } from '../../../src/store/connections/connections.ts';
import { insertEntity } from '../../../src/store/tenants/entities.ts';
import { insertOrganization } from '../../../src/store/tenants/organizations.ts';
import type { Tenant } from '../../../src/store/tenants/tenant.ts';
import type { AccountKey, TransactionWrite } from '../../../src/store/transactions/transaction-writes.ts';
import { createRow } from '../banks/rows.ts';

type Parts = Pick<CommandParts, 'sql' | 'newId' | 'nowMs'>;

export const ACCOUNT_DETAILS: AccountDetails = {
  type: 'checking',
  currency: 'USD',
  name: 'Operating',
  status: 'open',
  officialName: null,
  accountNumber: '0001234410',
  routingNumber: null,
  swiftBic: null,
};

/** An organization with one entity that is not the default one, and nothing else. */
export async function createTenant(
  parts: Parts,
  environment: Environment = 'test',
): Promise<Tenant & { readonly entityId: string }> {
  const organizationId = parts.newId();
  await insertOrganization(parts.sql, { id: organizationId, name: 'Acme', createdAt: instantFromMs(parts.nowMs()) });
  return { organizationId, environment, entityId: await createEntityRow(parts, organizationId) };
}

export async function createEntityRow(parts: Parts, organizationId: string): Promise<string> {
  const id = parts.newId();
  const at = instantFromMs(parts.nowMs());
  await insertEntity(parts.sql, {
    organizationId,
    id,
    externalEntityId: `external-${id}`,
    isDefault: false,
    name: null,
    contactEmails: [],
    metadata: {},
    createdAt: at,
    updatedAt: at,
  });
  return id;
}

/** An active connection of the entity, at a portal of its own. */
export async function createActiveConnection(
  parts: Parts,
  tenant: Tenant & { readonly entityId: string },
  institutionId = 'demo-bank',
): Promise<string> {
  const id = parts.newId();
  const at = instantFromMs(parts.nowMs());
  await insertConnection(parts.sql, {
    organizationId: tenant.organizationId,
    environment: tenant.environment,
    entityId: tenant.entityId,
    id,
    institutionId,
    institutionName: institutionId,
    portalUrl: null,
    anchor: `anchor:${id}`,
    delegatedUsername: 'cwtest',
    metadata: {},
    createdAt: at,
  });
  const next = { kind: 'ready', status: 'active', resumeStatus: null, fault: null, setupFailed: false } as const;
  await updateConnectionState(parts.sql, tenant, id, { next, nextSyncAt: null, at });
  return id;
}

/** An account of a connection, as a run would have found it. */
export async function createAccount(parts: Parts, tenant: Tenant, connectionId: string): Promise<AccountKey> {
  const connection = await findConnection(parts.sql, tenant, connectionId);
  if (connection === null) throw new Error('no such connection');
  const { organizationId, environment } = tenant;
  const accountId = parts.newId();
  await insertAccount(parts.sql, {
    ...ACCOUNT_DETAILS,
    organizationId,
    environment,
    id: accountId,
    connectionId,
    entityId: connection.entityId,
    alias: `${accountId}/USD`,
    firstSeenAt: instantFromMs(parts.nowMs()),
  });
  return { organizationId, environment, accountId, connectionId, entityId: connection.entityId };
}

/** The write that makes a row a new transaction of the account, or a new revision of the one named. */
export function planWrite(
  parts: Parts,
  account: AccountKey,
  change: Partial<ObservedRow> = {},
  known: { readonly id: string; readonly revision: number } | null = null,
): TransactionWrite & { readonly type: 'added' | 'modified' } {
  const row = normaliseRow(createRow(change));
  const at = instantFromMs(parts.nowMs());
  const id = known?.id ?? parts.newId();
  const { connectionId, accountId } = account;
  return {
    account,
    id,
    eventId: parts.newId(),
    at,
    revision: known === null ? 1 : known.revision + 1,
    evidence: null,
    syncRunId: null,
    type: known === null ? 'added' : 'modified',
    row,
    body: renderTransaction({ id, connectionId, accountId, updatedAt: at, ...row.content }),
    changedFields: known === null ? [] : ['amount'],
  };
}

/** The write that makes a transaction a tombstone. */
export function planRemoval(
  parts: Parts,
  account: AccountKey,
  known: { readonly id: string; readonly revision: number },
  reason: RemovalReason = 'withdrawnByBank',
): Extract<TransactionWrite, { type: 'removed' }> {
  return {
    account,
    id: known.id,
    eventId: parts.newId(),
    at: instantFromMs(parts.nowMs()),
    revision: known.revision + 1,
    evidence: null,
    syncRunId: null,
    type: 'removed',
    reason,
    replacedById: null,
  };
}

/** Rows of any table by SQL text, for what no store function shows. */
export async function countRows(db: Db, table: string, organizationId: string): Promise<number> {
  const [row] = await db<{ count: bigint }[]>`
    select count(*) from ${db(table)} where organization_id = ${organizationId}`;
  return Number(row?.count);
}
