import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pickLastingPort } from '../../../test/support/database/lasting-port.ts';
import { openDatabase, type Sql } from '../database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/start.ts';
import { silentLog } from '../log.ts';

/** A network between client and server that can be cut, at once or when the client sends something. */
interface Network {
  readonly port: number;
  /** Resets every open connection, as a failing router or a fail-over does. */
  cut(): void;
  /** Resets the connection on which the client next sends the text, before the server has answered. */
  cutOnceClientSends(text: string): void;
  close(): Promise<void>;
}

let folder: string;
let server: EmbeddedPostgres;
let network: Network;
let sql: Sql;
let direct: Sql;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-lost-'));
  // Nobody else may get it between the two starts of the server.
  port = await pickLastingPort();
  server = await start();
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  network = await openNetwork(server.port);
  direct = open(server.port, 1);
  await direct`drop table if exists pair`;
  await direct`create table pair (id int not null, half text not null)`;
});

afterEach(async () => {
  await sql?.end({ timeout: 1 });
  await direct?.end({ timeout: 1 });
  await network?.close();
});

const start = () => startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port, log: silentLog });

function open(through: number, maxConnections: number, idleInTransactionTimeoutMs = 0): Sql {
  const url = new URL(server.url);
  url.port = String(through);
  const name = 'lost-test';
  return openDatabase({
    url: url.href,
    maxConnections,
    applicationName: name,
    log: silentLog,
    idleInTransactionTimeoutMs,
  });
}

