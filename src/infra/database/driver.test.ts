import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { silentLog } from '../log.ts';
import { makeCertificate, type TestCertificate } from '../outbound/testing/certificate.ts';
import { inCopySession } from './copy-session.ts';
import { ensureLoginRoles } from './login-role.ts';
import { DatabaseUnreachableError } from './unreachable.ts';

/** A server of PostgreSQL that gets as far as the first message behind TLS, and refuses whoever sends one. */
interface GreetingServer {
  readonly port: number;
  /** Messages that came through TLS: who sent one has trusted the certificate. */
  greetings(): number;
  close(): Promise<void>;
}

const FOR_LOCALHOST = makeCertificate(['localhost']);
const FOR_ADDRESS = makeCertificate(['127.0.0.1']);
const OTHER_NAME = { code: 'ERR_TLS_CERT_ALTNAME_INVALID' };
const REFUSED = { code: '28P01' };

const authorities = getCACertificates('default');
let wrong: GreetingServer;
let right: GreetingServer;

beforeAll(async () => {
  // Of this thread only.
  setDefaultCACertificates([FOR_LOCALHOST.cert, FOR_ADDRESS.cert]);
  wrong = await startGreetingServer(FOR_LOCALHOST);
  right = await startGreetingServer(FOR_ADDRESS);
});
afterAll(async () => {
  await wrong.close();
  await right.close();
  setDefaultCACertificates(authorities);
});

async function startGreetingServer(certificate: TestCertificate): Promise<GreetingServer> {
  const context = createSecureContext(certificate);
  const open = new Set<Socket>();
  let greetings = 0;
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      // To the request for TLS.
      socket.write('S');
      const secure = new TLSSocket(socket, { isServer: true, secureContext: context });
      secure.on('error', () => undefined);
      secure.once('data', () => {
        greetings += 1;
        secure.end(refusal());
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    greetings: () => greetings,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** ErrorResponse: a wrong password. */
function refusal(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C28P01\0Mnot with this password\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, fields]);
}

const urlOf = (host: string, { port }: GreetingServer, mode = 'verify-full') =>
  `postgres://somebody:secret@${host}:${port}/db?sslmode=${mode}`;
const pool = (url: string) =>
  openDatabase({ url, maxConnections: 1, applicationName: 'test', log: silentLog, connectTimeoutMs: 60_000 });

/** Every way in which a connection is opened from DATABASE_URL. */
const WAYS: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  'a pool': async (url) => {
    const sql = pool(url);
    await sql`select 1`.finally(() => sql.end({ timeout: 1 }));
  },
  'a listener': async (url) => {
    const sql = pool(url);
    await sql.listen('bell', () => undefined).finally(() => sql.end({ timeout: 1 }));
  },
  'a backup': (url) => inCopySession({ url, mode: 'read only', applicationName: 'test' }, async () => undefined),
  'the check of a role': (url) => {
    // A role that is there and has no powers.
    const owner = (async () => [{ powers: [] }]) as unknown as Parameters<typeof ensureLoginRoles>[0];
    Object.assign(owner, { unsafe: async () => [] });
    return ensureLoginRoles(owner, url, [{ name: 'somebody_service', password: 'x' }], silentLog).catch((error) => {
      throw error.cause ?? error;
    });
  },
  'the job queue': async (url) => {
    const queue = new Pool({ connectionString: url, max: 1 });
    await queue.query('select 1').finally(() => queue.end());
  },
};

it.each(Object.keys(WAYS))(
  '%s asks that the certificate be for the address in numbers, not for localhost',
  async (way) => {
    const open = WAYS[way] ?? (async () => undefined);
    const before = { wrong: wrong.greetings(), right: right.greetings() };
    await expect(open(urlOf('127.0.0.1', wrong))).rejects.toMatchObject(OTHER_NAME);
    expect(wrong.greetings()).toBe(before.wrong);
    await expect(open(urlOf('127.0.0.1', right))).rejects.toMatchObject(REFUSED);
    expect(right.greetings()).toBeGreaterThan(before.right);
  },
);

it('goes by the name where the host has one', async () => {
  const open = WAYS['a pool'] ?? (async () => undefined);
  await expect(open(urlOf('localhost', wrong))).rejects.toMatchObject(REFUSED);
  await expect(open(urlOf('localhost', right))).rejects.toMatchObject(OTHER_NAME);
});

it('looks at no certificate where that is what the URL says', async () => {
  const open = WAYS['a pool'] ?? (async () => undefined);
  await expect(open(urlOf('127.0.0.1', wrong, 'require'))).rejects.toMatchObject(REFUSED);
});

it('takes no address in numbers among several servers, of which it would not know which was meant', () => {
  const both = `postgres://somebody:secret@127.0.0.1:${right.port},127.0.0.1:${right.port}/db?sslmode=verify-full`;
  expect(() => pool(both)).toThrow(DatabaseUnreachableError);
});
