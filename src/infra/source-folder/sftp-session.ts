import { createHash, timingSafeEqual } from 'node:crypto';
import ssh2, { type CipherAlgorithm, type Client, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { ANYWHERE, PUBLIC_ONLY, resolveHost } from '../outbound/resolve-host.ts';
import { systemErrorCode } from '../system-error.ts';
import { FolderError } from './source-folder.ts';

/** The login at an SFTP server; a password or a private key. */
export interface SftpLogin {
  readonly password?: string;
  /** OpenSSH or PEM text. */
  readonly privateKey?: string;
  readonly passphrase?: string;
}

export interface SftpServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** `SHA256:` and the base64 digest of the host key, as `ssh-keygen -lf` prints it. */
  readonly hostKeyFingerprint: string;
  readonly login: SftpLogin;
  /** Hosts that may have an address that is not public: this machine, private networks. */
  readonly privateHosts: readonly string[];
  /** Longest wait for one answer, in the handshake and afterwards. */
  readonly timeoutMs: number;
  readonly bounds: SftpBounds;
}

/** What a server that answers may take all the same. */
export interface SftpBounds {
  /** All waiting for the server in one session. */
  readonly longestMs: number;
  /** Slowest file that is waited for, on average after the first while of waiting for it. */
  readonly leastBytesPerSecond: number;
  readonly graceMs: number;
}

/** A signed-in session. `failed` rejects when the connection ends by itself, and with the reason where it is broken off. */
export interface SftpSession {
  readonly sftp: SFTPWrapper;
  readonly failed: Promise<never>;
  /** Ends the connection at once, whatever the server does, and gives the reason back to be thrown. */
  breakOff(reason: FolderError): FolderError;
  end(): void;
}

/** A server that does not take leave is left. */
const LEAVE_MS = 2_000;

/**
 * Connects, proves the server by its host key before any login is sent, and signs in. The address is resolved once,
 * checked, and connected to as it is, so that a name cannot lead elsewhere in between.
 */
export async function openSftpSession(server: SftpServer): Promise<SftpSession> {
  const address = await resolveAddress(server);
  const client = new ssh2.Client();
  const seen: SeenKey = { fingerprint: null };
  let isReady = false;
  const broken = (cause?: unknown) =>
    new FolderError('interrupted', `The connection to ${server.host} broke off.`, { cause });
  let fail: (reason: FolderError) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
    client.on('error', (cause) => reject(isReady ? broken(cause) : explainConnection(cause, server, seen)));
    client.on('close', () => reject(broken()));
  });
  failed.catch(() => undefined);
  const breakOff = (reason: FolderError) => {
    fail(reason);
    client.destroy();
    return reason;
  };
  try {
    const ready = new Promise<void>((resolve) => client.once('ready', () => resolve()));
    client.connect(configOf(server, address, seen));
    await Promise.race([ready, failed]);
    isReady = true;
    const sftp = await openInTime(client, { server, failed, breakOff });
    return { sftp, failed, breakOff, end: () => leave(client) };
  } catch (cause) {
    client.destroy();
    throw cause instanceof FolderError ? cause : explainConnection(cause, server, seen);
  }
}

const FAST_CIPHERS: CipherAlgorithm[] = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes256-ctr',
];

interface SeenKey {
  /** Set where the server showed another key than the pinned one. */
  fingerprint: string | null;
}

/** Fingerprint of a host key, as `ssh-keygen -lf` prints it. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function configOf(server: SftpServer, address: string, seen: SeenKey): ConnectConfig {
  const { password, privateKey, passphrase } = server.login;
  return {
    host: address,
    port: server.port,
    username: server.username,
    ...(password === undefined ? {} : { password }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(passphrase === undefined ? {} : { passphrase }),
    // Node has these in machine code; the library's own first choice it computes in JavaScript, many times slower.
    algorithms: { cipher: { prepend: FAST_CIPHERS, append: [], remove: [] } },
    readyTimeout: server.timeoutMs,
    // A server that went away is noticed after three missed answers.
    keepaliveInterval: Math.max(1_000, Math.floor(server.timeoutMs / 3)),
    keepaliveCountMax: 3,
    hostVerifier: (key: Buffer) => {
      const shown = Buffer.from(fingerprintOf(key));
      const pinned = Buffer.from(server.hostKeyFingerprint.replace(/=+$/, ''));
      const isPinned = shown.length === pinned.length && timingSafeEqual(shown, pinned);
      if (!isPinned) seen.fingerprint = fingerprintOf(key);
      return isPinned;
    },
  };
}

async function resolveAddress({ host, privateHosts }: SftpServer): Promise<string> {
  const found = await resolveHost(host, privateHosts.includes(host.toLowerCase()) ? ANYWHERE : PUBLIC_ONLY);
  switch (found.kind) {
    case 'allowed':
      return found.addresses[0].address;
    case 'refused':
      throw new FolderError(
        'addressRefused',
        `${host} has an address of this machine or of a private network. Add it to CAUSEWAY_SFTP_PRIVATE_HOSTS if that is meant.`,
      );
    case 'unresolved': {
      const { code, cause } = found;
      throw new FolderError('unreachable', `The host name ${host} cannot be resolved (${code ?? 'unknown error'}).`, {
        cause,
      });
    }
  }
}

/** The library bounds the handshake only, and a server that says nothing here may still answer whether it is there. */
async function openInTime(
  client: Client,
  { server, failed, breakOff }: Pick<SftpSession, 'failed' | 'breakOff'> & { readonly server: SftpServer },
): Promise<SFTPWrapper> {
  const late = new FolderError('timeout', `${server.host} did not open SFTP in time.`);
  const timer = setTimeout(() => breakOff(late), server.timeoutMs);
  try {
    const opened = openSubsystem(client);
    // It fails as well where the connection does, with nobody waiting.
    opened.catch(() => undefined);
    return await Promise.race([failed, opened]);
  } finally {
    clearTimeout(timer);
  }
}

function leave(client: Client): void {
  const timer = setTimeout(() => client.destroy(), LEAVE_MS).unref();
  client.once('close', () => clearTimeout(timer));
  client.end();
}

function openSubsystem(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => {
      if (error === undefined || error === null) resolve(sftp);
      else reject(new FolderError('refusedByServer', 'The server offers no SFTP to this user.', { cause: error }));
    });
  });
}

function explainConnection(cause: unknown, { host, port, hostKeyFingerprint }: SftpServer, seen: SeenKey): FolderError {
  const at = `${host}:${port}`;
  if (seen.fingerprint !== null)
    return new FolderError(
      'hostKeyMismatch',
      `${at} shows the host key ${seen.fingerprint}, and ${hostKeyFingerprint} is pinned. No login was sent. Ask the bank whether its key has changed before you pin the new one.`,
      { cause },
    );
  const level = cause instanceof Error && 'level' in cause ? cause.level : null;
  if (level === 'client-authentication')
    return new FolderError('loginRejected', `${at} refused the login. It is not tried again until it is replaced.`, {
      cause,
    });
  if (level === 'client-timeout' || systemErrorCode(cause) === 'ETIMEDOUT')
    return new FolderError('timeout', `${at} did not answer in time.`, { cause });
  const reason = systemErrorCode(cause) ?? (cause instanceof Error ? cause.message : 'unknown error');
  return new FolderError('unreachable', `${at} cannot be reached (${reason}).`, { cause });
}
