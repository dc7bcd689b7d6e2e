import { eventIdOf } from './values/id.ts';
import type { Instant } from './values/instant.ts';

/**
 * The part of an event's JSON text that is the same for every reader, without the opening brace. Rendered once, when the
 * change is written; type and transaction follow it.
 */
export function renderEventHead(event: { readonly eventId: string; readonly at: Instant }): string {
  return `"eventId":"${eventIdOf(event.eventId)}","eventAt":"${event.at}",`;
}
