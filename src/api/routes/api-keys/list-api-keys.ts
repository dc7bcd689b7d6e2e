import { listEnvironmentKeys } from '../../../store/keys/api-keys.ts';
import { defineOperation } from '../../operation.ts';
import { presentApiKey } from '../../presenters/api-key.ts';

export const listApiKeys = defineOperation('listApiKeys', {
  async handle(_input, { parts, principal, nowMs }) {
    const keys = await listEnvironmentKeys(parts.console.sql, principal);
    return { status: 200, body: { data: keys.map((key) => presentApiKey(key, nowMs)) } };
  },
});
