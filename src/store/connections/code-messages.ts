import type { MessageChannel } from '../../domain/connection/code-message.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** A message that may bring a code, sealed. */
export interface CodeMessageRow {
  readonly organizationId: string;
  readonly id: string;
  readonly connectionId: string;
  readonly channel: MessageChannel;
  readonly content: Uint8Array;
  readonly sentAt: Instant | null;
  readonly receivedAt: Instant;
}

/** No bank sends so many in the minutes for which they are kept; somebody else may, to fill the disk. */
const MOST_MESSAGES = 100;

/** Keeps a message of a locked connection, in the place of its oldest where too many wait. */
export async function insertCodeMessage(db: Db, message: CodeMessageRow): Promise<void> {
  await db`delete from code_messages where id in (select id from code_messages
    where organization_id = ${message.organizationId} and connection_id = ${message.connectionId}
    order by received_at desc, id desc offset ${MOST_MESSAGES - 1})`;
  await db`insert into code_messages (organization_id, id, connection_id, channel, content, sent_at, received_at)
    values (${message.organizationId}, ${message.id}, ${message.connectionId}, ${message.channel},
      ${Buffer.from(message.content)}, ${message.sentAt}, ${message.receivedAt})`;
}

/** Messages of one channel that arrived since then, the latest first. */
export async function listCodeMessages(
  db: Db,
  tenant: Tenant,
  wanted: { readonly connectionId: string; readonly channel: MessageChannel; readonly since: Instant },
): Promise<CodeMessageRow[]> {
  return db<CodeMessageRow[]>`select m.* from code_messages m
    join connections c on c.organization_id = m.organization_id and c.id = m.connection_id
    where m.organization_id = ${tenant.organizationId} and c.environment = ${tenant.environment}
      and m.connection_id = ${wanted.connectionId} and m.channel = ${wanted.channel}
      and m.received_at >= ${wanted.since}
    order by m.received_at desc, m.id desc`;
}

/** How many messages of a connection wait. */
export async function countCodeMessages(db: Db, organizationId: string, connectionId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::integer as count from code_messages
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
  return row?.count ?? 0;
}

/** Erases all messages of a connection. */
export async function deleteCodeMessages(db: Db, organizationId: string, connectionId: string): Promise<void> {
  await db`delete from code_messages where organization_id = ${organizationId} and connection_id = ${connectionId}`;
}

/** Erases messages that arrived before then, of all organizations; for the schedule. Returns how many. */
export async function deleteOldCodeMessages(db: Db, before: Instant): Promise<number> {
  const result = await db`delete from code_messages where received_at < ${before}`;
  return result.count;
}
