import { expect, it } from 'vitest';
import { createTimeline } from './timeline.ts';

const step = (name: string, screenshot: Uint8Array | null = null) =>
  ({ name, outcome: screenshot === null ? 'done' : 'failed', detail: null, durationMs: 1, screenshot }) as const;

it('a timeline keeps the pictures of the last failures', () => {
  const timeline = createTimeline();
  for (let index = 0; index < 8; index += 1) timeline.note(step(`step ${index}`, Uint8Array.of(index)));
  expect(timeline.steps.map(({ screenshot }) => screenshot?.[0] ?? null)).toEqual([null, null, null, 3, 4, 5, 6, 7]);
});

it('a timeline of a session that goes round in circles keeps its beginning and its end', () => {
  const timeline = createTimeline();
  for (let index = 0; index < 5_000; index += 1) timeline.note(step(`step ${index}`));
  const names = timeline.steps.map(({ name }) => name);
  expect(names).toHaveLength(2_000);
  expect([names[0], names[999], names.at(-1)]).toEqual(['step 0', 'step 999', 'step 4999']);
});
