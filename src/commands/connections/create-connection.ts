import { normalisePortalUrl } from '../../domain/connection/portal-url.ts';
import type { Institution } from '../../domain/institution.ts';
import { accepted, type Refusal, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { UnavailableError } from '../../domain/unavailable-error.ts';
import {
  type ConnectionRow,
  findConnection,
  findConnectionByAnchor,
  insertConnection,
} from '../../store/connections/connections.ts';
import { assignPhoneNumber } from '../../store/connections/delegated-contacts.ts';
import { findEntity } from '../../store/tenants/entities.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

export interface CreateConnectionRequest {
  readonly entityId: string;
  readonly institutionId: string | null;
  readonly portalUrl: string | null;
  readonly metadata: Record<string, unknown>;
}

/** Where a connection is anchored: what makes two requests mean one connection. */
interface Anchor {
  readonly key: string;
  readonly portalUrl: string | null;
  readonly institution: Institution | null;
}

/** A request that meets others at the same anchor looks again; after this many looks it is put off. */
const MAX_TRIES = 5;

/** Returns the entity's connection at that anchor, or makes it. A revoked one does not count. */
export async function createConnection(
  parts: CommandParts,
  tenant: Tenant,
  request: CreateConnectionRequest,
): Promise<Result<{ readonly connection: ConnectionRow; readonly created: boolean }>> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const entity = await findEntity(parts.sql, tenant.organizationId, request.entityId);
    if (entity === null) return refused(refuseField('body', 'entityId', 'does not name an entity of the organization'));
    const anchor = resolveAnchor(parts, tenant, request);
    if ('refused' in anchor) return refused(anchor);
    const made = await makeOrFind(parts, tenant, { entityId: entity.id, anchor, metadata: request.metadata });
    if (made !== null) return accepted(made);
  }
  throw new UnavailableError('others make and revoke the same connection', { retryAfterSeconds: 1 });
}

/** Null when the connection was revoked, or its entity deleted, between the two statements. */
async function makeOrFind(
  parts: CommandParts,
  tenant: Tenant,
  { entityId, anchor, metadata }: { entityId: string; anchor: Anchor; metadata: Record<string, unknown> },
): Promise<{ connection: ConnectionRow; created: boolean } | null> {
  const id = parts.newId();
  const at = await parts.now(tenant);
  return parts.sql.begin(async (db) => {
    const created = await insertConnection(db, {
      organizationId: tenant.organizationId,
      environment: tenant.environment,
      id,
      entityId,
      institutionId: anchor.institution?.id ?? null,
      institutionName: anchor.institution?.name ?? null,
      portalUrl: anchor.portalUrl,
      anchor: anchor.key,
      delegatedUsername: delegatedUsernameOf(parts.randomBytes(5)),
      metadata,
      createdAt: at,
    });
    if (created) {
      await assignPhoneNumber(db, { ...tenant, id }, parts.phoneNumbers, at);
      const details = { entityId, institutionId: anchor.institution?.id ?? null };
      await noteAct(db, parts, tenant, {
        action: 'connection.create',
        targetType: 'connection',
        targetId: id,
        details,
      });
    }
    const connection = created
      ? await findConnection(db, tenant, id)
      : await findConnectionByAnchor(db, tenant, entityId, anchor.key);
    return connection === null ? null : { connection, created };
  });
}

function resolveAnchor(parts: CommandParts, tenant: Tenant, request: CreateConnectionRequest): Anchor | Refusal {
  const portal = request.portalUrl === null ? null : normalisePortalUrl(request.portalUrl);
  if (portal !== null && !portal.ok) return refuseField('body', 'portalUrl', portal.message);
  const named = request.institutionId === null ? null : parts.institutions.find(request.institutionId);
  if (request.institutionId !== null && named === null)
    return refuseField('body', 'institutionId', 'does not name an institution of the catalog');
  const owner = portal === null ? null : parts.institutions.findByPortal(portal.url);
  if (named !== null && portal !== null && owner !== null && owner.id !== named.id)
    return refuseField('body', 'portalUrl', `belongs to the institution ${owner.id}, not to ${named.id}`);
  const institution = named ?? owner;
  const refusal = institution === null ? null : refuseEnvironment(institution, tenant);
  if (refusal !== null) return refusal;
  const portalUrl = portal?.url ?? institution?.defaultPortalUrl ?? null;
  return { key: portal?.url ?? anchorOf(institution), portalUrl, institution };
}

/** Demo institutions belong to the test environment, all others to the live one. Null where it fits. */
export function refuseEnvironment({ demo }: Institution, { environment }: Tenant): Refusal | null {
  if (demo === (environment === 'test')) return null;
  return refuse(
    'environment_forbidden',
    demo
      ? 'A demo institution can be connected with a test key only.'
      : 'This institution can be connected with a live key only. Test keys connect to demo institutions.',
  );
}

/** The default portal anchors like its URL, so naming it or leaving it out means the same connection. */
function anchorOf(institution: Institution | null): string {
  if (institution === null) throw new Error('a connection needs an institution or a portal');
  return institution.defaultPortalUrl ?? `institution:${institution.id}`;
}

/** User name to ask for at the bank: letters and digits only, because some banks take nothing else. */
function delegatedUsernameOf(random: Uint8Array): string {
  return `cw${[...random].map((byte) => byte.toString(36).padStart(2, '0')).join('')}`;
}
