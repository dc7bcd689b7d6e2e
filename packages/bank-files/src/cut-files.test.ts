import { describe, expect, it } from 'vitest';
import { FUZZ_TARGETS } from '../fuzz/seeds.ts';
import { collectStatements } from './read-bank-file.ts';

/** Date and money of every entry that a whole statement holds. */
function listMoney(bytes: Uint8Array, name: string): string[] {
  const options = name === 'csv' ? { csv: { minCertainty: 0.1 } } : {};
  return collectStatements(bytes, options).statements.flatMap(({ entries }) =>
    entries.map(({ status, bookingDate, amount }) => `${status} ${bookingDate} ${amount}`),
  );
}

/** Formats whose files have no end of their own: between two rows nothing tells that more should come. */
const ENDLESS = FUZZ_TARGETS.filter(({ name }) => name === 'csv' || name === 'qif' || name === 'mt942');

describe.each(ENDLESS.map(({ name, seeds }) => [name, seeds] as const))('%s', (name, seeds) => {
  it('cut at any byte never gives money that the whole does not', () => {
    for (const seed of seeds) {
      const whole = listMoney(seed, name);
      expect(whole).not.toEqual([]);
      for (let length = 0; length < seed.length; length++) {
        const cut = listMoney(seed.subarray(0, length), name);
        expect(cut, `cut at ${length}`).toEqual(whole.slice(0, cut.length));
      }
    }
  });
});
