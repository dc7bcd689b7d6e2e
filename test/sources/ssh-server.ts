import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pickLastingPort } from '../support/database/lasting-port.ts';

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd'].find((path) => existsSync(path));
const run = promisify(execFile);

/** An OpenSSH server of a test's own, on a free port of this machine. */
export interface SshServer {
  readonly port: number;
  readonly username: string;
  readonly fingerprint: string;
  /** Keys that open it; the second one needs the passphrase. */
  readonly privateKey: string;
  readonly lockedKey: string;
  readonly passphrase: string;
  /** Folder that the user may do everything in. */
  readonly dir: string;
  stop(): Promise<void>;
}

/** Starts one, as this user; where that is the superuser, clients sign in as nobody, who may not read everything. */
export async function startSshServer(): Promise<SshServer> {
  if (SSHD === undefined)
    throw new Error('These tests need an OpenSSH server. Install one: apt-get install openssh-server');
  const isRoot = process.getuid?.() === 0;
  const username = isRoot ? 'nobody' : userInfo().username;
  const home = await mkdtemp(join(tmpdir(), 'causeway-sshd-'));
  await chmod(home, 0o755);
  // The server wants this folder of its package's; nothing is left in it.
  if (isRoot) await mkdir('/run/sshd', { recursive: true });
  const dir = join(home, 'files');
  await mkdir(dir);
  await chmod(dir, 0o777);
  const passphrase = 'a phrase for one test';
  const makeKey = (name: string, phrase: string) =>
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', phrase, '-f', join(home, name)]);
  await Promise.all([makeKey('host', ''), makeKey('open', ''), makeKey('locked', passphrase)]);
  const publicKeys = await Promise.all(['open', 'locked'].map((name) => readFile(join(home, `${name}.pub`), 'utf8')));
  await writeFile(join(home, 'authorized'), publicKeys.join(''));
  await chmod(join(home, 'authorized'), 0o644);
  const { stdout } = await run('ssh-keygen', ['-lf', join(home, 'host.pub')]);
  const port = await pickLastingPort();
  const stop = await startProgram(SSHD, home, port);
  return {
    port,
    username,
    fingerprint: stdout.split(' ')[1] ?? '',
    privateKey: await readFile(join(home, 'open'), 'utf8'),
    lockedKey: await readFile(join(home, 'locked'), 'utf8'),
    passphrase,
    dir,
    stop: async () => {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function startProgram(program: string, home: string, port: number): Promise<() => Promise<void>> {
  const settings = {
    ListenAddress: '127.0.0.1',
    Port: port,
    HostKey: join(home, 'host'),
    PidFile: 'none',
    AuthorizedKeysFile: join(home, 'authorized'),
    StrictModes: 'no',
    UsePAM: 'no',
    PasswordAuthentication: 'yes',
    Subsystem: 'sftp internal-sftp',
    MaxStartups: 100,
    LogLevel: 'INFO',
  };
  const config = join(home, 'sshd_config');
  const text = Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
  // From OpenSSH 9.8 on an address that was refused a few times is shut out, which older servers know no setting for.
  await writeFile(config, `${text}PerSourcePenalties no\n`);
  await run(program, ['-t', '-f', config]).catch(() => writeFile(config, text));
  const child = spawn(program, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Server listening')) resolve();
    });
    child.once('exit', () => reject(new Error(`the SSH server ended: ${output}`)));
  });
  return async () => {
    child.kill('SIGTERM');
    await gone;
  };
}

/** A line to a server that can be cut or held while bytes come from there. */
export interface Line {
  readonly port: number;
  /** From the next connection on: after so many bytes of the server the line is cut, or held until `release`. */
  trouble: { readonly kind: 'cut' | 'hold'; readonly afterBytes: number } | null;
  /** Resolves when the trouble has come. */
  met(): Promise<void>;
  release(): void;
  connections: number;
  stop(): Promise<void>;
}

export async function startLine(targetPort: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let held: Socket[] = [];
  let meet = Promise.withResolvers<void>();
  const line: Line = {
    port: 0,
    trouble: null,
    connections: 0,
    met: () => meet.promise,
    release: () => {
      line.trouble = null;
      for (const socket of held) socket.resume();
      held = [];
      meet = Promise.withResolvers<void>();
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const server = createServer((client) => {
    line.connections += 1;
    const { trouble } = line;
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.pipe(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    let seen = 0;
    upstream.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      client.write(chunk);
      if (trouble === null || line.trouble === null || seen < trouble.afterBytes) return;
      meet.resolve();
      if (trouble.kind === 'cut') client.destroy();
      else {
        upstream.pause();
        held.push(upstream);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return Object.assign(line, { port });
}
