import type { CredentialField } from '../domain/institution.ts';
import { accepted, type Result, refuse, refused, refuseField } from '../domain/refusal.ts';
import { deleteCredentials, upsertCredentials } from '../store/connection-credentials.ts';
import { type ConnectionRow, findConnection, lockConnection, updateCredentialsUntried } from '../store/connections.ts';
import { closeChallengeOfRun } from '../store/mfa-challenges.ts';
import { findSuspendedRun } from '../store/sync-runs.ts';
import type { Tenant } from '../store/tenant.ts';
import { wakeRun } from '../store/wake-run.ts';
import { applyCause, findRefusal, reload } from './move-connection.ts';
import type { CommandParts } from './parts.ts';
import { queueRun } from './queue-run.ts';

const NOT_FOUND = 'There is no such connection.';
const NO_SEED =
  'must be the setup key that the bank shows for an authenticator app: at least 16 letters and digits from A to Z and 2 to 7';

/**
 * Replaces the login of a connection. In `reauthRequired` this also starts a sign-in that checks it; while paused the
 * check waits until the connection is resumed. A sync that waits for a one-time code begins anew with the new login.
 */
export async function putCredentials(
  parts: CommandParts,
  tenant: Tenant,
  connectionId: string,
  credentials: Readonly<Partial<Record<CredentialField, string>>>,
): Promise<Result<ConnectionRow>> {
  // Asked first, so that nothing is sealed for a connection that the tenant may not see or that takes no login.
  const found = await findConnection(parts.sql, tenant, connectionId);
  if (found === null) return refused(refuse('not_found', NOT_FOUND));
  const refusal = findRefusal(found, { type: 'credentialsStored' });
  if (refusal !== null) return refused(refusal);
  if (credentials.totpSecret !== undefined && !parts.isTotpSeed(credentials.totpSecret))
    return refused(refuseField('body', 'totpSecret', NO_SEED));
  const present = Object.keys(credentials).length > 0;
  const ciphertext = present ? await parts.sealCredentials(tenant, connectionId, JSON.stringify(credentials)) : null;
  return parts.sql.begin(async (db): Promise<Result<ConnectionRow>> => {
    const connection = await lockConnection(db, tenant, connectionId);
    if (connection === null) return refused(refuse('not_found', NOT_FOUND));
    const at = await parts.now(tenant);
    const moment = { at, newId: parts.newId, planNext: () => connection.nextSyncAt };
    const moved = await applyCause(db, connection, { type: 'credentialsStored' }, moment);
    if (!moved.ok) return moved;
    const { organizationId } = tenant;
    if (ciphertext === null) await deleteCredentials(db, organizationId, connectionId);
    else await upsertCredentials(db, { organizationId, connectionId, ciphertext, updatedAt: at });
    await updateCredentialsUntried(db, tenant, connectionId, present, at);
    const suspended = await findSuspendedRun(db, tenant, connectionId);
    if (suspended !== null) {
      await closeChallengeOfRun(db, tenant, suspended.id, 'withdrawn');
      await wakeRun(db, tenant, suspended, { at: null, nowMs: parts.nowMs() });
    } else if (present && connection.status === 'reauthRequired')
      await queueRun(db, connection, { id: parts.newId(), trigger: 'activation', at });
    return accepted(await reload(db, connection));
  });
}
