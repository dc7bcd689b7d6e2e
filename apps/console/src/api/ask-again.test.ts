import { expect, it } from 'vitest';
import { intervalAfter } from './ask-again.ts';
import { CallError } from './call-error.ts';

it('asks again for everything but what is not there', () => {
  const missing = new CallError('not_found', 'There is no connection with this id.', { status: 404 });
  const busy = new CallError('unavailable', 'Try again.', { status: 503 });
  expect(intervalAfter(missing, { everyMs: 1_500, mayCome: false })).toBe(false);
  expect(intervalAfter(missing, { everyMs: 1_500, mayCome: true })).toBe(1_500);
  expect(intervalAfter(busy, { everyMs: 1_500, mayCome: false })).toBe(1_500);
  expect(intervalAfter(null, { everyMs: 1_500, mayCome: false })).toBe(1_500);
  expect(intervalAfter(null, { mayCome: false })).toBe(false);
});
