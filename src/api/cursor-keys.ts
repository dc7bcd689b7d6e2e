import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { CursorKeys } from '../domain/cursors/stream-cursor.ts';

/** A key's number is its id in the cursors, which has one byte. */
export const MAX_CURSOR_KEY_NUMBER = 255;

/**
 * Keys of the cursors by number: new cursors get the key `current`. The key before it is taken for as long as its cursors
 * live, and the next one because processes that share a database are restarted one after the other.
 */
export async function createCursorKeys(
  current: number,
  purposeKey: (purpose: string) => Promise<Uint8Array>,
): Promise<CursorKeys> {
  const keys = new Map<number, KeyObject>();
  for (const number of [current - 1, current, current + 1])
    if (number >= 1 && number <= MAX_CURSOR_KEY_NUMBER)
      keys.set(number, createSecretKey(await purposeKey(purposeOf(number))));
  return {
    currentKeyId: current,
    tag: (keyId, message) => {
      const key = keys.get(keyId);
      return key === undefined ? null : createHmac('sha256', key).update(message).digest();
    },
    equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
  };
}

/** The highest number that a process was started with, by the purposes of the keys that were made; null where none was. */
export function findHighestNumber(purposes: readonly string[]): number | null {
  const numbers = new Map(
    Array.from({ length: MAX_CURSOR_KEY_NUMBER }, (_, index) => [purposeOf(index + 1), index + 1]),
  );
  const highest = Math.max(0, ...purposes.map((purpose) => numbers.get(purpose) ?? 0));
  // The highest key is the one that its process had ready for those that are restarted after it.
  return highest > 1 ? highest - 1 : null;
}

/** How the purposes of all keys of cursors begin. */
export const CURSOR_PURPOSES = 'cursor tags';

/** The first key had no number when its first cursors were made. */
function purposeOf(number: number): string {
  return number === 1 ? CURSOR_PURPOSES : `${CURSOR_PURPOSES} ${number}`;
}
