import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CausewayError,
  type Client,
  createClient,
  type Fetch,
  type Transaction,
} from '../../packages/client/src/index.ts';
import {
  createMemoryStorage,
  createMirror,
  type MirrorStorage,
  openJsonLinesStorage,
  openSqliteStorage,
} from '../../packages/client/src/mirror/index.ts';
import { readAll } from '../../packages/client/src/testing/storages.ts';
import { advanceDays, type DemoConnection, eventually, openDemoConnection } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { makePostgresPlace } from './postgres-place.ts';

let system: RunningSystem;
let organization: TestOrganization;
let connection: DemoConnection;
let client: Client;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-client-'));
  system = await startSystem();
  organization = await system.createOrganization();
  client = connect();
  connection = await openDemoConnection(organization.test, system.bankUrl, 'harbor');
});
afterAll(async () => {
  await system.stop();
  await rm(folder, { recursive: true, force: true });
});

function connect(fetch?: Fetch): Client {
  return createClient({ baseUrl: system.apiUrl, apiKey: organization.test.key, fetch, maxRetries: 0 });
}

/** What the server holds, by its own list. */
async function readServer(filter: { accountId?: string } = {}): Promise<Map<string, Transaction>> {
  const all = new Map<string, Transaction>();
  for await (const transaction of client.iterate.transactions({ ...filter, limit: 500 }))
    all.set(transaction.id, transaction);
  return new Map([...all].sort());
}

async function accountIds(): Promise<string[]> {
  const ids = [];
  for await (const { id } of client.iterate.accounts()) ids.push(id);
  return ids;
}

async function readMirror(storage: MirrorStorage): Promise<Map<string, Transaction>> {
  return new Map([...(await readAll(storage, await accountIds()))].sort());
}

const OPENERS: Readonly<Record<string, (name: string) => Promise<MirrorStorage>>> = {
  memory: async () => createMemoryStorage(),
  sqlite: (name) => openSqliteStorage(join(folder, `${name}.sqlite`)),
  'JSON lines': (name) => openJsonLinesStorage(join(folder, `${name}.jsonl`)),
  PostgreSQL: async () => {
    const place = await makePostgresPlace(system.database.url);
    return { ...(await place.reopen()), close: place.dispose };
  },
};

describe.each(Object.entries(OPENERS))('a mirror of the real API in %s', (_, open) => {
  it('follows day after day, and is proved equal', async () => {
    const storage = await open('days');
    const mirror = createMirror({ client, storage });
    await mirror.catchUp();
    for (let day = 0; day < 3; day += 1) {
      await advanceDays(organization.test, 1, connection.id);
      await mirror.catchUp();
      expect(await readMirror(storage)).toEqual(await readServer());
    }
    const report = await mirror.verify();
    expect(report.accounts.length).toBeGreaterThan(0);
    expect(report.accounts.map(({ verdict }) => verdict)).toEqual(report.accounts.map(() => 'equal'));
    await storage.close();
  });
});

