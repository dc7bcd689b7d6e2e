import { CREDENTIAL_FIELDS, type CredentialField } from '../../domain/institution.ts';
import { accepted, type Refusal, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { settleInvitation } from '../../store/connections/bank-invitations.ts';
import { deleteCredentials, upsertCredentials } from '../../store/connections/connection-credentials.ts';
import {
  type ConnectionRow,
  findConnection,
  lockConnection,
  updateCredentialsUntried,
} from '../../store/connections/connections.ts';
import { deleteCredentialChanges } from '../../store/connections/credential-changes.ts';
import { closeChallengeOfRun } from '../../store/connections/mfa-challenges.ts';
import { wakeRun } from '../../store/connections/run-jobs.ts';
import { findSuspendedRun } from '../../store/connections/sync-runs.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { beginActivation } from './begin-activation.ts';
import { type LastObjection, NO_OBJECTION } from './last-objection.ts';
import { missingCredentials } from './missing-credentials.ts';
import { applyCause, findRefusal, NO_CONNECTION, reload } from './move-connection.ts';
import { queueRun } from './queue-run.ts';

const NO_SEED =
  'must be the setup key that the bank shows for an authenticator app: at least 16 letters and digits from A to Z and 2 to 7';

type Credentials = Readonly<Partial<Record<CredentialField, string>>>;

export interface NewLogin {
  readonly connectionId: string;
  readonly credentials: Credentials;
  readonly object: LastObjection;
}

/** Replaces the login of a connection, whatever its status, by `putLogin`. */
export function putCredentials(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
  credentials: Credentials,
): Promise<Result<ConnectionRow>> {
  return putLogin(parts, tenant, { connectionId, credentials, object: NO_OBJECTION });
}

/**
 * Replaces the login of a connection. In `reauthRequired` this also starts a sign-in that checks it; while paused the
 * check waits until the connection is resumed. A sync that waits for a one-time code begins anew with the new login. Once the setup
 * has been completed, a login that lacks what the institution needs is refused, so that it never takes the place of a whole one.
 */
export async function putLogin(
  parts: CommandParts,
  tenant: Tenant,
  { connectionId, credentials: given, object }: NewLogin,
): Promise<Result<ConnectionRow>> {
  // An empty text is no part of a login.
  const credentials: Credentials = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  // Asked first, so that nothing is sealed for a connection that the tenant may not see or that takes no login.
  const found = await findConnection(parts.sql, tenant, connectionId);
  if (found === null) return refused(NO_CONNECTION);
  const refusal = findRefusal(found, { type: 'credentialsStored' });
  if (refusal !== null) return refused(refusal);
  if (credentials.totpSecret !== undefined && !parts.isTotpSeed(credentials.totpSecret))
    return refused(refuseField('body', 'totpSecret', NO_SEED));
  const present = Object.keys(credentials).length > 0;
  const ciphertext = present ? await parts.sealCredentials(tenant, connectionId, JSON.stringify(credentials)) : null;
  return parts.sql.begin(async (db): Promise<Result<ConnectionRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(NO_CONNECTION);
    const objection = (await object(db, connection)) ?? refuseIncomplete(parts, connection, credentials);
    if (objection !== null) return refused(objection);
    const at = await parts.now(tenant);
    const moment = { at, newId: parts.newId, planNext: () => connection.nextSyncAt };
    const moved = await applyCause(db, connection, { type: 'credentialsStored' }, moment);
    if (!moved.ok) return moved;
    const { organizationId } = tenant;
    if (ciphertext === null) await deleteCredentials(db, organizationId, connectionId);
    else {
      const change = { changedAt: at, changedBy: 'integrator' } as const;
      const fields = Object.keys(credentials);
      await upsertCredentials(db, { organizationId, connectionId, ciphertext, fields, updatedAt: at, change });
    }
    await updateCredentialsUntried(db, tenant, connectionId, { untried: present, at });
    if (credentials.password !== undefined) {
      await settleInvitation(db, { organizationId, connectionId }, 'replaced');
      // What a session is handing to the bank at this moment is for that session to settle.
      if (connection.leaseRunId === null) await deleteCredentialChanges(db, organizationId, connectionId);
    }
    const suspended = await findSuspendedRun(db, tenant, connectionId);
    if (suspended !== null) {
      await closeChallengeOfRun(db, tenant, suspended.id, 'withdrawn');
      await wakeRun(db, tenant, suspended, { at: null, nowMs: parts.nowMs() });
    } else if (present && connection.status === 'reauthRequired')
      await queueRun(db, connection, { id: parts.newId(), trigger: 'activation', at });
    // The customer's id is all that an invitation can be waiting for.
    else if (isAwaitedByInvitation(connection, credentials)) await beginActivation(db, parts, moved.value);
    await noteAct(db, parts, tenant, {
      action: 'credentials.put',
      targetType: 'connection',
      targetId: connectionId,
      details: { fields: Object.keys(credentials) },
    });
    return accepted(await reload(db, connection));
  });
}

function refuseIncomplete(parts: CommandParts, connection: ConnectionRow, credentials: Credentials): Refusal | null {
  if (connection.status === 'draft' || connection.status === 'revoked') return null;
  return refuseLacking(parts, connection, credentials);
}

/** Refuses a login that lacks what the bank needs; null for a whole one. */
export function refuseLacking(
  parts: Pick<CommandParts, 'institutions'>,
  connection: ConnectionRow,
  credentials: Credentials,
): Refusal | null {
  const sent = new Set(CREDENTIAL_FIELDS.filter((field) => credentials[field]));
  const missing = missingCredentials(parts, connection, sent);
  if (missing.length === 0) return null;
  const message = `This login would replace the whole stored one, and the bank needs ${missing.join(', ')} as well. Send the complete set.`;
  const details = missing.map((field) => ({ location: 'body', field, message: 'is required by the bank' }) as const);
  return refuse('validation_error', message, details);
}

function isAwaitedByInvitation(
  { status, invitationWaits }: ConnectionRow,
  { password, bankCustomerId }: Credentials,
): boolean {
  return status === 'draft' && invitationWaits && password === undefined && bankCustomerId !== undefined;
}
