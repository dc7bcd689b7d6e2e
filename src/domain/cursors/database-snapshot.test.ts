import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasSeen,
  isLater,
  keepFewOpen,
  parseSnapshot,
  printSnapshot,
  type SeenTransactions,
  seeThrough,
} from './database-snapshot.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_122 });

const seen = (next: number, ...open: number[]): SeenTransactions => ({ next: BigInt(next), open: open.map(BigInt) });

describe('a snapshot of transactions', () => {
  it('is read and printed as PostgreSQL does', () => {
    for (const text of ['10:20:10,14,15', '20:20:', '4294967296:4294967300:4294967296'])
      expect(printSnapshot(parseSnapshot(text))).toBe(text);
    expect(parseSnapshot('10:20:10,14')).toEqual(seen(20, 10, 14));
    expect(() => parseSnapshot('10:20')).toThrow('10:20');
  });

  it('holds what is decided and nothing else', () => {
    const at = seen(20, 10, 14);
    expect([9, 10, 13, 14, 19, 20, 99].map((id) => hasSeen(at, BigInt(id)))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it('is later than another when it holds all of that one', () => {
    expect(isLater(seen(20), seen(20, 10))).toBe(true);
    expect(isLater(seen(25, 22), seen(20, 10))).toBe(true);
    expect(isLater(seen(19), seen(20))).toBe(false);
    expect(isLater(seen(25, 15), seen(20, 10))).toBe(false);
  });

  it('with few open ones is a lower bound of the one with many', () => {
    expect(keepFewOpen(seen(20, 10, 14, 15), 3)).toEqual(seen(20, 10, 14, 15));
    expect(keepFewOpen(seen(20, 10, 14, 15), 2)).toEqual(seen(15, 10, 14));
    expect(keepFewOpen(seen(20, 10, 14, 15), 0)).toEqual(seen(10));
  });
});

/** A step of a model: a transaction begins, one of those under way ends, or the reader reads at most so many. */
type Step = { readonly kind: 'begin' } | { readonly kind: 'end'; readonly which: number } | ReadStep;
interface ReadStep {
  readonly kind: 'read';
  readonly most: number;
}

const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.constant({ kind: 'begin' } as const),
  fc.record({ kind: fc.constant('end' as const), which: fc.nat(9) }),
  fc.record({ kind: fc.constant('read' as const), most: fc.integer({ min: 1, max: 3 }) }),
);

describe('whoever reads what is decided and not seen', () => {
  it('gets each transaction once, in whatever order they end and however little is read at a time', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 60 }), (steps) => {
        let next = 100n;
        const open: bigint[] = [];
        const ended: bigint[] = [];
        const got: bigint[] = [];
        let place: SeenTransactions = { next, open: [] };
        const read = (most: number): boolean => {
          const now = { next, open: [...open] };
          expect(isLater(now, place)).toBe(true);
          const found = ended
            .filter((id) => hasSeen(now, id) && !hasSeen(place, id))
            .sort((a, b) => Number(a - b))
            .slice(0, most);
          got.push(...found);
          const last = found.at(-1);
          const isWhole = found.length < most;
          place = isWhole || last === undefined ? now : seeThrough(place, now, last);
          return isWhole;
        };
        for (const step of steps) {
          if (step.kind === 'begin') {
            open.push(next);
            next += 1n;
          } else if (step.kind === 'end') ended.push(...open.splice(step.which, 1));
          else read(step.most);
        }
        ended.push(...open.splice(0));
        while (!read(2));
        expect(got.toSorted((a, b) => Number(a - b))).toEqual(ended.toSorted((a, b) => Number(a - b)));
      }),
      { numRuns: 500 },
    );
  });
});
