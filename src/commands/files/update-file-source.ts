import { type FileKnowledge, mergeKnowledge } from '../../domain/files/file-knowledge.ts';
import { accepted, type Refusal, type Result, refused, refuseField } from '../../domain/refusal.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import {
  type FileSourceRow,
  findFileSource,
  lockFileSource,
  updateFileSource as updateRow,
} from '../../store/files/file-sources.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { findKnowledgeRefusal } from './check-file-knowledge.ts';
import { findLoginMisfit, loginOf, type SourceLogin } from './create-file-source.ts';
import { NO_FILE_SOURCE } from './no-file-source.ts';

export interface SourceChanges extends SourceLogin {
  readonly status?: 'active' | 'paused';
  readonly pollSeconds?: number | undefined;
  readonly hostKeyFingerprint?: string | undefined;
  readonly knowledge?: FileKnowledge;
}

/** Changes what is given of a source. One that had stopped is polled again with a new login or host key. */
export async function updateFileSource(
  parts: CommandParts,
  tenant: Tenant,
  id: string,
  changes: SourceChanges,
): Promise<Result<FileSourceRow>> {
  const found = await findFileSource(parts.sql, tenant, id);
  if (found === null) return refused(NO_FILE_SOURCE);
  const misfit = findMisfit(found, changes);
  if (misfit !== null) return refused(misfit);
  const login = loginOf(changes);
  const sealed = login === null ? null : await parts.sealCredentials(tenant, id, JSON.stringify(login));
  return parts.sql.begin(async (db): Promise<Result<FileSourceRow>> => {
    const source = await lockFileSource(db, tenant, id);
    if (source === null) return refused(NO_FILE_SOURCE);
    const knowledge = changes.knowledge === undefined ? source.knowledge : mergeKnowledge(changes.knowledge);
    const connection = { ...tenant, id: source.connectionId };
    const refusal = await findKnowledgeRefusal(db, connection, knowledge, 'knowledge.');
    if (refusal !== null) return refused(refusal);
    const isMended = sealed !== null || changes.hostKeyFingerprint !== undefined;
    const mended = source.status === 'stopped' && isMended ? 'active' : source.status;
    const next = {
      status: changes.status ?? mended,
      pollSeconds: changes.pollSeconds ?? source.pollSeconds,
      hostKeyFingerprint: changes.hostKeyFingerprint ?? source.hostKeyFingerprint,
      login: sealed ?? source.login,
      knowledge,
    };
    await updateRow(db, source, next, instantFromMs(parts.nowMs()));
    const details = { fields: Object.keys(changes) };
    await noteAct(db, parts, tenant, {
      action: 'file_source.update',
      targetType: 'file_source',
      targetId: id,
      details,
    });
    return accepted((await findFileSource(db, tenant, id)) ?? source);
  });
}

function findMisfit(source: FileSourceRow, changes: SourceChanges): Refusal | null {
  if (source.kind === 'sftp') return findLoginMisfit(changes);
  const fields = ['hostKeyFingerprint', 'password', 'privateKey', 'passphrase'] as const;
  const extra = fields.find((field) => changes[field] !== undefined);
  return extra === undefined ? null : refuseField('body', extra, 'belongs to a source of kind "sftp"');
}
