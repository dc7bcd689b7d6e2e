import { describe, expect, it } from 'vitest';
import { type OpenPair, settleAccountPairs } from './settle-account-pairs.ts';

const pair = (olderId: string, newerId: string): OpenPair => ({ id: `${olderId}-${newerId}`, olderId, newerId });
/** What is open once the first of these pairs is accepted. */
function openAfter(accepted: OpenPair, ...others: readonly OpenPair[]): string[] {
  const { superseded, moved } = settleAccountPairs(others, accepted);
  const stays = others.filter(({ id }) => !superseded.includes(id) && !moved.some((each) => each.id === id));
  return [...stays, ...moved].map(({ olderId, newerId }) => `${olderId}-${newerId}`).sort();
}

describe('an account that had three names', () => {
  const [first, second, last] = [pair('a', 'b'), pair('b', 'c'), pair('a', 'c')];

  it('is asked about until all three are one, whichever two come first', () => {
    expect(openAfter(first, second, last)).toEqual(['a-c']);
    expect(openAfter(second, first, last)).toEqual(['a-b']);
    expect(openAfter(last, first, second)).toEqual(['b-a']);
  });

  it('is asked about where only neighbours were compared', () => {
    expect(openAfter(first, second)).toEqual(['a-c']);
    expect(openAfter(second, first)).toEqual(['a-b']);
  });
});

describe('another candidate', () => {
  it('is another account, beside the one that was chosen', () => {
    expect(openAfter(pair('a', 'c'), pair('b', 'c'))).toEqual([]);
    expect(openAfter(pair('a', 'b'), pair('a', 'c'))).toEqual([]);
  });

  it('that has nothing to do with the two stays open', () => {
    expect(openAfter(pair('a', 'b'), pair('c', 'd'))).toEqual(['c-d']);
  });
});
