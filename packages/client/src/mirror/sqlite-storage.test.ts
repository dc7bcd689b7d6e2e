import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleTransaction } from '../testing/sample-transaction.ts';
import { readAll } from '../testing/storages.ts';
import { createSqliteStorage, openSqliteStorage, type SqliteDatabase } from './sqlite-storage.ts';
import type { MirrorState, MirrorStorage, MirrorWrite } from './storage.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-sqlite-'));
  path = join(folder, 'mirror.sqlite');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ACCOUNTS = ['account-1', 'account-2'];
const stateAt = (revision: number): MirrorState => ({
  version: 1,
  revision,
  environment: 'test',
  filter: { accountId: null, connectionId: null },
  phase: 'following',
  cursor: `c${revision}`,
  listCursor: null,
  generation: revision,
  savedAtMs: 0,
});
const FIRST: MirrorWrite = {
  expectedRevision: null,
  upserts: ['a', 'b', 'c'].map((id) => sampleTransaction(id)),
  removals: [],
  state: stateAt(1),
  sweep: false,
};
const SECOND: MirrorWrite = {
  expectedRevision: 1,
  upserts: [sampleTransaction('a', { accountId: 'account-2' }), sampleTransaction('d', { amount: '1.00' })],
  removals: ['b'],
  state: stateAt(2),
  sweep: true,
};

const snapshot = async (storage: MirrorStorage) => [
  await storage.load(),
  await readAll(storage, ACCOUNTS),
  await storage.listAccountSums(),
];

/** The same database, until the nth change from when it was armed. */
function failAt(database: DatabaseSync) {
  const bomb = { left: Number.POSITIVE_INFINITY };
  const count = () => {
    bomb.left -= 1;
    if (bomb.left === 0) throw new Error('disk full');
  };
  const wrapped: SqliteDatabase = {
    exec: (sql) => {
      if (sql === 'commit') count();
      database.exec(sql);
    },
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (...values) => {
          count();
          return statement.run(...values);
        },
        get: (...values) => statement.get(...values),
        all: (...values) => statement.all(...values),
      };
    },
    close: () => database.close(),
  };
  return { wrapped, bomb };
}

describe('a step in SQLite', () => {
  it('is stored whole or not at all, whichever of its statements fails', async () => {
    for (let at = 1; ; at += 1) {
      const { wrapped, bomb } = failAt(new DatabaseSync(':memory:'));
      const storage = createSqliteStorage(wrapped);
      await storage.write(FIRST);
      const before = await snapshot(storage);
      bomb.left = at;
      const failed = await storage.write(SECOND).then(
        () => false,
        () => true,
      );
      bomb.left = Number.POSITIVE_INFINITY;
      if (!failed) {
        expect(at).toBeGreaterThan(6);
        break;
      }
      expect(await snapshot(storage), `failure of statement ${at}`).toEqual(before);
      await storage.write(SECOND);
      expect([...(await readAll(storage, ACCOUNTS)).keys()].sort()).toEqual(['a', 'd']);
      await storage.close();
    }
  });

  it('can be read by others as plain columns while the mirror is open', async () => {
    const storage = await openSqliteStorage(path);
    await storage.write(FIRST);
    const reader = new DatabaseSync(path, { readOnly: true });
    expect({
      ...reader.prepare('select id, amount, posted_date, status from transactions where id = ?').get('a'),
    }).toEqual({
      id: 'a',
      amount: '-1250.00',
      posted_date: '2026-11-19',
      status: 'posted',
    });
    reader.close();
    await storage.close();
  });

  it('of two writers on one file goes to the one that knows the latest state', async () => {
    const [one, two] = [await openSqliteStorage(path), await openSqliteStorage(path)];
    await one.write(FIRST);
    await expect(two.write(FIRST)).rejects.toThrow('Another process');
    await two.write(SECOND);
    await expect(one.write(SECOND)).rejects.toThrow('Another process');
    expect(await snapshot(one)).toEqual(await snapshot(two));
    await one.close();
    await two.close();
  });
});
