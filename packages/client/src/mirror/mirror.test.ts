import { describe, expect, it } from 'vitest';
import { createClient } from '../client.ts';
import { CausewayError } from '../errors.ts';
import { describeMirror } from '../testing/mirror-suite.ts';
import { ACCOUNTS, createWorld, row } from '../testing/mirror-world.ts';
import { PLACES } from '../testing/storages.ts';
import type { Fetch } from '../transport.ts';
import { MirrorMismatchError } from './journal.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createMirror } from './mirror.ts';
import type { MirrorStorage } from './storage.ts';

for (const [kind, makePlace] of Object.entries(PLACES)) describeMirror(kind, makePlace, kind === 'memory' ? 200 : 40);

describe('a mirror', () => {
  it('of one account or one connection holds only that', async () => {
    const { server, mirror } = createWorld(9);
    server.put(row(30, { connectionId: 'connection-2', accountId: 'account-2' }));
    for (const filter of [{ accountId: 'account-2' }, { connectionId: 'connection-2' }]) {
      const storage = createMemoryStorage();
      const one = mirror(storage, { filter });
      await one.catchUp();
      server.put(row(31, { connectionId: 'connection-2', accountId: 'account-2' }));
      server.put(row(33));
      await one.catchUp();
      const wanted = [...server.transactions().values()].filter(
        ({ accountId, connectionId }) => accountId === filter.accountId || connectionId === filter.connectionId,
      );
      expect([...storage.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        wanted.sort((a, b) => (a.id < b.id ? -1 : 1)),
      );
      server.remove('t0031');
    }
  });

  it('is not overwritten with something else', async () => {
    const storage = createMemoryStorage();
    await createWorld(3).mirror(storage).catchUp();
    const live = createWorld(3, 'way_live_a_b').mirror(storage).catchUp();
    await expect(live).rejects.toThrow(
      new MirrorMismatchError('The mirror holds test data, and the key is for live. Use another key or another place.'),
    );
    const part = createWorld(3).mirror(storage, { filter: { accountId: 'account-1' } });
    await expect(part.catchUp()).rejects.toBeInstanceOf(MirrorMismatchError);
    expect(storage.rows.size).toBe(3);
  });

  it('leaves a lost cursor to the caller who wants that', async () => {
    const { server, mirror } = createWorld(3);
    const storage = createMemoryStorage();
    await mirror(storage).catchUp();
    server.expireCursors();
    await expect(mirror(storage, { onLostCursor: 'throw' }).catchUp()).rejects.toMatchObject({
      code: 'cursor_expired',
    });
    expect(storage.rows.size).toBe(3);
  });

  it('gives up on a server that never knows its own cursors', async () => {
    const { server, mirror } = createWorld(3);
    server.beforeRequest = (url) => {
      if (url.searchParams.has('cursor')) server.forgetCursors();
    };
    await expect(mirror(createMemoryStorage()).catchUp()).rejects.toMatchObject({ code: 'invalid_cursor' });
    expect(server.requests.filter((request) => request === '/v1/transactions/sync?limit=500')).toHaveLength(4);
  });

  it('continues a bootstrap in the middle, without reading again what it has', async () => {
    const { server, mirror } = createWorld(40);
    const storage = createMemoryStorage();
    const stop = new AbortController();
    const onProgress = ({ pages }: { pages: number }) => {
      if (pages === 2) stop.abort(new Error('stopped'));
    };
    await expect(mirror(storage, { pageSize: 10, onProgress }).catchUp({ signal: stop.signal })).rejects.toThrow(
      'stopped',
    );
    expect(storage.rows.size).toBe(20);
    expect(await mirror(storage, { pageSize: 10 }).catchUp()).toMatchObject({ bootstraps: 0, upserts: 20 });
    expect(new Map([...storage.rows].sort())).toEqual(server.transactions());
  });

  it('holds one page at a time', async () => {
    const { server, mirror } = createWorld(40);
    const inner = createMemoryStorage();
    let writing = false;
    let largest = 0;
    server.beforeRequest = () => {
      expect(writing).toBe(false);
    };
    const storage: MirrorStorage = {
      ...inner,
      write: async (step) => {
        writing = true;
        largest = Math.max(largest, step.upserts.length + step.removals.length);
        await new Promise((resolve) => setImmediate(resolve));
        await inner.write(step);
        writing = false;
      },
    };
    await mirror(storage, { pageSize: 7 }).catchUp();
    expect(largest).toBe(7);
  });

  it('stores the cursor of a quiet stream once an hour only, so that it neither ages nor wears out the disk', async () => {
    const { clock, server, mirror } = createWorld(1);
    const storage = createMemoryStorage();
    const stop = new AbortController();
    server.beforeRequest = () => {
      if (server.requests.length === 3 + 180) stop.abort();
    };
    await clock.run(mirror(storage).follow({ signal: stop.signal, mode: 'poll', pollIntervalMs: 60_000 }));
    const revision = (await storage.load())?.revision ?? 0;
    expect(revision).toBeGreaterThanOrEqual(4);
    expect(revision).toBeLessThanOrEqual(6);
  });

  it('that follows waits for a server that is away, longer each time, and then goes on', async () => {
    const { clock, server, mirror } = createWorld(2);
    const storage = createMemoryStorage();
    const stop = new AbortController();
    let failures = 6;
    server.beforeRequest = () => {
      failures -= 1;
      if (failures >= 0) throw new TypeError('fetch failed');
      server.put(row(90));
    };
    const waits: number[] = [];
    const following = mirror(storage, { onProgress: ({ phase }) => phase === 'current' && stop.abort() }).follow({
      signal: stop.signal,
      mode: 'poll',
      onWait: ({ delayMs }) => waits.push(delayMs),
    });
    await clock.run(following);
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000]);
    expect(new Map([...storage.rows].sort())).toEqual(server.transactions());
  });

  it('that follows ends with a refusal or a broken storage, which waiting does not mend', async () => {
    const { clock, server, mirror } = createWorld(2);
    const following = { signal: new AbortController().signal, mode: 'poll' as const };
    const broken: MirrorStorage = { ...createMemoryStorage(), write: () => Promise.reject(new Error('disk full')) };
    await expect(clock.run(mirror(broken).follow(following))).rejects.toThrow('disk full');
    server.beforeRequest = () => undefined;
    const refusing = { ...createMemoryStorage() };
    const client = createClient({
      baseUrl: 'http://bank.example',
      clock,
      fetch: async () =>
        new Response(JSON.stringify({ error: { code: 'api_key_revoked', message: 'No.' }, meta: { requestId: 'r' } }), {
          status: 401,
        }),
    });
    const revoked = createMirror({ client, storage: refusing, clock }).follow(following);
    await expect(clock.run(revoked)).rejects.toBeInstanceOf(CausewayError);
  });

  it.each([0, 501, 1.5])('refuses a page size of %d', (pageSize) => {
    expect(() => createWorld().mirror(createMemoryStorage(), { pageSize })).toThrow('from 1 to 500');
  });
});

