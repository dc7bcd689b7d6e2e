import type { Caller } from './caller.ts';

/** A cursor of the event log as it is now: the one that a live stream opens with. */
export async function openEventCursor(caller: Caller): Promise<string> {
  const leaving = new AbortController();
  const { body } = await caller.open('streamEvents', { signal: leaving.signal });
  const opening = await body?.getReader().read();
  leaving.abort();
  const [, cursor] = /^id: (ec_\S+)\nevent: stream\.open\n/.exec(new TextDecoder().decode(opening?.value)) ?? [];
  if (cursor === undefined) throw new Error('the stream did not open');
  return cursor;
}
