import { createApiKey as create } from '../../../commands/keys/create-api-key.ts';
import { refuse } from '../../../domain/refusal.ts';
import { instantFromMs } from '../../../domain/values/instant.ts';
import { countKeysInForce } from '../../../store/keys/api-keys.ts';
import { defineOperation } from '../../operation.ts';
import { presentApiKey } from '../../presenters/api-key.ts';

const DAY_MS = 86_400_000;
/** In force at the same time, of an organization in one environment. */
const MAX_KEYS = 200;

export const createApiKey = defineOperation('createApiKey', {
  async handle({ body }, { parts, principal, nowMs, log }) {
    const { organizationId, environment, scopes: allowed, caller } = principal;
    const { scopes, lifetimeDays } = body;
    const beyond = scopes.filter((scope) => !allowed.has(scope));
    if (beyond.length > 0)
      return refuse(
        'insufficient_scope',
        `Your role does not include ${beyond.join(', ')}, so a key of yours cannot have it.`,
      );
    const { sql } = parts.console;
    if ((await countKeysInForce(sql, principal, instantFromMs(nowMs))) >= MAX_KEYS)
      return refuse('conflict', `There are ${MAX_KEYS} keys in force, which is the most. Revoke some first.`);
    const created = await create(
      { ...parts, sql },
      { organizationId, environment, name: body.name.trim(), scopes, lifetimeMs: lifetimeDays * DAY_MS },
    );
    if (!created.ok) return created.refusal;
    const { key, text } = created.value;
    log.info({ keyId: key.keyId, callerId: caller.id }, 'an API key is made');
    return { status: 201, body: { apiKey: presentApiKey(key, nowMs), key: text } };
  },
});