describe('verification', () => {
  it('names each account with both counts and checksums', async () => {
    const { mirror } = createWorld(6);
    const report = await mirror(createMemoryStorage()).verify();
    expect(report.equal).toBe(true);
    expect(report.accounts.map(({ accountId, verdict, server }) => [accountId, verdict, server?.count])).toEqual(
      ACCOUNTS.map((accountId) => [accountId, 'equal', 2]),
    );
    for (const { server, mirror: own } of report.accounts) expect(own).toEqual(server);
  });

  it('finds a row that is missing, that is too many and that is altered', async () => {
    const { mirror } = createWorld(6);
    const inner = createMemoryStorage();
    await mirror(inner).catchUp();
    const tampered = (change: (rows: ReturnType<typeof row>[], accountId: string) => ReturnType<typeof row>[]) => ({
      ...inner,
      listRows: async (accountId: string, page: { afterId: string | null; limit: number }) =>
        change(await inner.listRows(accountId, page), accountId),
    });
    const verdicts = async (storage: MirrorStorage) =>
      (await mirror(storage).verify()).accounts.map(({ verdict }) => verdict);
    expect(await verdicts(tampered((rows) => rows.filter(({ id }) => id !== 't0001')))).toEqual([
      'equal',
      'damaged',
      'equal',
    ]);
    expect(
      await verdicts(tampered((rows, accountId) => (accountId === 'account-3' ? [...rows, row(80)] : rows))),
    ).toEqual(['equal', 'equal', 'damaged']);
    expect(
      await verdicts(
        tampered((rows) => rows.map((each) => (each.id === 't0000' ? { ...each, amount: '0.01' } : each))),
      ),
    ).toEqual(['damaged', 'equal', 'equal']);
  });

  it('finds a mirror whose own sums agree with its rows, but not with the server', async () => {
    const { mirror } = createWorld(6);
    const storage = createMemoryStorage();
    await mirror(storage).catchUp();
    const state = await storage.load();
    if (state === null) throw new Error('nothing was stored');
    const step = { state: { ...state, revision: state.revision + 1 }, sweep: false, expectedRevision: state.revision };
    await storage.write({ ...step, upserts: [], removals: ['t0002'] });
    for (const recompute of [true, false]) {
      const report = await mirror(storage).verify({ recompute });
      expect(report.equal).toBe(false);
      expect(report.accounts.map(({ verdict }) => verdict)).toEqual(['equal', 'equal', 'different']);
    }
    await mirror(storage).rebuild();
    expect((await mirror(storage).verify()).equal).toBe(true);
  });

  it('waits for an account to come to rest, and says so when it does not', async () => {
    const { clock, server, mirror } = createWorld(6);
    let changes = 3;
    server.beforeRequest = (url) => {
      if (url.searchParams.get('limit') === '1' && changes > 0) {
        changes -= 1;
        server.put(row(0, { amount: `${changes}.50` }));
      }
    };
    const storage = createMemoryStorage();
    expect((await clock.run(mirror(storage).verify())).equal).toBe(true);
    changes = 1_000;
    const report = await clock.run(mirror(storage).verify());
    expect(report.accounts.map(({ verdict }) => verdict)).toEqual(['unsettled', 'equal', 'equal']);
  });

  it('does not take a server without digests for one without accounts', async () => {
    const { server, clock } = createWorld(3);
    const fetch: Fetch = async (url, init) =>
      server.fetch(url.endsWith('/digest') ? 'http://bank.example/v1/nothing' : url, init);
    const client = createClient({ baseUrl: 'http://bank.example', fetch, clock });
    const mirror = createMirror({ client, storage: createMemoryStorage(), clock });
    await expect(mirror.verify()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes an account that is gone from the server for equal when the mirror has no row of it', async () => {
    const { server, mirror } = createWorld(3);
    const storage = createMemoryStorage();
    await mirror(storage).catchUp();
    server.remove('t0001');
    const report = await mirror(storage, { filter: {} }).verify();
    expect(report).toMatchObject({ equal: true, accounts: [{ accountId: 'account-1' }, { accountId: 'account-3' }] });
  });
});
