import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleTransaction } from '../testing/sample-transaction.ts';
import { openJsonLinesStorage } from './json-lines-storage.ts';
import type { MirrorState, MirrorStorage } from './storage.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-lines-'));
  path = join(folder, 'mirror.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const stateAt = (revision: number): MirrorState => ({
  version: 1,
  revision,
  environment: 'test',
  filter: { accountId: null, connectionId: null },
  phase: 'following',
  cursor: `c${revision}`,
  listCursor: null,
  generation: 1,
  savedAtMs: 0,
});

async function put(storage: MirrorStorage, revision: number, ids: readonly string[], removals: string[] = []) {
  await storage.write({
    expectedRevision: revision === 1 ? null : revision - 1,
    upserts: ids.map((id) => sampleTransaction(id, { amount: `${revision}.00` })),
    removals,
    state: stateAt(revision),
    sweep: false,
  });
}

const rowsOf = async (storage: MirrorStorage) =>
  (await storage.listRows('account-1', { afterId: null, limit: 99_999 })).map(({ id, amount }) => `${id} ${amount}`);

describe('a file of JSON lines', () => {
  it('can be read by anybody: the last line of an id counts', async () => {
    const storage = await openJsonLinesStorage(path);
    await put(storage, 1, ['a', 'b']);
    await put(storage, 2, ['a'], ['b']);
    await storage.close();
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual([
      'put',
      'put',
      'state',
      'drop',
      'put',
      'state',
    ]);
  });

  it('forgets a step that was cut short, wherever it was cut', async () => {
    const storage = await openJsonLinesStorage(path);
    await put(storage, 1, ['a', 'b']);
    const { length } = await readFile(path);
    await put(storage, 2, ['a', 'c'], ['b']);
    await storage.close();
    const whole = await readFile(path);
    for (let cut = length; cut < whole.length; cut += 1) {
      await writeFile(path, whole.subarray(0, cut));
      const again = await openJsonLinesStorage(path);
      expect((await again.load())?.revision).toBe(1);
      expect(await rowsOf(again)).toEqual(['a 1.00', 'b 1.00']);
      await again.close();
      expect((await readFile(path)).length).toBe(length);
    }
  });

  it('is written anew when most of its lines no longer count', async () => {
    const storage = await openJsonLinesStorage(path);
    const ids = Array.from({ length: 400 }, (_, at) => `t${String(at).padStart(3, '0')}`);
    for (let revision = 1; revision <= 30; revision += 1) await put(storage, revision, ids);
    await storage.close();
    const before = (await readFile(path)).length;
    const again = await openJsonLinesStorage(path);
    expect((await again.load())?.revision).toBe(30);
    expect(await rowsOf(again)).toEqual(ids.map((id) => `${id} 30.00`));
    expect((await again.listAccountSums()).get('account-1')?.count).toBe(400);
    await put(again, 31, ['t000']);
    await again.close();
    expect((await readFile(path)).length).toBeLessThan(before / 20);
  });

  it.each(['precious notes without a line end', 'precious\nnotes\n', '{"other":1}\n', '[]\n'])(
    'leaves a file alone that is none of its own: %j',
    async (text) => {
      await writeFile(path, text);
      await expect(openJsonLinesStorage(path)).rejects.toThrow('choose another file');
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it('belongs to one process at a time, and outlives one that died', async () => {
    const storage = await openJsonLinesStorage(path);
    await expect(openJsonLinesStorage(path)).rejects.toThrow('is in use by process');
    await storage.close();
    // No process has this number: it is above the greatest that there can be.
    await writeFile(`${path}.lock`, '4194305\n');
    await (await openJsonLinesStorage(path)).close();
  });

  it('notices that somebody else has written to it', async () => {
    const storage = await openJsonLinesStorage(path);
    await put(storage, 1, ['a']);
    await appendFile(path, '{"drop":"a"}\n');
    await expect(put(storage, 2, ['b'])).rejects.toThrow('Another process');
    await truncate(path, 10);
    await expect(rowsOf(storage)).rejects.toThrow();
    await storage.close();
  });
});