describe('a mirror of the real API', () => {
  it.each([1, 2, 7, 99, 500])('is the same with pages of %d', async (pageSize) => {
    const storage = createMemoryStorage();
    const [accountId = ''] = await accountIds();
    // A page for each row is slow, and one account is enough to show it.
    const filter = pageSize < 5 ? { accountId } : {};
    await createMirror({ client, storage, pageSize, filter }).catchUp();
    await advanceDays(organization.test, 1, connection.id);
    await createMirror({ client, storage, pageSize, filter }).catchUp();
    expect(new Map([...storage.rows].sort())).toEqual(await readServer(filter));
  });

  it('of one account or connection is proved, too', async () => {
    const [accountId = ''] = await accountIds();
    for (const filter of [{ accountId }, { connectionId: connection.id }]) {
      const report = await createMirror({ client, storage: createMemoryStorage(), filter }).verify();
      expect(report.equal).toBe(true);
      expect(report.accounts.length).toBe('accountId' in filter ? 1 : (await accountIds()).length);
    }
  });

  it.each(['sqlite', 'PostgreSQL'])('in %s is exact after a crash at any call', async (kind) => {
    const open = OPENERS[kind];
    if (open === undefined) throw new Error(`there is no storage ${kind}`);
    const [accountId = ''] = await accountIds();
    const filter = { accountId };
    const crash = new Error('crash');
    for (let at = 1; ; at += 1) {
      let calls = 0;
      const count = () => {
        calls += 1;
        if (calls === at) throw crash;
      };
      const crashingClient = connect(async (url, init) => {
        count();
        const response = await fetch(url, init);
        count();
        return response;
      });
      const storage = await open(`crash-${at}`);
      const crashing: MirrorStorage = {
        ...storage,
        write: async (step) => {
          count();
          await storage.write(step);
          count();
        },
      };
      const finished = await createMirror({ client: crashingClient, storage: crashing, filter, pageSize: 60 })
        .catchUp()
        .then(
          () => true,
          (error: unknown) => {
            if (error !== crash && !(error instanceof Error && error.cause === crash)) throw error;
            return false;
          },
        );
      const mirror = createMirror({ client, storage, filter, pageSize: 500 });
      await mirror.catchUp();
      expect(await readMirror(storage), `crash at call ${at}`).toEqual(await readServer(filter));
      expect((await mirror.verify()).equal).toBe(true);
      await storage.close();
      if (!finished) continue;
      expect(at).toBeGreaterThan(8);
      break;
    }
  });

  it('is told of a sync at once when it follows live', async () => {
    const storage = createMemoryStorage();
    const stop = new AbortController();
    const following = createMirror({ client, storage }).follow({ signal: stop.signal });
    await eventually(
      async () => (await storage.load())?.phase,
      (phase) => phase === 'following',
      'the bootstrap',
    );
    await advanceDays(organization.test, 2, connection.id);
    const wanted = await readServer();
    await eventually(
      async () => JSON.stringify([...storage.rows].sort()),
      (seen) => seen === JSON.stringify([...wanted]),
      'the live mirror',
    );
    stop.abort();
    await following;
  });

  it('bootstraps anew when ninety days have passed, and drops what vanished meanwhile', async () => {
    const storage = createMemoryStorage();
    const other = await system.createOrganization();
    const bank = await openDemoConnection(other.test, system.bankUrl, 'harbor', '4410072');
    const ours = createClient({ baseUrl: system.apiUrl, apiKey: other.test.key });
    const mirror = createMirror({ client: ours, storage });
    await mirror.catchUp();
    const before = storage.rows.size;
    expect(before).toBeGreaterThan(0);
    await advanceDays(other.test, 91, bank.id);
    const entity = await ours.listEntities();
    expect(entity.data.length).toBe(1);
    const throwing = createMirror({ client: ours, storage, onLostCursor: 'throw' });
    await expect(throwing.catchUp()).rejects.toMatchObject({ code: 'cursor_expired', status: 410 });
    expect(await mirror.catchUp()).toMatchObject({ bootstraps: 1 });
    const all = new Map<string, Transaction>();
    for await (const transaction of ours.iterate.transactions({ limit: 500 })) all.set(transaction.id, transaction);
    expect(new Map([...storage.rows].sort())).toEqual(new Map([...all].sort()));
    expect((await mirror.verify()).equal).toBe(true);
  });

  it('is refused with the server’s own error for a key that may not read', async () => {
    const key = await system.createKey(organization.id, 'test', ['entities:read']);
    const poor = createClient({ baseUrl: system.apiUrl, apiKey: key });
    const refused = createMirror({ client: poor, storage: createMemoryStorage() }).catchUp();
    await expect(refused).rejects.toBeInstanceOf(CausewayError);
    await expect(refused).rejects.toMatchObject({
      code: 'insufficient_scope',
      requestId: expect.stringMatching(/^req_/),
    });
  });
});
