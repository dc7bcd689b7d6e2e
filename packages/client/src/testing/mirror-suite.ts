import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { CausewayNetworkError } from '../errors.ts';
import { MirrorConflictError, type MirrorStorage } from '../mirror/storage.ts';
import { ACCOUNTS, createWorld, row } from './mirror-world.ts';
import { readAll, type StoragePlace } from './storages.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

/** What every storage must make of a mirror: the same suite for all adapters. */
export function describeMirror(kind: string, makePlace: () => Promise<StoragePlace>, numRuns: number): void {
  const places: StoragePlace[] = [];
  const place = async () => {
    const made = await makePlace();
    places.push(made);
    return made;
  };
  afterEach(async () => {
    for (const each of places.splice(0)) await each.dispose();
  });

  describe(`a mirror in ${kind}`, () => {
    it('holds exactly what the server holds, and goes on from where it stood', async () => {
      const { server, mirror } = createWorld(25);
      const at = await place();
      const totals = await mirror(await at.reopen(), { pageSize: 10 }).catchUp();
      expect(totals).toMatchObject({ bootstraps: 1, upserts: 25, removals: 0 });
      expect(await readAll(await at.reopen(), ACCOUNTS)).toEqual(server.transactions());
      server.put(row(3, { amount: '-7.77', status: 'pending', postedDate: null }));
      server.put(row(100));
      server.remove('t0007');
      const storage = await at.reopen();
      expect(await mirror(storage).catchUp()).toMatchObject({ bootstraps: 0, upserts: 2, removals: 1 });
      expect(await readAll(storage, ACCOUNTS)).toEqual(server.transactions());
      expect(await mirror(storage).catchUp()).toMatchObject({ upserts: 0, removals: 0 });
    });

    it('misses nothing that changes while history is read', async () => {
      const { server, mirror } = createWorld(30);
      let requests = 0;
      server.beforeRequest = () => {
        requests += 1;
        // Moves to the front of the list, out of it, into it, and is new.
        server.put(row(requests, { postedDate: '2027-01-01' }));
        server.put(row(29 - requests, { postedDate: '2020-01-01' }));
        server.remove(`t00${10 + requests}`);
        server.put(row(200 + requests));
        if (requests > 8) server.beforeRequest = () => undefined;
      };
      const storage = await (await place()).reopen();
      await mirror(storage, { pageSize: 4 }).catchUp();
      expect(await readAll(storage, ACCOUNTS)).toEqual(server.transactions());
    });

    it('bootstraps anew when its cursor has expired, without doubles and without rows that vanished', async () => {
      const { server, mirror } = createWorld(20);
      const at = await place();
      await mirror(await at.reopen()).catchUp();
      for (const id of ['t0001', 't0002', 't0005']) server.remove(id);
      server.put(row(0, { amount: '1.23' }));
      server.put(row(50));
      server.expireCursors();
      const storage = await at.reopen();
      expect(await mirror(storage, { pageSize: 6 }).catchUp()).toMatchObject({ bootstraps: 1 });
      expect(await readAll(storage, ACCOUNTS)).toEqual(server.transactions());
      expect((await mirror(storage).verify()).equal).toBe(true);
    });

    it('is exact after a crash at any request and at any write', async () => {
      const crash = new Error('crash');
      for (let at = 1; ; at += 1) {
        const { server, mirror } = createWorld(9);
        const home = await place();
        let steps = 0;
        const count = () => {
          steps += 1;
          if (steps === at) throw crash;
        };
        const disturb = () => {
          server.put(row(steps, { amount: '-1.00' }));
          server.remove(`t000${8 - (steps % 4)}`);
        };
        const storage = await home.reopen();
        const story = async (kept: MirrorStorage) => {
          await mirror(kept, { pageSize: 4 }).catchUp();
          server.expireCursors();
          disturb();
          await mirror(kept, { pageSize: 2 }).catchUp();
        };
        server.beforeRequest = count;
        const crashing: MirrorStorage = {
          ...storage,
          load: storage.load,
          write: async (step) => {
            count();
            await storage.write(step);
            count();
          },
        };
        const crashed = await story(crashing).then(
          () => false,
          (error: unknown) => {
            const isOurs = error === crash || (error instanceof CausewayNetworkError && error.cause === crash);
            if (!isOurs) throw error;
            return true;
          },
        );
        server.beforeRequest = () => undefined;
        disturb();
        const after = await home.reopen();
        await mirror(after, { pageSize: 3 }).catchUp();
        expect(await readAll(after, ACCOUNTS), `crash at step ${at}`).toEqual(server.transactions());
        expect((await mirror(after).verify()).equal).toBe(true);
        expect((await mirror(after).verify({ recompute: false })).equal).toBe(true);
        if (!crashed) {
          expect(at).toBeGreaterThan(20);
          break;
        }
      }
    });

    it('equals the server after any history, with any page size, pauses and lost cursors', async () => {
      const act = fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({ act: fc.constant('put' as const), at: fc.nat({ max: 14 }), cents: fc.nat(99) }),
        },
        { weight: 3, arbitrary: fc.record({ act: fc.constant('remove' as const), at: fc.nat({ max: 14 }) }) },
        {
          weight: 3,
          arbitrary: fc.record({ act: fc.constant('catchUp' as const), pageSize: fc.integer({ min: 1, max: 8 }) }),
        },
        {
          weight: 1,
          arbitrary: fc.record({ act: fc.constantFrom('expire' as const, 'forget' as const, 'rebuild' as const) }),
        },
        { weight: 1, arbitrary: fc.record({ act: fc.constant('reopen' as const) }) },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
          const { server, mirror } = createWorld();
          const at = await place();
          let storage = await at.reopen();
          for (const each of acts) {
            if (each.act === 'put') server.put(row(each.at, { amount: `0.${String(each.cents).padStart(2, '0')}` }));
            else if (each.act === 'remove') server.remove(row(each.at).id);
            else if (each.act === 'catchUp') await mirror(storage, { pageSize: each.pageSize }).catchUp();
            else if (each.act === 'expire') server.expireCursors();
            else if (each.act === 'forget') server.forgetCursors();
            else if (each.act === 'rebuild') await mirror(storage).rebuild();
            else storage = await at.reopen();
          }
          await mirror(storage).catchUp();
          expect(await readAll(storage, ACCOUNTS)).toEqual(server.transactions());
          expect((await mirror(storage).verify()).equal).toBe(true);
          for (const each of places.splice(0)) await each.dispose();
        }),
        { numRuns },
      );
    });

    it('refuses a step that was planned on another state', async () => {
      const { mirror } = createWorld(3);
      const storage = await (await place()).reopen();
      await mirror(storage).catchUp();
      const state = await storage.load();
      if (state === null) throw new Error('nothing was stored');
      const step = { upserts: [], removals: ['t0001'], state: { ...state, revision: 99 }, sweep: false };
      await expect(storage.write({ ...step, expectedRevision: null })).rejects.toBeInstanceOf(MirrorConflictError);
      await expect(storage.write({ ...step, expectedRevision: 98 })).rejects.toBeInstanceOf(MirrorConflictError);
      expect((await readAll(storage, ACCOUNTS)).size).toBe(3);
      expect(await storage.load()).toEqual(state);
    });

    it('keeps text of any kind as it came', async () => {
      const { server, mirror } = createWorld();
      const odd = '\u2028 "quoted" \\ \t€ 漢字 🏦\n'.repeat(50);
      server.put(row(1, { description: odd, rawDescription: `${odd}x`, amount: '12345678901234567890.123456789' }));
      const at = await place();
      await mirror(await at.reopen()).catchUp();
      expect(await readAll(await at.reopen(), ACCOUNTS)).toEqual(server.transactions());
    });
  });
}
