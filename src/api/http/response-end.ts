import type { ServerResponse } from 'node:http';

/**
 * Whether a response is over, sent or not: its client may have left while something was waited for. Such a response tells
 * nobody any more that it closes, so whatever is to be undone then must not be begun.
 */
export function isOver(response: ServerResponse): boolean {
  return response.closed || response.destroyed || response.req.socket.destroyed;
}
