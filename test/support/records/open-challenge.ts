import type { CommandParts } from '../../../src/commands/parts.ts';
import { addMs, instantFromMs } from '../../../src/domain/values/instant.ts';
import { insertMfaChallenge, type NewMfaChallenge } from '../../../src/store/connections/mfa-challenges.ts';
import type { Tenant } from '../../../src/store/tenants/tenant.ts';

/** An open question for a code, of a run that does not exist. Returns what was written. */
export async function openChallenge(
  parts: Pick<CommandParts, 'sql' | 'newId' | 'nowMs'>,
  tenant: Tenant,
  connectionId: string,
  changes: Partial<NewMfaChallenge> = {},
): Promise<NewMfaChallenge> {
  const createdAt = instantFromMs(parts.nowMs());
  const challenge: NewMfaChallenge = {
    ...{ organizationId: tenant.organizationId, environment: tenant.environment, connectionId },
    ...{ id: parts.newId(), syncRunId: parts.newId(), channel: 'sms' },
    ...{ prompt: 'We sent a six-digit code to •••• 4821.', destinationMasked: '•••• 4821', messageForm: null },
    ...{ loginAt: createdAt, createdAt, expiresAt: addMs(createdAt, 300_000), announcedAt: createdAt, session: null },
    ...changes,
  };
  await insertMfaChallenge(parts.sql, challenge);
  return challenge;
}
