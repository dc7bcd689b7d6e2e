import { createHmac, timingSafeEqual } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  decodeStreamCursor,
  encodeStreamCursor,
  type StreamPlace,
  type StreamScope,
} from '../domain/cursors/stream-cursor.ts';
import { createCursorKeys } from './cursor-keys.ts';

vi.mock('node:crypto', async (importActual) => {
  const actual = await importActual<typeof import('node:crypto')>();
  return { ...actual, timingSafeEqual: vi.fn(actual.timingSafeEqual) };
});

const SCOPE: StreamScope = { organizationId: 'org-1', environment: 'test', accountId: null, connectionId: null };
const PLACE: StreamPlace = { position: 12_345n, since: 12_000n, issuedAtMs: 1_795_154_531_482 };

const deriveKey = async (purpose: string) => createHmac('sha256', 'master').update(purpose).digest();
const cursorOf = async (number: number) => encodeStreamCursor(PLACE, SCOPE, await createCursorKeys(number, deriveKey));
const read = async (cursor: string, number: number) =>
  decodeStreamCursor(cursor, SCOPE, await createCursorKeys(number, deriveKey));

describe('the keys of cursors', () => {
  it.each([
    [1, [1, 2]],
    [2, [1, 2, 3]],
    [100, [99, 100, 101]],
    [255, [254, 255]],
  ])('number %i takes cursors of %j and no others', async (current, taken) => {
    const others = [1, 2, 3, 4, 98, 99, 100, 101, 102, 253, 254, 255];
    for (const number of others)
      expect(await read(await cursorOf(number), current), `cursor of ${number}`).toEqual(
        taken.includes(number) ? PLACE : null,
      );
  });

  it('are all different, and the first one is that of cursors from before there were numbers', async () => {
    const purposes: string[] = [];
    for (const number of [1, 3, 6])
      await createCursorKeys(number, (purpose) => {
        purposes.push(purpose);
        return deriveKey(purpose);
      });
    expect(purposes[0]).toBe('cursor tags');
    expect(new Set(purposes).size).toBe(7);
    expect(purposes).toHaveLength(8);
  });
});

describe('a tag', () => {
  const compare = vi.mocked(timingSafeEqual);
  beforeEach(() => void compare.mockClear());

  it('is compared once, whole and in constant time, wherever it differs', async () => {
    const keys = await createCursorKeys(1, deriveKey);
    const bytes = Buffer.from((await cursorOf(1)).slice(3), 'base64url');
    const tagStart = bytes.length - 16;
    for (let index = 0; index < bytes.length; index += 1) {
      // A changed version or key number names another format or key; there is nothing to compare then.
      if (index < 2) continue;
      compare.mockClear();
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(decodeStreamCursor(`sc_${changed.toString('base64url')}`, SCOPE, keys)).toBeNull();
      expect(compare).toHaveBeenCalledTimes(1);
      const [expected, given] = compare.mock.calls[0] ?? [];
      expect([expected?.byteLength, given?.byteLength]).toEqual([16, 16]);
      expect(Buffer.from(given as Uint8Array)).toEqual(changed.subarray(tagStart)); // As it is called above.
    }
  });
});
