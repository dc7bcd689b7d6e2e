import ssh2 from 'ssh2';
import { readFile } from './sftp-file.ts';
import { type Attrs, fileOf, hasSize, listFiles } from './sftp-listing.ts';
import { createAsk } from './sftp-question.ts';
import { openSftpSession, type SftpServer } from './sftp-session.ts';
import { FolderError, type FolderFile, isPlainName, refusedName, type SourceFolder } from './source-folder.ts';

/** Signs in and opens one folder of the server. */
export async function openSftpFolder(server: SftpServer & { readonly path: string }): Promise<SourceFolder> {
  refuseBadKey(server);
  const session = await openSftpSession(server);
  const base = server.path.replace(/\/+$/, '') || '/';
  const pathOf = (name: string) => {
    if (!isPlainName(name)) throw refusedName(name);
    return `${base === '/' ? '' : base}/${name}`;
  };
  const ask = createAsk(session, server);
  const { sftp } = session;
  const lookAt = (name: string) => ask<Attrs>(name, (done) => sftp.lstat(pathOf(name), done));
  const stat = async (name: string): Promise<FolderFile | null> => {
    try {
      const attrs = await lookAt(name);
      return attrs.isFile() ? fileOf(name, attrs) : null;
    } catch (cause) {
      if (cause instanceof FolderError && cause.code === 'notFound') return null;
      throw cause;
    }
  };
  return {
    list: () => listFiles(session, ask, base),
    stat,
    open: async function* (name, sizeBytes) {
      if (sizeBytes === 0 && !hasSize(await lookAt(name))) throw withoutSize(name);
      yield* readFile(session, ask, { path: pathOf(name), name, sizeBytes, bounds: server.bounds });
    },
    move: async (name, subfolder, newName) => {
      const folder = pathOf(subfolder);
      if (!isPlainName(newName)) throw new FolderError('pathRefused', 'The new name is no plain file name.');
      // Most servers answer a folder that is there with a failure; the rename tells whether it is.
      await ask<void>(subfolder, (done) => sftp.mkdir(folder, done)).catch(() => undefined);
      await ask<void>(name, (done) => sftp.rename(pathOf(name), `${folder}/${newName}`, done));
    },
    remove: (name) => ask<void>(name, (done) => sftp.unlink(pathOf(name), done)),
    close: async () => session.end(),
  };
}

function withoutSize(name: string): FolderError {
  return new FolderError(
    'refusedByServer',
    `The server tells no size of ${name} that a file can have, so nobody knows whether it is whole. Ask who runs the server.`,
  );
}

/** A key that cannot be read, or whose passphrase is wrong, is no reason to ask the server. */
function refuseBadKey({ login: { privateKey, passphrase } }: SftpServer): void {
  if (privateKey === undefined) return;
  const parsed = ssh2.utils.parseKey(privateKey, passphrase);
  if (parsed instanceof Error)
    throw new FolderError('loginRejected', 'The private key cannot be read. Check its text and its passphrase.', {
      cause: parsed,
    });
}
