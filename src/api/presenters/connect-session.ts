import { type ConnectSession, connectSessionStatus } from '../../domain/connection/connect-session.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Presented } from '../operation.ts';

/** A session as its maker sees it at a moment; its link is told only once, by itself. */
export function presentConnectSession(session: ConnectSession, now: Instant): Presented<'ConnectSession'> {
  const { id, entityId, institutionId, connectionId, allowedOrigins, returnUrl, theme, locale } = session;
  const { createdAt, expiresAt, revokedAt, completedAt } = session;
  return {
    id,
    entityId,
    institutionId,
    connectionId,
    status: connectSessionStatus(session, now),
    allowedOrigins: [...allowedOrigins],
    returnUrl,
    theme,
    locale,
    createdAt,
    expiresAt,
    revokedAt,
    completedAt,
  };
}
