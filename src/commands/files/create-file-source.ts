import { type FileKnowledge, mergeKnowledge } from '../../domain/files/file-knowledge.ts';
import type { AfterTaking, FileSourceKind } from '../../domain/files/file-source.ts';
import { accepted, type Refusal, type Result, refuse, refused, refuseField } from '../../domain/refusal.ts';
import { isUuid } from '../../domain/values/id.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { type ConnectionRow, findConnection, lockConnection } from '../../store/connections/connections.ts';
import { type FileSourceRow, findFileSource, insertFileSource } from '../../store/files/file-sources.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { findKnowledgeRefusal } from './check-file-knowledge.ts';

/** The secret part of a source; all of it is sealed together. */
export interface SourceLogin {
  readonly password?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly passphrase?: string | undefined;
}

export interface NewSource extends SourceLogin {
  readonly connectionId: string;
  readonly kind: FileSourceKind;
  readonly path: string;
  readonly pattern?: string | null;
  readonly afterTaking?: AfterTaking;
  readonly moveTo?: string | null;
  readonly pollSeconds?: number;
  readonly settleSeconds?: number;
  readonly host?: string;
  readonly port?: number;
  readonly username?: string;
  readonly hostKeyFingerprint?: string;
  readonly knowledge?: FileKnowledge;
}

const DEFAULT_POLL_SECONDS = 60;
const DEFAULT_SETTLE_SECONDS = 5;
const DEFAULT_PORT = 22;

const NO_CONNECTION = refuseField('body', 'connectionId', 'does not name a connection');

function findConnectionRefusal(connection: ConnectionRow | null): Refusal | null {
  if (connection === null) return NO_CONNECTION;
  return connection.status === 'revoked'
    ? refuse('conflict', 'The connection is revoked, which is final. Choose another connection.')
    : null;
}

/** Has files of a connection fetched from a folder or a server from now on. */
export async function createFileSource(
  parts: CommandParts,
  tenant: Tenant,
  given: NewSource,
): Promise<Result<FileSourceRow>> {
  const misfit = findMisfit(given);
  if (misfit !== null) return refused(misfit);
  // Asked first, so that nothing is sealed for a connection that takes no files.
  const found = isUuid(given.connectionId) ? await findConnection(parts.sql, tenant, given.connectionId) : null;
  const refusal = findConnectionRefusal(found);
  if (refusal !== null) return refused(refusal);
  const id = parts.newId();
  const login = loginOf(given);
  const sealed = login === null ? null : await parts.sealCredentials(tenant, id, JSON.stringify(login));
  return parts.sql.begin(async (db): Promise<Result<FileSourceRow>> => {
    const connection = await lockConnection(db, tenant, given.connectionId);
    const late = findConnectionRefusal(connection);
    if (connection === null || late !== null) return refused(late ?? NO_CONNECTION);
    const knowledge = mergeKnowledge(given.knowledge ?? null);
    const misplaced = await findKnowledgeRefusal(db, connection, knowledge, 'knowledge.');
    if (misplaced !== null) return refused(misplaced);
    const isSftp = given.kind === 'sftp';
    await insertFileSource(db, {
      organizationId: tenant.organizationId,
      id,
      environment: tenant.environment,
      connectionId: connection.id,
      kind: given.kind,
      path: given.path,
      pattern: given.pattern ?? null,
      afterTaking: given.afterTaking ?? 'keep',
      moveTo: given.moveTo ?? null,
      pollSeconds: given.pollSeconds ?? DEFAULT_POLL_SECONDS,
      settleSeconds: given.settleSeconds ?? DEFAULT_SETTLE_SECONDS,
      host: given.host ?? null,
      port: isSftp ? (given.port ?? DEFAULT_PORT) : null,
      username: given.username ?? null,
      hostKeyFingerprint: given.hostKeyFingerprint ?? null,
      login: sealed,
      knowledge,
      createdAt: instantFromMs(parts.nowMs()),
    });
    const source = await findFileSource(db, tenant, id);
    if (source === null) throw new Error('a file source that was just made is not there');
    await noteAct(db, parts, tenant, {
      action: 'file_source.create',
      targetType: 'file_source',
      targetId: id,
      details: { connectionId: connection.id, kind: given.kind },
    });
    return accepted(source);
  });
}

/** The login that was given; null when none was. */
export function loginOf({ password, privateKey, passphrase }: SourceLogin): SourceLogin | null {
  if (password !== undefined) return { password };
  if (privateKey === undefined) return null;
  return passphrase === undefined ? { privateKey } : { privateKey, passphrase };
}

/** What of a login does not go together. */
export function findLoginMisfit({ password, privateKey, passphrase }: SourceLogin): Refusal | null {
  if (password !== undefined && privateKey !== undefined)
    return refuseField('body', 'privateKey', 'cannot be given together with a password');
  if (passphrase !== undefined && privateKey === undefined)
    return refuseField('body', 'passphrase', 'belongs to a privateKey, which is missing');
  return null;
}

const SFTP_FIELDS = ['host', 'port', 'username', 'hostKeyFingerprint', 'password', 'privateKey', 'passphrase'] as const;

function findMisfit(given: NewSource): Refusal | null {
  if ((given.afterTaking === 'move') !== (given.moveTo != null))
    return refuseField('body', 'moveTo', 'goes together with afterTaking "move"');
  if (given.moveTo != null && !isPlainPart(given.moveTo))
    return refuseField('body', 'moveTo', 'must be the name of a folder, without a path');
  if (given.kind === 'folder') {
    const extra = SFTP_FIELDS.find((field) => given[field] !== undefined && field !== 'port');
    if (extra !== undefined) return refuseField('body', extra, 'belongs to a source of kind "sftp"');
    const isRelative = given.path.split('/').every(isPlainPart);
    return isRelative
      ? null
      : refuseField('body', 'path', 'must be relative, without "..", empty parts or backslashes');
  }
  for (const field of ['host', 'username', 'hostKeyFingerprint'] as const)
    if (given[field] === undefined) return refuseField('body', field, 'is required for a source of kind "sftp"');
  if (loginOf(given) === null) return refuseField('body', 'password', 'is required, or a privateKey');
  return findLoginMisfit(given);
}

function isPlainPart(part: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no folder is called so.
  return part !== '' && part !== '.' && part !== '..' && !/[/\\\u0000-\u001f\u007f]/.test(part);
}
