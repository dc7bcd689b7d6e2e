import { expect, it } from 'vitest';
import { Timeline } from './timeline.ts';

/** As many as a session keeps here; the oldest goes for each that comes. */
const KEPT = 3;

function stage() {
  const failures: { host: string; kind: 'denied'; code: null }[] = [];
  const timeline = new Timeline({
    context: { credentials: {}, signal: new AbortController().signal },
    session: { egressFailures: () => failures, elapsedMs: () => 0, lost: new AbortController().signal },
    page: { screenshot: async () => null },
  });
  const refuse = (...hosts: string[]) => {
    for (const host of hosts) failures.push({ host, kind: 'denied', code: null });
    failures.splice(0, Math.max(0, failures.length - KEPT));
  };
  /** The hosts that a step is told of which the session refuses these meanwhile. */
  const step = (...hosts: string[]) =>
    timeline.record(
      'a step',
      async () => {
        refuse(...hosts);
        return timeline.egressFailures().map(({ host }) => host);
      },
      () => null,
    );
  return { refuse, step };
}

it('a step is told what was refused since it began', async () => {
  const { refuse, step } = stage();
  expect(await step()).toEqual([]);
  expect(await step('a')).toEqual(['a']);
  refuse('between');
  expect(await step('b')).toEqual(['b']);
  expect(await step()).toEqual([]);
});

it('a step is told what was refused last in a session that has refused more than is kept', async () => {
  const { step } = stage();
  expect(await step('a', 'b', 'c', 'd')).toEqual(['b', 'c', 'd']);
  expect(await step('e')).toEqual(['e']);
  expect(await step('f', 'g', 'h', 'i')).toEqual(['g', 'h', 'i']);
  expect(await step()).toEqual([]);
});
