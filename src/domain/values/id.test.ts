import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdGenerator, crockfordOfUuid, eventIdOf, isUuid } from './id.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const zeros = (count: number) => new Uint8Array(count);
const ones = (count: number) => new Uint8Array(count).fill(255);

describe('ids', () => {
  it('are UUIDs of version 7 that begin with the time', () => {
    const newId = createIdGenerator({ nowMs: () => 0x0199a99d47b1, randomBytes: ones });
    expect(newId()).toBe('0199a99d-47b1-77ff-bfff-ffffffffffff');
    const another = createIdGenerator({ nowMs: () => 1, randomBytes: zeros });
    expect(another()).toBe('00000000-0001-7000-8000-000000000000');
  });

  it('grow always, in one millisecond, past a full counter and when the clock goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 50 }), fc.nat(255), (steps, byte) => {
        let nowMs = 1_000_000;
        const newId = createIdGenerator({
          nowMs: () => nowMs,
          randomBytes: (count) => new Uint8Array(count).fill(byte),
        });
        let last = newId();
        for (const step of steps) {
          nowMs += step;
          const next = newId();
          expect(next > last && isUuid(next)).toBe(true);
          last = next;
        }
      }),
    );
    const frozen = createIdGenerator({ nowMs: () => 42, randomBytes: ones });
    const ids = Array.from({ length: 10_000 }, frozen);
    expect(new Set(ids).size).toBe(10_000);
    expect([...ids].sort()).toEqual(ids);
  });

  it('come from a source that must give enough', () => {
    expect(createIdGenerator({ nowMs: () => 1, randomBytes: () => zeros(5) })).toThrow(RangeError);
  });

  it('are recognised whatever their version and case', () => {
    expect(isUuid('019A99D4-7b10-4c3a-0f21-5d0c6a1e4b77')).toBe(true);
    for (const text of [
      '',
      '019a99d47b107c3a9f215d0c6a1e4b77',
      '019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77\n',
      'g'.repeat(36),
    ])
      expect(isUuid(text), text).toBe(false);
  });

  it('become event ids of 26 Crockford characters in the same order', () => {
    expect(eventIdOf('00000000-0000-0000-0000-000000000000')).toBe(`evt_${'0'.repeat(26)}`);
    expect(eventIdOf('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe('evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ');
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(crockfordOfUuid(a) < crockfordOfUuid(b)).toBe(a < b);
      }),
    );
  });
});
