import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EvidenceStore, openEvidenceStore } from './evidence-store.ts';

let dir: string;
let store: EvidenceStore;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'causeway-evidence-'));
  store = await openEvidenceStore({ dir });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const LIMITS = { maxBytes: 1_000_000 };
const sha = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

function listFiles(): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

async function* inChunks(content: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

describe('the evidence store', () => {
  it('gives back the bytes it was given, under their hash', async () => {
    const content = randomBytes(200_000);
    const stored = await store.put(inChunks(content, 7_001), LIMITS);
    expect(stored).toEqual({ sha256: sha(content), sizeBytes: 200_000 });
    expect((await buffer(await store.open(stored.sha256))).equals(content)).toBe(true);
    const path = join(dir, stored.sha256.slice(0, 2), stored.sha256.slice(2, 4), stored.sha256);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps the same content once, also when it comes many times at once', async () => {
    const content = Buffer.from('a statement');
    const all = await Promise.all(Array.from({ length: 8 }, () => store.put(content, LIMITS)));
    expect(new Set(all.map((stored) => stored.sha256)).size).toBe(1);
    expect(listFiles()).toEqual([sha(content)]);
  });

  it('removes content for good that was not stored again lately', async () => {
    const content = Buffer.from('a statement');
    const { sha256 } = await store.put(content, LIMITS);
    expect(await store.remove(sha256, Date.now() - 60_000)).toBe(false);
    expect(await store.has(sha256)).toBe(true);
    const long = new Date(Date.now() - 3_600_000);
    const path = join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    utimesSync(path, long, long);
    await store.put(content, LIMITS);
    expect(await store.remove(sha256, Date.now() - 60_000)).toBe(false);
    utimesSync(path, long, long);
    expect(await store.remove(sha256, Date.now() - 60_000)).toBe(true);
    expect([await store.has(sha256), listFiles()]).toEqual([false, []]);
    expect(await store.remove(sha256, Date.now())).toBe(false);
  });

  it('never loses content that is stored again while it is removed', async () => {
    const content = Buffer.from('a statement');
    const { sha256 } = await store.put(content, LIMITS);
    const path = join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    const long = new Date(Date.now() - 3_600_000);
    for (let round = 0; round < 200; round += 1) {
      utimesSync(path, long, long);
      await Promise.all([store.remove(sha256, Date.now() - 60_000), store.put(content, LIMITS)]);
      expect(listFiles()).toEqual([sha256]);
    }
  });

  it('keeps empty content', async () => {
    const stored = await store.put(new Uint8Array(), LIMITS);
    expect(stored.sizeBytes).toBe(0);
    expect(await buffer(await store.open(stored.sha256))).toHaveLength(0);
  });

  it('leaves nothing when the source breaks off', async () => {
    async function* breaking(): AsyncIterable<Uint8Array> {
      yield Buffer.from('first half');
      throw new Error('connection reset');
    }
    await expect(store.put(breaking(), LIMITS)).rejects.toThrow('connection reset');
    expect(listFiles()).toEqual([]);
  });

  it('leaves nothing of content that is too large, and reads no further', async () => {
    let given = 0;
    async function* endless(): AsyncIterable<Uint8Array> {
      for (;;) {
        given += 1000;
        yield Buffer.alloc(1000);
      }
    }
    await expect(store.put(endless(), { maxBytes: 2500 })).rejects.toMatchObject({ code: 'too-large', maxBytes: 2500 });
    expect(given).toBe(3000);
    expect(listFiles()).toEqual([]);
    await store.put(Buffer.alloc(2500), { maxBytes: 2500 });
  });

  it('removes what a killed process left, and leaves alone what a living one writes', async () => {
    const dead = spawnSync('true').pid;
    writeFileSync(join(dir, 'uploads', `${dead}-left`), 'half');
    writeFileSync(join(dir, 'uploads', `${process.pid}-busy`), 'half');
    await openEvidenceStore({ dir });
    expect(readdirSync(join(dir, 'uploads'))).toEqual([`${process.pid}-busy`]);
  });

  it('repairs content that a crash of the machine cut short', async () => {
    const content = Buffer.from('a statement');
    const { sha256 } = await store.put(content, LIMITS);
    truncateSync(join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256), 3);
    await store.put(content, LIMITS);
    expect(await buffer(await store.open(sha256))).toEqual(content);
  });

  it('knows what it has, and refuses names that are no hash', async () => {
    const { sha256 } = await store.put(Buffer.from('x'), LIMITS);
    expect(await store.has(sha256)).toBe(true);
    expect(await store.has('0'.repeat(64))).toBe(false);
    await expect(store.open('0'.repeat(64))).rejects.toMatchObject({ code: 'missing' });
    await expect(store.open('../../etc/passwd')).rejects.toThrow(TypeError);
    expect(existsSync(dir)).toBe(true);
  });
});
