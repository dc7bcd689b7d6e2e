import { createHmac, timingSafeEqual } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CursorKeys,
  decodeStreamCursor,
  encodeStreamCursor,
  type StreamPlace,
  type StreamScope,
} from './stream-cursor.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BASE: StreamScope = { organizationId: 'org-1', environment: 'test', accountId: null, connectionId: null };
const PLACE: StreamPlace = { position: 12_345n, since: 12_000n, issuedAtMs: 1_795_154_531_482 };

const anyPosition = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const anyPlace = fc.record({ position: anyPosition, since: anyPosition, issuedAtMs: fc.nat(2 ** 45) });
const anyScope = fc.record({
  organizationId: fc.uuid(),
  environment: fc.constantFrom('live' as const, 'test' as const),
  accountId: fc.option(fc.uuid()),
  connectionId: fc.option(fc.uuid()),
});

function keysOf(currentKeyId: number, secrets: Readonly<Record<number, string>>): CursorKeys {
  return {
    currentKeyId,
    tag: (keyId, message) => {
      const secret = secrets[keyId];
      return secret === undefined ? null : createHmac('sha256', secret).update(message).digest();
    },
    equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
  };
}

const KEYS = keysOf(1, { 1: 'one' });

describe('stream cursors', () => {
  it('give back the place for the stream they were issued for', () => {
    fc.assert(
      fc.property(anyPlace, anyScope, (place, scope) => {
        const text = encodeStreamCursor(place, scope, KEYS);
        expect(text).toMatch(/^sc_[A-Za-z0-9_-]{56}$/);
        expect(decodeStreamCursor(text, scope, KEYS)).toEqual(place);
      }),
    );
  });

  it('are worth nothing when any one character was changed', () => {
    const cursor = encodeStreamCursor(PLACE, BASE, KEYS);
    for (let index = 0; index < cursor.length; index += 1)
      for (const other of ALPHABET) {
        if (other === cursor[index]) continue;
        const text = cursor.slice(0, index) + other + cursor.slice(index + 1);
        if (decodeStreamCursor(text, BASE, KEYS) !== null) expect.fail(`accepted ${text} for ${cursor}`);
      }
  });

  it('are worth nothing when any one bit was flipped', () => {
    const cursor = encodeStreamCursor(PLACE, BASE, KEYS);
    const bytes = Buffer.from(cursor.slice(3), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeStreamCursor(`sc_${flipped.toString('base64url')}`, BASE, KEYS)).toBeNull();
    }
  });

  it('are worth nothing cut off, lengthened, padded or in another alphabet', () => {
    const cursor = encodeStreamCursor({ ...PLACE, position: 2n ** 62n + 2n ** 61n }, BASE, KEYS);
    for (let length = 0; length < cursor.length; length += 1)
      expect(decodeStreamCursor(cursor.slice(0, length), BASE, KEYS)).toBeNull();
    const body = Buffer.from(cursor.slice(3), 'base64url');
    for (const text of [
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      `${cursor}\n`,
      cursor.toUpperCase(),
      cursor.replace('sc_', 'lc_'),
      `sc_${body.toString('hex')}`,
      '',
      'sc_',
      'x'.repeat(100_000),
    ])
      expect(decodeStreamCursor(text, BASE, KEYS), text.slice(0, 80)).toBeNull();
  });

  it('are worth nothing in any other stream', () => {
    fc.assert(
      fc.property(anyPlace, anyScope, anyScope, (place, scope, other) => {
        fc.pre(JSON.stringify(scope) !== JSON.stringify(other));
        expect(decodeStreamCursor(encodeStreamCursor(place, scope, KEYS), other, KEYS)).toBeNull();
      }),
    );
  });

  it.each<[string, Partial<StreamScope>]>([
    ['organization', { organizationId: 'org-2' }],
    ['environment', { environment: 'live' }],
    ['account filter', { accountId: 'a' }],
    ['connection filter', { connectionId: 'a' }],
  ])('are worth nothing with another %s', (_what, change) => {
    const cursor = encodeStreamCursor(PLACE, BASE, KEYS);
    expect(decodeStreamCursor(cursor, { ...BASE, ...change }, KEYS)).toBeNull();
    const narrowed = encodeStreamCursor(PLACE, { ...BASE, ...change }, KEYS);
    expect(decodeStreamCursor(narrowed, BASE, KEYS)).toBeNull();
  });

  it('tell an account filter from a connection filter of the same id', () => {
    const cursor = encodeStreamCursor(PLACE, { ...BASE, accountId: 'a' }, KEYS);
    expect(decodeStreamCursor(cursor, { ...BASE, connectionId: 'a' }, KEYS)).toBeNull();
  });

  it('outlive a change of key as long as the old key is known', () => {
    const cursor = encodeStreamCursor(PLACE, BASE, KEYS);
    const rotated = keysOf(2, { 1: 'one', 2: 'two' });
    expect(decodeStreamCursor(cursor, BASE, rotated)).toEqual(PLACE);
    expect(decodeStreamCursor(encodeStreamCursor(PLACE, BASE, rotated), BASE, rotated)).toEqual(PLACE);
    expect(decodeStreamCursor(cursor, BASE, keysOf(2, { 2: 'two' }))).toBeNull();
    expect(decodeStreamCursor(cursor, BASE, keysOf(1, { 1: 'another' }))).toBeNull();
  });

  it('are not issued without a key', () => {
    expect(() => encodeStreamCursor(PLACE, BASE, keysOf(3, {}))).toThrow('key');
  });
});

