import {
  CONNECT_TOKEN_BYTES,
  type ConnectSession,
  type ConnectTheme,
  findLogoProblem,
  findOriginProblem,
  findReturnUrlProblem,
  formatConnectToken,
} from '../../domain/connection/connect-session.ts';
import { accepted, type Refusal, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { addMs, instantFromMs } from '../../domain/values/instant.ts';
import { insertConnectSession } from '../../store/connections/connect-sessions.ts';
import { findConnection } from '../../store/connections/connections.ts';
import { findEntity } from '../../store/tenants/entities.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { refuseEnvironment } from '../connections/create-connection.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { connectProgressOf } from './connect-progress.ts';
import { hashConnectToken } from './connect-token.ts';

export interface NewConnectSession {
  readonly entityId: string;
  /** The only bank that can be connected; null lets the holder of the link choose. */
  readonly institutionId: string | null;
  /** The connection to set up or to repair; null makes one. */
  readonly connectionId: string | null;
  readonly lifetimeSeconds: number;
  readonly allowedOrigins: readonly string[];
  readonly returnUrl: string | null;
  readonly theme: ConnectTheme;
  readonly locale: string | null;
}

/** A session and its token, which is shown this once. */
export interface ConnectSessionWithToken {
  readonly session: ConnectSession;
  readonly token: string;
}

/** Makes a link for one connection of an entity. Only a keyed hash of its token is stored. */
export async function createConnectSession(
  parts: CommandParts,
  tenant: Tenant,
  given: NewConnectSession,
): Promise<Result<ConnectSessionWithToken>> {
  const problem = findProblem(given);
  if (problem !== null) return refused(problem);
  const entity = await findEntity(parts.sql, tenant.organizationId, given.entityId);
  if (entity === null) return refused(refuseField('body', 'entityId', 'does not name an entity of the organization'));
  const place = await findPlace(parts, tenant, given);
  if (!place.ok) return place;
  const id = parts.newId();
  const token = formatConnectToken(parts.randomBytes(CONNECT_TOKEN_BYTES));
  const createdAt = instantFromMs(parts.nowMs());
  const { organizationId, environment } = tenant;
  const { lifetimeSeconds, allowedOrigins, returnUrl, theme, locale } = given;
  return parts.sql.begin(async (db) => {
    const expiresAt = addMs(createdAt, lifetimeSeconds * 1_000);
    const link = { allowedOrigins, returnUrl, theme, locale, createdAt, expiresAt };
    const row = { organizationId, environment, id, entityId: entity.id, ...place.value, ...link };
    const session = await insertConnectSession(db, row, hashConnectToken(parts, token));
    const details = { entityId: entity.id, ...place.value, expiresAt };
    await noteAct(db, parts, tenant, {
      action: 'connect_session.create',
      targetType: 'connect_session',
      targetId: id,
      details,
    });
    return accepted({ session, token });
  });
}

/** The bank and the connection that the session begins with. */
async function findPlace(
  parts: CommandParts,
  tenant: Tenant,
  { entityId, institutionId, connectionId }: NewConnectSession,
): Promise<Result<Pick<ConnectSession, 'institutionId' | 'connectionId'>>> {
  const institution = institutionId === null ? null : parts.institutions.find(institutionId);
  if (institutionId !== null && institution === null)
    return refused(refuseField('body', 'institutionId', 'does not name an institution of the catalog'));
  const refusal = institution === null ? null : refuseEnvironment(institution, tenant);
  if (refusal !== null) return refused(refusal);
  if (connectionId === null) return accepted({ institutionId, connectionId });
  const connection = await findConnection(parts.sql, tenant, connectionId);
  if (connection === null || connection.entityId !== entityId)
    return refused(refuseField('body', 'connectionId', 'does not name a connection of the entity'));
  if (institutionId !== null && connection.institutionId !== institutionId)
    return refused(refuseField('body', 'institutionId', 'does not name the institution of the connection'));
  const step = connectProgressOf(parts, connection).step;
  if (step === 'done' || step === 'askForHelp')
    return refused(
      refuse('connection_not_ready', `A connection that is ${connection.status} needs nothing that a link could do.`),
    );
  return accepted({ institutionId: connection.institutionId, connectionId });
}

function findProblem({ allowedOrigins, returnUrl, theme }: NewConnectSession): Refusal | null {
  for (const [index, origin] of allowedOrigins.entries()) {
    const problem = findOriginProblem(origin);
    if (problem !== null) return refuseField('body', `allowedOrigins.${index}`, problem);
  }
  const ofReturn = returnUrl === null ? null : findReturnUrlProblem(returnUrl);
  if (ofReturn !== null) return refuseField('body', 'returnUrl', ofReturn);
  const ofLogo = theme.logo === null ? null : findLogoProblem(theme.logo);
  return ofLogo === null ? null : refuseField('body', 'theme.logo', ofLogo);
}
