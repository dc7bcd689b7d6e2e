import { EventEmitter, getEventListeners } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { createFakeParts } from '../../../test/contract/fake-app.ts';
import { createContext } from './request-context.ts';

function signalOf({ closed }: { readonly closed: boolean }) {
  const shutdown = new AbortController();
  const raw = Object.assign(new EventEmitter(), { closed, destroyed: closed, req: { socket: { destroyed: closed } } });
  // What the context of a request looks at.
  const request = { id: '1', startedAtMs: 0, principal: null, method: 'GET' } as unknown as FastifyRequest;
  const reply = { raw } as unknown as FastifyReply; // As above.
  const state = { shutdown: shutdown.signal, servedDocument: () => '', beginWork: () => null };
  const { signal } = createContext({ request, reply }, 'getEntity', createFakeParts(), state);
  return { raw, signal, waiting: () => getEventListeners(shutdown.signal, 'abort').length };
}

it('tells a handler that its response is over, and waits for the shutdown until then only', () => {
  const open = signalOf({ closed: false });
  expect([open.signal.aborted, open.waiting()]).toEqual([false, 1]);
  open.raw.emit('close');
  expect([open.signal.aborted, open.waiting()]).toEqual([true, 0]);
  const over = signalOf({ closed: true });
  expect([over.signal.aborted, over.waiting()]).toEqual([true, 0]);
});
