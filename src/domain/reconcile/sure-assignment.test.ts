import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge } from './knot-flow.ts';
import { assignSurely } from './sure-assignment.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

describe('an assignment', () => {
  it('takes the only way there is, over the whole graph', () => {
    const edges = [edge(0, 0), edge(0, 1), edge(1, 1)];
    expect(assignSurely([1, 1], [1, 1], edges)).toEqual({
      pairs: [
        { ...edge(0, 0), count: 1 },
        { ...edge(1, 1), count: 1 },
      ],
      contested: [],
    });
  });

  it('decides nothing where one member fits two places', () => {
    const edges = [edge(0, 0), edge(0, 1)];
    expect(assignSurely([1], [1, 1], edges)).toEqual({ pairs: [], contested: edges });
  });

  it('shares out members that nothing tells apart', () => {
    const edges = [edge(0, 0), edge(0, 1)];
    const pairs = [
      { ...edge(0, 0), count: 1 },
      { ...edge(0, 1), count: 2 },
    ];
    expect(assignSurely([3], [1, 2], edges)).toEqual({ pairs, contested: [] });
  });

  it('holds no knot of look-alikes for solvable that is too large to look at', () => {
    const edges = Array.from({ length: 30 }, (_, left) => Array.from({ length: 30 }, (_, right) => edge(left, right)));
    const ones = Array.from({ length: 30 }, () => 1);
    expect(assignSurely(ones, ones, edges.flat())).toMatchObject({ pairs: [] });
  });

  it('is what every largest assignment has in common', () => {
    fc.assert(
      fc.property(anyGraph(), ({ lefts, rights, edges }) => {
        const { pairs, contested } = assignSurely(lefts, rights, edges);
        const largest = listLargest(lefts, rights, edges);
        for (const [index, one] of edges.entries()) {
          const counts = new Set(largest.map((counts) => counts[index] ?? 0));
          const pair = pairs.find(({ left, right }) => left === one.left && right === one.right);
          const isContested = contested.some(({ left, right }) => left === one.left && right === one.right);
          // What is sure is in all of them, with at least so many members; what differs between them is contested or less.
          if (pair !== undefined) expect(Math.min(...counts)).toBe(pair.count);
          else expect(isContested ? counts.size > 1 : [...counts].every((count) => count === 0)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

function edge(left: number, right: number): Edge {
  return { left, right };
}

function anyGraph() {
  const sizes = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 });
  return fc.tuple(sizes, sizes).chain(([lefts, rights]) => {
    const all = lefts.flatMap((_, left) => rights.map((_, right) => edge(left, right)));
    return fc.record({ lefts: fc.constant(lefts), rights: fc.constant(rights), edges: fc.subarray(all) });
  });
}

/** Every largest assignment, by trying all: members per edge. */
function listLargest(lefts: readonly number[], rights: readonly number[], edges: readonly Edge[]): number[][] {
  const found: number[][] = [];
  const counts: number[] = [];
  const used = (side: 'left' | 'right', place: number) =>
    counts.reduce((sum, count, index) => (edges[index]?.[side] === place ? sum + count : sum), 0);
  const visit = (index: number): void => {
    const one = edges[index];
    if (one === undefined) {
      found.push([...counts]);
      return;
    }
    const room = Math.min(
      (lefts[one.left] ?? 0) - used('left', one.left),
      (rights[one.right] ?? 0) - used('right', one.right),
    );
    for (let count = 0; count <= room; count += 1) {
      counts.push(count);
      visit(index + 1);
      counts.pop();
    }
  };
  visit(0);
  const total = (assignment: readonly number[]) => assignment.reduce((sum, count) => sum + count, 0);
  const most = Math.max(...found.map(total));
  return found.filter((assignment) => total(assignment) === most);
}
