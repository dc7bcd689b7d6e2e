import {
  type Invitation,
  type InvitationForm,
  nameInvited,
  readInvitation,
} from '../../domain/connection/invitation.ts';
import type { CredentialField, Institution } from '../../domain/institution.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { insertInvitation } from '../../store/connections/bank-invitations.ts';
import { findCredentials } from '../../store/connections/connection-credentials.ts';
import { type ConnectionRow, findConnection, lockConnection } from '../../store/connections/connections.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { CommandParts } from '../parts.ts';
import { beginActivation } from './begin-activation.ts';

/** What taking invitations needs beside other commands. */
export interface InvitationParts extends CommandParts {
  /** How the bank's invitations are known; null where no recipe knows any. */
  findInvitationForm(institution: Institution): InvitationForm | null;
  /** The decrypted login; empty when none is stored. */
  readLogin(tenant: Tenant, connectionId: string): Promise<Readonly<Partial<Record<CredentialField, string>>>>;
}

/** A mail as it came. */
export interface InvitingMail {
  readonly from: string;
  readonly text: string;
  readonly sentAtMs: number | null;
}

/**
 * Takes a mail that may be the bank's invitation of a connection's delegated user. It is kept sealed until it expires, and a
 * connection that waits for a login is activated by it. `none`: it is no invitation. `ignored`: it is one that is not needed,
 * came before, has expired, or names somebody else.
 */
export async function offerInvitation(
  parts: InvitationParts,
  tenant: Tenant,
  connectionId: string,
  mail: InvitingMail,
): Promise<'none' | 'ignored' | 'taken'> {
  const found = await findConnection(parts.sql, tenant, connectionId);
  const form = found === null ? null : findForm(parts, found);
  if (found === null || form === null) return 'none';
  const invitation = readInvitation(mail, form);
  if (invitation === null) return 'none';
  const nowMs = parts.nowMs();
  const expiresMs = Math.min(mail.sentAtMs ?? nowMs, nowMs) + form.validForMs;
  if (expiresMs <= nowMs) return 'ignored';
  const sealedLogin = await findCredentials(parts.sql, tenant.organizationId, connectionId);
  const login = await parts.readLogin(tenant, connectionId);
  const names = nameInvited(invitation, form.asks, { stored: login, delegatedUsername: found.delegatedUsername });
  if (names === 'foreign') return 'ignored';
  const kept = await keep(
    parts,
    {
      connection: found,
      sealedLogin,
      hasPassword: login.password !== undefined,
      isComplete: names !== 'incomplete',
    },
    {
      invitation,
      receivedAt: instantFromMs(nowMs),
      expiresAt: instantFromMs(expiresMs),
    },
  );
  return kept === 'outdated' ? offerInvitation(parts, tenant, connectionId, mail) : kept;
}

/** What was known of a connection before it was locked. */
interface KnownConnection {
  readonly connection: ConnectionRow;
  readonly sealedLogin: Uint8Array | null;
  readonly hasPassword: boolean;
  readonly isComplete: boolean;
}

async function keep(
  parts: InvitationParts,
  known: KnownConnection,
  { invitation, ...times }: { invitation: Invitation; receivedAt: string; expiresAt: string },
): Promise<'ignored' | 'taken' | 'outdated'> {
  const { organizationId, environment, id: connectionId } = known.connection;
  const tenant = { organizationId, environment };
  const id = parts.newId();
  const content = await parts.sealCredentials(tenant, id, JSON.stringify(invitation));
  const codeHash = parts.hashWithKey(`invitation ${connectionId} ${invitation.code}`);
  return parts.sql.begin(async (db) => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return 'ignored';
    // A person can have stored a login meanwhile, which comes first, or the names that the mail does not tell.
    if (!isSame(known.sealedLogin, await findCredentials(db, organizationId, connectionId))) return 'outdated';
    if (!needsLogin(connection, known.hasPassword)) return 'ignored';
    if (!(await insertInvitation(db, { organizationId, id, connectionId, content, codeHash, ...times })))
      return 'ignored';
    if (known.isComplete) await beginActivation(db, parts, connection);
    return 'taken';
  });
}

/** A login that works, or that nobody has tried yet, is not replaced by an invitation: every bank may send one again. */
function needsLogin({ status, resumeStatus, credentialsUntried }: ConnectionRow, hasPassword: boolean): boolean {
  switch (status === 'paused' ? resumeStatus : status) {
    case 'draft':
    case 'reauthRequired':
      return !hasPassword || !credentialsUntried;
    case 'pendingActivation':
      return !hasPassword;
    default:
      return false;
  }
}

function findForm(
  { institutions, findInvitationForm }: InvitationParts,
  { institutionId, portalUrl, environment }: ConnectionRow,
): InvitationForm | null {
  // A bank that was not listed when the connection was made may have a definition by now; the first run attaches it.
  const byPortal = () => (portalUrl === null ? null : institutions.findByPortal(portalUrl));
  const institution = institutionId === null ? byPortal() : institutions.find(institutionId);
  const isReached = institution !== null && institution.demo === (environment === 'test');
  return isReached ? findInvitationForm(institution) : null;
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