async function openNetwork(serverPort: number): Promise<Network> {
  const clients = new Set<Socket>();
  let trigger: string | null = null;
  const listener: Server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    clients.add(client);
    const drop = () => {
      clients.delete(client);
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (bytes) => {
      upstream.write(bytes);
      if (trigger !== null && bytes.includes(trigger)) {
        trigger = null;
        client.resetAndDestroy();
      }
    });
    upstream.on('data', (bytes) => client.write(bytes));
    for (const socket of [client, upstream]) socket.on('error', drop).on('close', drop);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const cut = () => {
    for (const client of clients) client.resetAndDestroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    cutOnceClientSends: (text) => {
      trigger = text;
    },
    close: () => {
      cut();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

async function insertPair(id: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into pair values (${id}, 'left')`;
    await tx`insert into pair values (${id}, 'right')`;
  });
}

async function listHalves(): Promise<Record<string, unknown>[]> {
  return direct`select id, count(*)::int as halves from pair group by id order by id`;
}

describe('a transaction whose connection is lost', () => {
  it('fails, leaves nothing, and the next query works', async () => {
    sql = open(network.port, 1);
    const work = sql.begin(async (tx) => {
      await tx`insert into pair values (1, 'left')`;
      await tx`select pg_terminate_backend(pg_backend_pid())`;
    });
    await expect(work).rejects.toThrow();
    await insertPair(2);
    expect(await listHalves()).toEqual([{ id: 2, halves: 2 }]);
  });

  it('never carries on inside the transaction that gets the next connection', async () => {
    sql = open(network.port, 1);
    const opened = Promise.withResolvers<number>();
    const carryOn = Promise.withResolvers<void>();
    const first = sql.begin(async (tx) => {
      await tx`insert into pair values (1, 'left')`;
      const [backend] = await tx`select pg_backend_pid() as pid`;
      opened.resolve(backend?.pid);
      await carryOn.promise;
      await tx`insert into pair values (1, 'right')`;
    });
    first.catch(() => undefined);
    await direct`select pg_terminate_backend(${await opened.promise}, 60000)`;
    const second = sql.begin(async (tx) => {
      await tx`insert into pair values (2, 'left')`;
      carryOn.resolve();
      await first.catch(() => undefined);
      await tx`insert into pair values (2, 'right')`;
    });
    // The pool has one connection: the second waits for the first, which has to come to its end.
    carryOn.resolve();
    await expect(first).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
    await second;
    expect(await listHalves()).toEqual([{ id: 2, halves: 2 }]);
  });

  it('is told so when it sat idle for longer than allowed', async () => {
    sql = open(network.port, 1, 100);
    const work = sql.begin(async (tx) => {
      await tx`insert into pair values (1, 'left')`;
      const gone = () => direct`select 1 from pg_stat_activity where state = 'idle in transaction'`;
      while ((await gone()).length > 0);
      await tx`insert into pair values (1, 'right')`;
    });
    await expect(work).rejects.toThrow();
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    expect(await listHalves()).toEqual([]);
  });

  it('says that the outcome is unknown when the connection is lost during the commit', async () => {
    sql = open(network.port, 1);
    network.cutOnceClientSends('commit');
    await expect(insertPair(1)).rejects.toMatchObject({ code: 'CONNECTION_CLOSED', commitUnknown: true });
    // The server had received the commit, so this one took effect.
    while ((await listHalves()).length === 0);
    expect(await listHalves()).toEqual([{ id: 1, halves: 2 }]);
  });

  it('does not say so when the connection was lost before the commit', async () => {
    sql = open(network.port, 1);
    network.cutOnceClientSends('right');
    await expect(insertPair(1)).rejects.toMatchObject({ code: 'CONNECTION_CLOSED', commitUnknown: false });
    await insertPair(2);
    expect(await listHalves()).toEqual([{ id: 2, halves: 2 }]);
  });
});

describe('a pool', () => {
  it('recovers from a network that is cut again and again under load', async () => {
    sql = open(network.port, 3);
    const done: number[] = [];
    for (let round = 0; round < 15; round++) {
      const ids = Array.from({ length: 8 }, (_, index) => round * 10 + index);
      const work = Promise.allSettled(ids.map((id) => insertPair(id).then(() => done.push(id))));
      await sql`select pg_sleep(0)`.catch(() => undefined);
      network.cut();
      await work;
    }
    await insertPair(9999);
    const halves = await listHalves();
    expect(halves.every((row) => row.halves === 2)).toBe(true);
    const stored = new Set(halves.map((row) => row.id));
    expect(done.filter((id) => !stored.has(id))).toEqual([]);
  });

  it('recovers when the server restarts', async () => {
    sql = open(server.port, 3);
    await Promise.all([1, 2, 3].map(insertPair));
    const caught = Promise.allSettled([sql`select pg_sleep(300)`, sql.begin((tx) => tx`select pg_sleep(300)`)]);
    while (
      (await direct`select 1 from pg_stat_activity where query like '%pg_sleep(300)%' and state = 'active'`).length < 3
    );
    await server.stop();
    expect((await caught).map((result) => result.status)).toEqual(['rejected', 'rejected']);
    await expect(insertPair(4)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    server = await start();
    await Promise.all([5, 6, 7].map(insertPair));
    expect((await listHalves()).map((row) => row.id)).toEqual([1, 2, 3, 5, 6, 7]);
  });

  it('gives the error of the server when nobody may sign in', async () => {
    const url = new URL(server.url);
    url.password = 'wrong';
    const refused = openDatabase({ url: url.href, maxConnections: 2, applicationName: 'lost-test', log: silentLog });
    await expect(refused`select 1`).rejects.toMatchObject({ code: '28P01' });
    await expect(refused.begin((tx) => tx`select 1`)).rejects.toMatchObject({ code: '28P01' });
    await refused.end({ timeout: 1 });
  });

  it('gives up on a server that accepts and never answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const url = `postgres://u:p@127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/d`;
    const stuck = openDatabase({
      url,
      maxConnections: 1,
      applicationName: 'lost-test',
      log: silentLog,
      connectTimeoutMs: 50,
    });
    await expect(stuck`select 1`).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
    await expect(stuck`select 1`).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
    await stuck.end({ timeout: 1 });
    silent.close();
  });
});
