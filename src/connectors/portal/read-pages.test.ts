import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PagedList, type PageStep, readPages } from './read-pages.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

/** A list whose rows change between two page requests, newest first. Keeps every state that it had. */
function createPager(
  initial: readonly string[],
  size: number,
  changes: readonly Change[],
  options: { total?: boolean } = {},
) {
  let rows = [...initial];
  let turn = 0;
  let page = 0;
  const states: string[][] = [[...rows]];
  const step = async (): Promise<PageStep<string, string>> => {
    const change = changes[turn];
    turn += 1;
    if (change !== undefined) {
      rows = applyChange(rows, change, turn);
      states.push([...rows]);
    }
    const shown = rows.slice(page * size, (page + 1) * size);
    const total = options.total === true ? rows.length : null;
    const value = {
      rows: shown,
      counted: shown.length,
      print: `${page} ${shown.join('|')} ${total}`,
      total,
      isLast: (page + 1) * size >= rows.length,
    };
    return { ok: true, value };
  };
  const list: PagedList<string, string> = {
    first: () => {
      page = 0;
      return step();
    },
    next: () => {
      page += 1;
      return step();
    },
  };
  return { list, states };
}

type Change =
  | { readonly kind: 'arrive'; readonly row: string }
  | { readonly kind: 'go' | 'change'; readonly at: number }
  | null;

function applyChange(rows: readonly string[], change: Change, turn: number): string[] {
  if (change === null) return [...rows];
  // Look-alikes arrive, too: money is often paid twice in the same way.
  if (change.kind === 'arrive') return [change.row, ...rows];
  const at = rows.length === 0 ? 0 : change.at % rows.length;
  if (change.kind === 'go') return rows.filter((_, index) => index !== at);
  return rows.map((row, index) => (index === at ? `${row}'${turn}` : row));
}

const anyRow = fc.constantFrom('a', 'b', 'c', 'd', 'e');
/** Arrivals and changes; nothing is undone, which no reader could see. */
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: anyRow.map((row) => ({ kind: 'arrive' as const, row })) },
  { weight: 1, arbitrary: fc.nat(50).map((at) => ({ kind: 'change' as const, at })) },
);
const OPTIONS = { pinned: false, maxPages: 100, maxPasses: 6 };

/**
 * Whether a page went and came back: a page full of look-alikes can arrive behind the others. No reader could see that, and
 * no bank has pages of so few rows.
 */
function isUndone(states: readonly (readonly string[])[], size: number): boolean {
  const pages = Math.max(...states.map(({ length }) => Math.ceil(length / size)));
  return Array.from({ length: pages }, (_, page) => {
    const shown = states.map((rows) => rows.slice(page * size, (page + 1) * size).join('|'));
    const changes = shown.filter((print, index) => index === 0 || print !== shown[index - 1]);
    return new Set(changes).size < changes.length;
  }).some((each) => each);
}

describe('a list that changes while it is read', () => {
  it('is read as it stood at one moment, or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(anyChange, { maxLength: 30 }),
        async (rows, size, changes) => {
          const { list, states } = createPager(rows, size, changes);
          const result = await readPages(list, OPTIONS);
          fc.pre(!isUndone(states, size));
          if (result.kind === 'whole') expect(states).toContainEqual([...result.rows]);
          else expect(result.kind).toBe('restless');
        },
      ),
      { numRuns: 4_000 },
    );
  });

  it('that only loses rows is read as it stood at one moment, or not at all', async () => {
    const goes = fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.nat(50).map((at) => ({ kind: 'go' as const, at })) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{3}$/), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(goes, { maxLength: 30 }),
        async (rows, size, changes) => {
          const { list, states } = createPager(rows, size, changes);
          const result = await readPages(list, OPTIONS);
          if (result.kind === 'whole') expect(states).toContainEqual([...result.rows]);
          else expect(result.kind).toBe('restless');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('keeps look-alike rows apart that the edge of a page divides', async () => {
    const { list } = createPager(['same', 'same', 'same', 'same', 'same'], 2, []);
    expect(await readPages(list, OPTIONS)).toEqual({
      kind: 'whole',
      rows: ['same', 'same', 'same', 'same', 'same'],
      passes: 2,
    });
  });

  it('is read again when a row arrived between two pages', async () => {
    const { list } = createPager(['c', 'b', 'a'], 2, [null, { kind: 'arrive', row: 'd' }]);
    expect(await readPages(list, OPTIONS)).toEqual({ kind: 'whole', rows: ['d', 'c', 'b', 'a'], passes: 3 });
  });

  it('that never rests gives only the page that was read in one go', async () => {
    const changes: Change[] = Array.from({ length: 50 }, (_, index) => ({ kind: 'arrive', row: `${index}` }));
    const { list } = createPager(['b', 'a', 'z'], 2, changes);
    const result = await readPages(list, OPTIONS);
    expect(result).toMatchObject({ kind: 'restless' });
    expect(result.kind === 'restless' ? result.rows : null).toHaveLength(2);
  });
});

describe('a list', () => {
  it('of one page needs no second look', async () => {
    const { list } = createPager(['b', 'a'], 5, []);
    expect(await readPages(list, OPTIONS)).toEqual({ kind: 'whole', rows: ['b', 'a'], passes: 1 });
  });

  it('that the bank pins to one moment needs none either', async () => {
    const { list } = createPager(['c', 'b', 'a'], 2, []);
    expect(await readPages(list, { ...OPTIONS, pinned: true })).toMatchObject({ kind: 'whole', passes: 1 });
  });

  it('whose rows are not as many as the bank says is not used', async () => {
    const list: PagedList<string, string> = {
      first: async () => ({ ok: true, value: { rows: ['a'], counted: 1, print: 'a', total: 2, isLast: true } }),
      next: async () => ({ ok: false, fault: 'no more' }),
    };
    expect(await readPages(list, OPTIONS)).toEqual({ kind: 'restless', rows: ['a'] });
  });

  it('that breaks off gives only the page that was read in one go', async () => {
    const { list } = createPager(['c', 'b', 'a', 'z'], 2, []);
    const broken: PagedList<string, string> = { first: list.first, next: async () => ({ ok: false, fault: 'gone' }) };
    expect(await readPages(broken, OPTIONS)).toEqual({ kind: 'cut', rows: ['c', 'b'], fault: 'gone' });
    const dead: PagedList<string, string> = { first: async () => ({ ok: false, fault: 'gone' }), next: list.next };
    expect(await readPages(dead, OPTIONS)).toEqual({ kind: 'cut', rows: null, fault: 'gone' });
  });

  it('that does not end is given up', async () => {
    const { list } = createPager(Array.from({ length: 50 }, String), 1, []);
    expect(await readPages(list, { ...OPTIONS, maxPages: 10 })).toEqual({ kind: 'tooLong' });
  });
});
