import { createConnection as create } from '../../../commands/connections/create-connection.ts';
import { viewConnection } from '../../connection-view.ts';
import { defineOperation } from '../../operation.ts';

export const createConnection = defineOperation('createConnection', {
  async handle({ body }, { parts, principal }) {
    const result = await create(parts, principal, {
      entityId: body.entityId,
      institutionId: 'institutionId' in body ? body.institutionId : null,
      portalUrl: body.portalUrl ?? null,
      metadata: body.metadata ?? {},
    });
    if (!result.ok) return result.refusal;
    const connection = viewConnection(result.value.connection, parts);
    if (!result.value.created) return { status: 200, body: connection };
    return { status: 201, headers: { Location: `/v1/connections/${connection.id}` }, body: connection };
  },
});
