import type { Environment } from '../../domain/environment.ts';
import type { Db } from '../../infra/database.ts';
import { answerIdOf, sealedChangeIdOf, sessionIdOf } from './sealed-ids.ts';

/** A secret as it is stored. */
export interface SealedValueRow {
  /** Table and column. */
  readonly place: string;
  readonly environment: Environment;
  /** Id under which it was sealed. */
  readonly id: string;
  readonly sealed: Uint8Array;
}

/** Every column that holds what the vault has sealed. */
export const SEALED_COLUMNS = [
  'code_messages.content',
  'connection_credentials.ciphertext',
  'credential_changes.content',
  'file_sources.login',
  'idempotency_keys.answer',
  'invitations.content',
  'mfa_challenges.answer',
  'mfa_challenges.session',
  'webhooks.previous_secret',
  'webhooks.secret',
] as const;

/** All secrets of an organization, of the columns above. */
export async function listSealedValues(db: Db, organizationId: string): Promise<SealedValueRow[]> {
  const rows = await db<SealedValueRow[]>`
    select 'code_messages.content' as place, environment, m.id::text as id, content as sealed
    from code_messages m join connections c on c.organization_id = m.organization_id and c.id = connection_id
    where m.organization_id = ${organizationId}
    union all
    select 'connection_credentials.ciphertext', environment, c.id::text, ciphertext
    from connection_credentials k join connections c on c.organization_id = k.organization_id and c.id = connection_id
    where k.organization_id = ${organizationId}
    union all
    select 'credential_changes.content', environment, n.id::text, content
    from credential_changes n join connections c on c.organization_id = n.organization_id and c.id = connection_id
    where n.organization_id = ${organizationId}
    union all
    select 'file_sources.login', environment, id::text, login
    from file_sources where organization_id = ${organizationId} and login is not null
    union all
    select 'idempotency_keys.answer', environment, id::text, answer
    from idempotency_keys where organization_id = ${organizationId} and answer is not null
    union all
    select 'invitations.content', environment, i.id::text, content
    from invitations i join connections c on c.organization_id = i.organization_id and c.id = connection_id
    where i.organization_id = ${organizationId} and content is not null
    union all
    select 'mfa_challenges.answer', environment, id::text, answer
    from mfa_challenges where organization_id = ${organizationId} and answer is not null
    union all
    select 'mfa_challenges.session', environment, id::text, session
    from mfa_challenges where organization_id = ${organizationId} and session is not null
    union all
    select 'webhooks.secret', environment, id::text, secret
    from webhooks where organization_id = ${organizationId}
    union all
    select 'webhooks.previous_secret', environment, id::text, previous_secret
    from webhooks where organization_id = ${organizationId} and previous_secret is not null
    order by place, id`;
  return rows.map((row) => ({ ...row, id: sealedIdOf(row) }));
}

function sealedIdOf({ place, id }: SealedValueRow): string {
  if (place === 'mfa_challenges.answer') return answerIdOf(id);
  if (place === 'mfa_challenges.session') return sessionIdOf(id);
  return place === 'credential_changes.content' ? sealedChangeIdOf(id) : id;
}
