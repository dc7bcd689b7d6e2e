import type { FaultCode } from '../../domain/connection/connection-fault.ts';
import type { ConnectionKind, ConnectionStatus, LifecycleState } from '../../domain/connection/connection-lifecycle.ts';
import type { Environment } from '../../domain/environment.ts';
import type { CredentialField, Institution } from '../../domain/institution.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Page } from '../page.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface ConnectionRow {
  readonly organizationId: string;
  readonly id: string;
  readonly environment: Environment;
  readonly entityId: string;
  readonly institutionId: string | null;
  readonly institutionName: string | null;
  readonly portalUrl: string | null;
  readonly anchor: string;
  readonly kind: ConnectionKind;
  readonly status: ConnectionStatus;
  readonly resumeStatus: ConnectionStatus | null;
  readonly setupFailed: boolean;
  readonly errorCode: FaultCode | null;
  readonly errorMessage: string | null;
  readonly delegatedUsername: string;
  readonly metadata: Record<string, unknown>;
  readonly credentialsUntried: boolean;
  /** Whether any credential is stored. */
  readonly credentialsPresent: boolean;
  /** What the stored login consists of; null where none is stored, or that was not noted then. */
  readonly credentialFields: readonly CredentialField[] | null;
  readonly nextSyncAt: Instant | null;
  readonly lastAttemptAt: Instant | null;
  readonly lastSuccessAt: Instant | null;
  readonly dataAsOf: Instant | null;
  readonly consecutiveFailures: number;
  /** How many days after their booking date rows came at the latest; 0 where none came late. */
  readonly observedLatenessDays: number;
  /** Run that holds the lease; null while no sync is running. */
  readonly leaseRunId: string | null;
  readonly leaseEpoch: bigint;
  /** Phone number of the delegated user; null where it has none of ours. */
  readonly phoneNumber: string | null;
  /** Whether a sync waits for a one-time code. */
  readonly syncSuspended: boolean;
  /** Whether the code it waits for has not come yet. */
  readonly codeAwaited: boolean;
  /** Whether an invitation of the bank waits to be taken to it. */
  readonly invitationWaits: boolean;
  /** Whether there is a password of which nobody knows whether the bank has taken it, and that has not been tried. */
  readonly loginUnsure: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type NewConnection = Pick<
  ConnectionRow,
  | 'organizationId'
  | 'id'
  | 'environment'
  | 'entityId'
  | 'institutionId'
  | 'institutionName'
  | 'portalUrl'
  | 'anchor'
  | 'delegatedUsername'
  | 'metadata'
  | 'createdAt'
>;

/** Adds a connection as a draft; false when one with this anchor is there already, or when the entity is gone. */
export async function insertConnection(db: Db, connection: NewConnection): Promise<boolean> {
  const result = await db`insert into connections
      (organization_id, id, environment, entity_id, institution_id, institution_name, portal_url, anchor, kind, status,
        delegated_username, metadata, created_at, updated_at)
    select e.organization_id, ${connection.id}, ${connection.environment}, e.id, ${connection.institutionId},
      ${connection.institutionName}, ${connection.portalUrl}, ${connection.anchor}, 'setup', 'draft',
      ${connection.delegatedUsername}, ${db.json(connection.metadata as never)}, ${connection.createdAt},
      ${connection.createdAt}
    from entities e where e.organization_id = ${connection.organizationId} and e.id = ${connection.entityId}
    for key share
    on conflict do nothing`;
  return result.count === 1;
}

/** The connection of an entity with that anchor, unless revoked. */
export async function findConnectionByAnchor(
  db: Db,
  tenant: Tenant,
  entityId: string,
  anchor: string,
): Promise<ConnectionRow | null> {
  const [row] = await db<ConnectionRow[]>`select ${columns(db)} from connections c
    where c.organization_id = ${tenant.organizationId} and c.environment = ${tenant.environment}
      and c.entity_id = ${entityId} and c.anchor = ${anchor} and c.status <> 'revoked'`;
  return row ?? null;
}

/** The connection with that id, unless another tenant has it; a revoked one is found, too. */
export async function findConnection(db: Db, tenant: Tenant, id: string): Promise<ConnectionRow | null> {
  const [row] = await db<
    ConnectionRow[]
  >`select ${columns(db)} from connections c where ${isConnection(db, tenant, id)}`;
  return row ?? null;
}

/** The same, locked until the transaction ends. Every command that changes a connection begins with this. */
export async function lockConnection(db: Db, tenant: Tenant, id: string): Promise<ConnectionRow | null> {
  const [row] = await db<ConnectionRow[]>`
    select ${columns(db)} from connections c where ${isConnection(db, tenant, id)} for update of c`;
  return row ?? null;
}

/** Connections of an entity in one environment, locked in id order. */
export async function lockConnectionsOfEntity(db: Db, tenant: Tenant, entityId: string): Promise<ConnectionRow[]> {
  return db<ConnectionRow[]>`select ${columns(db)} from connections c
    where c.organization_id = ${tenant.organizationId} and c.environment = ${tenant.environment}
      and c.entity_id = ${entityId} order by c.id for update of c`;
}

/** Newest first. */
export async function listConnections(
  db: Db,
  tenant: Tenant,
  filter: {
    readonly status: ConnectionStatus | null;
    readonly institutionId: string | null;
    readonly entityId: string | null;
    readonly kind: ConnectionKind | null;
  },
  page: Page<{ readonly id: string }>,
): Promise<ConnectionRow[]> {
  return db<ConnectionRow[]>`select ${columns(db)} from connections c
    where c.organization_id = ${tenant.organizationId} and c.environment = ${tenant.environment}
      ${filter.status === null ? db`` : db`and c.status = ${filter.status}`}
      ${filter.institutionId === null ? db`` : db`and c.institution_id = ${filter.institutionId}`}
      ${filter.entityId === null ? db`` : db`and c.entity_id = ${filter.entityId}`}
      ${filter.kind === null ? db`` : db`and c.kind = ${filter.kind}`}
      ${page.after === null ? db`` : db`and c.id < ${page.after.id}`}
    order by c.id desc limit ${page.limit}`;
}

/** Writes a step of the lifecycle together with the plan that follows from it. */
export async function updateConnectionState(
  db: Db,
  tenant: Tenant,
  id: string,
  step: { readonly next: LifecycleState; readonly nextSyncAt: Instant | null; readonly at: Instant },
): Promise<void> {
  const { next, nextSyncAt, at } = step;
  await db`update connections set
      kind = ${next.kind}, status = ${next.status}, resume_status = ${next.resumeStatus},
      setup_failed = ${next.setupFailed}, error_code = ${next.fault?.code ?? null},
      error_message = ${next.fault?.message ?? null}, next_sync_at = ${nextSyncAt}, updated_at = ${at}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
}

/** Attaches the institution that turned out to be behind a portal. */
export async function updateConnectionInstitution(
  db: Db,
  tenant: Tenant,
  id: string,
  found: { readonly institution: Pick<Institution, 'id' | 'name'>; readonly at: Instant },
): Promise<void> {
  const { institution, at } = found;
  await db`update connections
    set institution_id = ${institution.id}, institution_name = ${institution.name}, updated_at = ${at}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
}

/** Moves the next sync; null keeps the rounds of the schedule away until something plans it anew. `updatedAt` stays: clients see no change. */
export async function updateNextSync(db: Db, tenant: Tenant, id: string, nextSyncAt: Instant | null): Promise<void> {
  await db`update connections set next_sync_at = ${nextSyncAt}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
}

/** Notes that rows came that late. What was seen before is never forgotten. */
export async function updateObservedLateness(db: Db, tenant: Tenant, id: string, days: number): Promise<void> {
  await db`update connections set observed_lateness_days = ${days}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}
      and observed_lateness_days < ${days}`;
}

/** A new login is there and nobody has tried it yet, or it has just been used. */
export async function updateCredentialsUntried(
  db: Db,
  tenant: Tenant,
  id: string,
  login: { readonly untried: boolean; readonly at: Instant },
): Promise<void> {
  await db`update connections set credentials_untried = ${login.untried}, updated_at = ${login.at}
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment} and id = ${id}`;
}

/** What the end of a run leaves on its connection besides the lifecycle. */
export type SyncAftermath =
  | { readonly kind: 'upload'; readonly dataAsOf: Instant | null }
  | {
      readonly kind: 'session';
      readonly succeeded: boolean;
      readonly consecutiveFailures: number;
      readonly at: Instant;
      readonly dataAsOf: Instant | null;
    };

/**
 * Notes how a run went. Data never becomes older: `dataAsOf` only moves forward. A login that was stored after the session
 * had begun stays untried.
 */
export async function updateAfterSync(db: Db, tenant: Tenant, id: string, aftermath: SyncAftermath): Promise<void> {
  const isConnectionRow = db`organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
    and id = ${id}`;
  await db`update connections set data_as_of = greatest(data_as_of, ${aftermath.dataAsOf}) where ${isConnectionRow}`;
  if (aftermath.kind === 'upload') return;
  await db`update connections c set consecutive_failures = ${aftermath.consecutiveFailures},
      credentials_untried = c.credentials_untried and exists (select from connection_credentials k
        where k.organization_id = c.organization_id and k.connection_id = c.id and k.updated_at > c.last_attempt_at),
      last_success_at = ${aftermath.succeeded ? aftermath.at : db`last_success_at`}, updated_at = ${aftermath.at}
    where ${isConnectionRow}`;
}

function columns(db: Db) {
  return db`c.organization_id, c.id, c.environment, c.entity_id, c.institution_id, c.institution_name, c.portal_url,
    c.anchor, c.kind, c.status, c.resume_status, c.setup_failed, c.error_code, c.error_message, c.delegated_username,
    c.metadata, c.credentials_untried, c.next_sync_at, c.last_attempt_at, c.last_success_at, c.data_as_of,
    c.consecutive_failures, c.observed_lateness_days, c.lease_run_id, c.lease_epoch, c.created_at, c.updated_at,
    exists (select from connection_credentials k
      where k.organization_id = c.organization_id and k.connection_id = c.id) as credentials_present,
    (select k.fields from connection_credentials k
      where k.organization_id = c.organization_id and k.connection_id = c.id) as credential_fields,
    (select p.phone_number from delegated_phone_numbers p
      where p.organization_id = c.organization_id and p.connection_id = c.id) as phone_number,
    exists (select from sync_runs r where r.organization_id = c.organization_id and r.connection_id = c.id
      and r.status = 'suspended') as sync_suspended,
    exists (select from mfa_challenges m where m.organization_id = c.organization_id and m.connection_id = c.id
      and m.outcome is null and m.answered_at is null) as code_awaited,
    exists (select from invitations i where i.organization_id = c.organization_id and i.connection_id = c.id
      and i.outcome is null) as invitation_waits,
    exists (select from credential_changes n where n.organization_id = c.organization_id and n.connection_id = c.id
      and n.field = 'password' and n.handed_over_at is not null and n.tried_at is null) as login_unsure`;
}

function isConnection(db: Db, tenant: Tenant, id: string) {
  return db`c.organization_id = ${tenant.organizationId} and c.environment = ${tenant.environment} and c.id = ${id}`;
}
