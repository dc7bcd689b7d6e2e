import { createConnectSession as create } from '../../../commands/connect/create-connect-session.ts';
import { formatConnectLink } from '../../../domain/connection/connect-session.ts';
import { instantFromMs } from '../../../domain/values/instant.ts';
import { defineOperation } from '../../operation.ts';
import { presentConnectSession } from '../../presenters/connect-session.ts';

/** What a request without a lifetime means, as the contract says. */
const DEFAULT_LIFETIME_SECONDS = 3_600;

export const createConnectSession = defineOperation('createConnectSession', {
  async handle({ body }, { parts, principal, requestId }) {
    const { name = null, color = null, logo = null } = body.theme ?? {};
    const created = await create(parts, principal, {
      entityId: body.entityId,
      institutionId: body.institutionId ?? null,
      connectionId: body.connectionId ?? null,
      lifetimeSeconds: body.lifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS,
      allowedOrigins: body.allowedOrigins ?? [],
      returnUrl: body.returnUrl ?? null,
      theme: { name, color: color?.toLowerCase() ?? null, logo },
      locale: body.locale ?? null,
    });
    if (!created.ok) return created.refusal;
    const { session, token } = created.value;
    return {
      status: 201,
      headers: { Location: `/v1/connectSessions/${session.id}` },
      body: {
        connectSession: presentConnectSession(session, instantFromMs(parts.nowMs())),
        url: formatConnectLink(parts.publicUrl(), session.id, token),
        meta: { requestId },
      },
    };
  },
});