describe('stream cursors of a service that was restored from a backup', () => {
  const first = { id: 'restore-1', head: 100n };
  const second = { id: 'restore-2', head: 150n };
  const issuedAtMs = 1_795_154_531_482;
  const caughtUp = (position: bigint): StreamPlace => ({ position, since: position, issuedAtMs });
  const under = (...restores: readonly (typeof first)[]): StreamScope => ({ ...BASE, restores });
  const issue = (place: StreamPlace, scope: StreamScope) => encodeStreamCursor(place, scope, KEYS);
  const read = (cursor: string, scope: StreamScope) => decodeStreamCursor(cursor, scope, KEYS);

  it('go on when their client had seen no more than the backup holds', () => {
    expect(read(issue(caughtUp(99n), BASE), under(first))).toEqual(caughtUp(99n));
    expect(read(issue(caughtUp(100n), BASE), under(first))).toEqual(caughtUp(100n));
    expect(read(issue(caughtUp(100n), BASE), under(first, second))).toEqual(caughtUp(100n));
  });

  it('are undone when it had seen more, or was in the middle of a catch-up', () => {
    expect(read(issue(caughtUp(101n), BASE), under(first))).toBe('undone');
    expect(read(issue({ position: 90n, since: 80n, issuedAtMs }, BASE), under(first))).toBe('undone');
  });

  it('that were issued after the restore are as good as ever, whatever positions they have', () => {
    const later = under(first);
    expect(read(issue(caughtUp(500n), later), later)).toEqual(caughtUp(500n));
    const middle = { position: 90n, since: 80n, issuedAtMs };
    expect(read(issue(middle, later), later)).toEqual(middle);
    expect(read(issue(caughtUp(150n), later), under(first, second))).toEqual(caughtUp(150n));
    expect(read(issue(caughtUp(151n), later), under(first, second))).toBe('undone');
  });

  it('are held against every restore since, also against an earlier state', () => {
    const earlier = { id: 'restore-2', head: 50n };
    expect(read(issue(caughtUp(60n), BASE), under(first, earlier))).toBe('undone');
  });

  it('of the life that another restore of the same backup began are unknown', () => {
    expect(read(issue(caughtUp(120n), under({ id: 'other', head: 100n })), under(first))).toBeNull();
    expect(read(issue(caughtUp(100n), under(first)), BASE)).toBeNull();
  });
});
