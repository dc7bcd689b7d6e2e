import { isUuid, parseEventId } from '../../domain/values/id.ts';
import { type Instant, instantFromMs } from '../../domain/values/instant.ts';

/** The nil UUID: well formed, and never the id of anything. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** An id filter as the store takes it. Text that is no id of ours matches nothing, as any other id that does not exist. */
export function idFilter(text: string | undefined): string | null {
  if (text === undefined) return null;
  return isUuid(text) ? text.toLowerCase() : NO_ID;
}

/** The same for the public id of an event; as the store has it. */
export function eventIdFilter(text: string | undefined): string | null {
  return text === undefined ? null : (parseEventId(text) ?? NO_ID);
}

/** The years that both an RFC 3339 text and the database know. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A filter by a moment, with whatever offset it came; one beyond all years means the end of them. */
export function instantFilter(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  return instantFromMs(Math.min(Math.max(Date.parse(text), FIRST_MS), LAST_MS));
}
