import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';

/** What is known of the files of a connection; null where nothing was ever set. The caller has checked the tenant. */
export async function findFileSettings(
  db: Db,
  organizationId: string,
  connectionId: string,
): Promise<FileKnowledge | null> {
  const [row] = await db<{ knowledge: FileKnowledge }[]>`select knowledge from connection_file_settings
    where organization_id = ${organizationId} and connection_id = ${connectionId}`;
  return row?.knowledge ?? null;
}

/** Replaces all that was said of the files of a connection. */
export async function upsertFileSettings(
  db: Db,
  owner: { readonly organizationId: string; readonly connectionId: string },
  knowledge: FileKnowledge,
  at: Instant,
): Promise<void> {
  await db`insert into connection_file_settings (organization_id, connection_id, knowledge, updated_at)
    values (${owner.organizationId}, ${owner.connectionId}, ${db.json(knowledge as never)}, ${at})
    on conflict (organization_id, connection_id) do update set knowledge = excluded.knowledge, updated_at = excluded.updated_at`;
}
