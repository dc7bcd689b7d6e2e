import { revokeOwnApiKey } from '../../../commands/keys/revoke-api-key.ts';
import { defineOperation } from '../../operation.ts';
import { presentApiKey } from '../../presenters/api-key.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const revokeApiKey = defineOperation('revokeApiKey', {
  async handle({ path }, { parts, principal, nowMs, log }) {
    const revoked = await revokeOwnApiKey(peoplePartsOf(parts), principal, path.apiKeyId);
    if (!revoked.ok) return revoked.refusal;
    const key = revoked.value;
    log.info({ keyId: key.keyId, callerId: principal.caller.id }, 'an API key is revoked');
    return { status: 200, body: presentApiKey(key, nowMs) };
  },
});
