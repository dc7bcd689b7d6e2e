import type { Sql } from '../../infra/database.ts';
import type { FileSourceRow } from '../../store/files/file-sources.ts';
import { countSourceFiles, listFailedFiles } from '../../store/files/listed-files.ts';
import type { Presented } from '../operation.ts';
import { presentFileKnowledge } from './file-knowledge.ts';

const MOST_FAILED_FILES = 20;

/** File sources with what they hold. */
export async function presentFileSources(
  sql: Sql,
  organizationId: string,
  sources: readonly FileSourceRow[],
): Promise<Presented<'FileSource'>[]> {
  const ids = sources.map(({ id }) => id);
  const counts = await countSourceFiles(sql, organizationId, ids);
  const failed = await listFailedFiles(sql, organizationId, ids, MOST_FAILED_FILES);
  return sources.map((source) => ({
    id: source.id,
    connectionId: source.connectionId,
    kind: source.kind,
    status: source.status,
    path: source.path,
    location: locationOf(source),
    pattern: source.pattern,
    afterTaking: source.afterTaking,
    moveTo: source.moveTo,
    pollSeconds: source.pollSeconds,
    settleSeconds: source.settleSeconds,
    host: source.host,
    port: source.port,
    username: source.username,
    hostKeyFingerprint: source.hostKeyFingerprint,
    knowledge: presentFileKnowledge(source.knowledge),
    files: counts.get(source.id) ?? { settling: 0, taken: 0, failed: 0 },
    failedFiles: failed.get(source.id) ?? [],
    nextPollAt: source.nextPollAt,
    lastPollAt: source.lastPollAt,
    lastSuccessAt: source.lastSuccessAt,
    error: source.errorCode === null ? null : { code: source.errorCode, message: source.errorMessage ?? '' },
    createdAt: source.createdAt,
  }));
}

function locationOf({ kind, organizationId, environment, path, host, port, username }: FileSourceRow): string {
  if (kind === 'folder') return `${organizationId}/${environment}/${path}`;
  return `${username}@${host}:${port}${path.startsWith('/') ? '' : '/'}${path}`;
}

/** One file source with what it holds. */
export async function presentFileSource(sql: Sql, source: FileSourceRow): Promise<Presented<'FileSource'>> {
  const [presented] = await presentFileSources(sql, source.organizationId, [source]);
  if (presented === undefined) throw new Error('one source gives one answer');
  return presented;
}
