import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createSharedReads } from './shared-reads.ts';

/** Reads that end when they are told to. */
function createSource() {
  const begun: { readonly name: string; end(value: string): void; fail(cause: Error): void }[] = [];
  const read = (name: string) => () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    begun.push({ name, end: resolve, fail: reject });
    return promise;
  };
  return { begun, read, names: () => begun.map(({ name }) => name) };
}

describe('shared reads', () => {
  it('are one for all who ask before it begins', async () => {
    const share = createSharedReads(4);
    const { begun, read, names } = createSource();
    const asked = [share('a', read('first')), share('a', read('second')), share('b', read('other'))];
    await turn();
    expect(names()).toEqual(['first', 'other']);
    begun[0]?.end('A');
    begun[1]?.end('B');
    expect(await Promise.all(asked)).toEqual(['A', 'A', 'B']);
  });

  it('give nobody what was read before the question', async () => {
    const share = createSharedReads(4);
    const { begun, read, names } = createSource();
    const early = share('a', read('early'));
    await turn();
    const late = share('a', read('late'));
    await turn();
    expect(names()).toEqual(['early', 'late']);
    begun[0]?.end('old');
    begun[1]?.end('new');
    expect([await early, await late]).toEqual(['old', 'new']);
  });

  it('run a few at a time and in the order of the questions; those in the queue are joined', async () => {
    const share = createSharedReads(2);
    const { begun, read, names } = createSource();
    const asked = ['a', 'b', 'c', 'd'].map((key) => share(key, read(key)));
    await turn();
    expect(names()).toEqual(['a', 'b']);
    const joined = share('c', read('not begun'));
    begun[1]?.end('B');
    await asked[1];
    await turn();
    expect(names()).toEqual(['a', 'b', 'c']);
    begun[2]?.end('C');
    expect(await joined).toBe('C');
    begun[0]?.end('A');
    await asked[0];
    await turn();
    begun[3]?.end('D');
    expect(await Promise.all(asked)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('that fail, fail for all who share them, and make room', async () => {
    const share = createSharedReads(1);
    const { begun, read } = createSource();
    const broken = [share('a', read('a')), share('a', read('a'))].map((each) =>
      each.catch((cause: Error) => cause.message),
    );
    const next = share('b', read('b'));
    await turn();
    begun[0]?.fail(new Error('lost'));
    expect(await Promise.all(broken)).toEqual(['lost', 'lost']);
    await turn();
    begun[1]?.end('B');
    expect(await next).toBe('B');
  });
});
