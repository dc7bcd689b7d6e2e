import { expect, it } from 'vitest';
import { CallError } from './call-error.ts';
import { createOneAct } from './one-act.ts';

const lost = new CallError('unreachable', 'The server cannot be reached.');
const refused = new CallError('validation_error', 'The name is taken.', { status: 422 });

it('begins no second act before the page shows how the first one ended', () => {
  const act = createOneAct<{ readonly body: string }>();
  expect(act.begin({ body: 'one' })).not.toBeNull();
  expect(act.begin({ body: 'one' })).toBeNull();
  act.end();
  expect(act.begin({ body: 'one' })).toBeNull();
  act.free();
  expect(act.begin({ body: 'one' })).not.toBeNull();
});

it('does what is chosen while another act is under way after that one, each once and in order', () => {
  const act = createOneAct<{ readonly body: string }>();
  const first = act.begin({ body: 'one' });
  for (const body of ['one', 'two', 'two', 'one']) expect(act.begin({ body })).toBeNull();
  const second = act.end(refused);
  expect(second?.input).toEqual({ body: 'two' });
  expect(second?.key).not.toBe(first?.key);
  expect(act.begin({ body: 'one' })).toBeNull();
  expect(act.end()?.input).toEqual({ body: 'one' });
  expect(act.end()).toBeNull();
  expect(act.begin({ body: 'one' })).toBeNull();
  act.free();
  expect(act.begin({ body: 'one' })?.input).toEqual({ body: 'one' });
});

it('repeats an act whose answer was lost under the same key, and every other one under a new key', () => {
  const act = createOneAct<{ readonly body: unknown }>();
  const send = (body: unknown, error?: unknown) => {
    const key = act.begin({ body })?.key;
    act.end(error);
    act.free();
    return key;
  };
  const first = send('one', lost);
  expect(send('one', lost)).toBe(first);
  expect(send('another', lost)).not.toBe(first);
  const refusedKey = send('one', refused);
  expect(refusedKey).not.toBe(first);
  const done = send('one');
  expect(done).not.toBe(refusedKey);
  expect(send('one')).not.toBe(done);
  // What a file holds is not compared.
  const uploaded = send(new FormData(), lost);
  expect(send(new FormData(), lost)).not.toBe(uploaded);
});
