import { join } from 'node:path';
import type { Config } from '../config.ts';
import { TRANSFER_BOUNDS } from '../domain/files/transfer-bounds.ts';
import { openLocalFolder } from '../infra/source-folder/local-folder.ts';
import type { SftpLogin } from '../infra/source-folder/sftp-session.ts';
import { FolderError, type SourceFolder } from '../infra/source-folder/source-folder.ts';
import type { FileSourceRow } from '../store/files/file-sources.ts';
import type { SealedCredentials } from '../store/keys/sealed-credentials.ts';
import type { Tenant } from '../store/tenants/tenant.ts';

/** Longest silence of an SFTP server. */
const SFTP_TIMEOUT_MS = 30_000;

/** Opens the place that a source names. A folder lies in that of its organization and environment, so that none sees another's. */
export async function openSourceFolder(
  parts: { readonly config: Config; readonly credentials: SealedCredentials },
  tenant: Tenant,
  source: FileSourceRow,
): Promise<SourceFolder> {
  const { config, credentials } = parts;
  if (source.kind === 'folder') {
    if (config.fileRoot === null)
      throw new FolderError('notConfigured', 'Folders cannot be watched: this worker has no CAUSEWAY_FILE_ROOT.');
    const path = join(tenant.organizationId, tenant.environment, source.path);
    return openLocalFolder({ root: config.fileRoot, path, label: path });
  }
  const { host, port, username, hostKeyFingerprint, login: sealed } = source;
  if (host === null || port === null || username === null || hostKeyFingerprint === null || sealed === null)
    throw new Error('an SFTP source lacks what the schema asks of it');
  const text = await credentials.open(tenant, source.id, sealed);
  const login = JSON.parse(text ?? '{}') as SftpLogin; // Sealed by createFileSource in this form.
  const privateHosts = config.sftpPrivateHosts;
  // Loaded with the first server, because most installations fetch from none.
  const { openSftpFolder } = await import('../infra/source-folder/sftp-folder.ts');
  return openSftpFolder({
    host,
    port,
    username,
    hostKeyFingerprint,
    login,
    privateHosts,
    timeoutMs: SFTP_TIMEOUT_MS,
    bounds: TRANSFER_BOUNDS,
    path: source.path,
  });
}
