import { describe, expect, it } from 'vitest';
import { NO_CHANGES, outcomeOf, sumCounts } from './sync-run.ts';

describe('counting the changes of a run', () => {
  it('adds up its accounts', () => {
    expect(sumCounts([])).toEqual(NO_CHANGES);
    expect(
      sumCounts([
        { counts: { added: 1, modified: 2, removed: 3 } },
        { counts: { added: 10, modified: 20, removed: 30 } },
      ]),
    ).toEqual({ added: 11, modified: 22, removed: 33 });
  });

  it.each([
    [{ added: 0, modified: 0, removed: 0 }, 'unchanged'],
    [{ added: 1, modified: 0, removed: 0 }, 'changed'],
    [{ added: 0, modified: 1, removed: 0 }, 'changed'],
    [{ added: 0, modified: 0, removed: 1 }, 'changed'],
  ])('calls %j %s', (counts, outcome) => {
    expect(outcomeOf(counts)).toBe(outcome);
  });
});
