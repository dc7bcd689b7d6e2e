import { putCredentials } from '../../../commands/connections/put-credentials.ts';
import { viewConnection } from '../../connection-view.ts';
import { defineOperation } from '../../operation.ts';

export const putConnectionCredentials = defineOperation('putConnectionCredentials', {
  async handle({ path, body }, { parts, principal }) {
    const given = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const stored = await putCredentials(parts, principal, path.connectionId, Object.fromEntries(given));
    return stored.ok ? { status: 200, body: viewConnection(stored.value, parts) } : stored.refusal;
  },
});
