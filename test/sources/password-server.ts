import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ssh2, { type Attributes, type Connection, type SFTPWrapper } from 'ssh2';
import { fingerprintOf } from '../../src/infra/source-folder/sftp-session.ts';

const { STATUS_CODE } = ssh2.utils.sftp;

/** The server of the package `ssh2`, which lets one user in by password. */
export interface PasswordServer {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly fingerprint: string;
  /** How often each password was tried, right or wrong. */
  readonly tried: ReadonlyMap<string, number>;
  /** Resolves when a client has left, by itself or not. */
  readonly left: Promise<void>;
  stop(): Promise<void>;
}

/** One that shows one folder to read from. */
export function startPasswordServer(dir: string): Promise<PasswordServer> {
  return startSftpServer((sftp) => serveFolder(sftp, dir));
}

/** One that answers as it is told; with null it lets nobody open SFTP, and does not say so. */
export async function startSftpServer(serve: ((sftp: SFTPWrapper) => void) | null): Promise<PasswordServer> {
  // Of Ed25519 the package writes one key in 256 so that it cannot read it: those whose public half begins with a zero.
  const { private: privateKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const hostKey = ssh2.utils.parseKey(privateKey);
  if (hostKey instanceof Error) throw hostKey;
  const [username, password] = ['files', 'right: "é 🔑'];
  const tried = new Map<string, number>();
  const clients = new Set<Connection>();
  const left = Promise.withResolvers<void>();
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.on('close', () => {
      clients.delete(client);
      left.resolve();
    });
    client.on('authentication', (attempt) => {
      if (attempt.method !== 'password') return attempt.reject(['password']);
      tried.set(attempt.password, (tried.get(attempt.password) ?? 0) + 1);
      if (attempt.username === username && attempt.password === password) attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve?.(acceptSftp())));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return {
    port,
    username,
    password,
    fingerprint: fingerprintOf(hostKey.getPublicSSH()),
    tried,
    left: left.promise,
    stop: () => {
      for (const client of clients) client.end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Enough of SFTP for reading: a listing, the state of a file, its bytes. Handles are paths. */
function serveFolder(sftp: SFTPWrapper, dir: string): void {
  const listed = new Set<string>();
  sftp.on('OPENDIR', (id) => {
    const handle = Buffer.from(dir);
    listed.delete(dir);
    sftp.handle(id, handle);
  });
  sftp.on('READDIR', (id, handle) => {
    const path = handle.toString();
    if (listed.has(path)) return sftp.status(id, STATUS_CODE.EOF);
    listed.add(path);
    const names = readdirSync(dir).map((name) => ({
      filename: name,
      longname: name,
      attrs: attributesOf(statSync(join(dir, name))),
    }));
    sftp.name(id, names);
  });
  const tell = (id: number, path: string) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    else sftp.attrs(id, attributesOf(found));
  };
  sftp.on('LSTAT', tell);
  sftp.on('STAT', tell);
  sftp.on('OPEN', (id, path) => sftp.handle(id, Buffer.from(path)));
  sftp.on('READ', (id, handle, offset, length) => {
    const bytes = readFileSync(handle.toString()).subarray(offset, offset + length);
    if (bytes.length === 0) sftp.status(id, STATUS_CODE.EOF);
    else sftp.data(id, bytes);
  });
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
}

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1_000), mtime: Math.floor(mtimeMs / 1_000) };
}
