/**
 * A moment in UTC as RFC 3339 text with milliseconds and `Z`, for example `2026-11-20T06:02:11.482Z`.
 * The text form is what the database gives, what the API sends and what sorts correctly as a string.
 */
export type Instant = string;

/** Instant of a count of milliseconds since 1970-01-01T00:00:00Z. */
export function instantFromMs(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

/** Milliseconds since 1970-01-01T00:00:00Z. Throws on text that is no instant. */
export function instantToMs(instant: Instant): number {
  const epochMs = Date.parse(instant);
  if (Number.isNaN(epochMs)) throw new RangeError(`not an instant: ${instant}`);
  return epochMs;
}

/** The instant that lies `ms` milliseconds later (earlier if negative). */
export function addMs(instant: Instant, ms: number): Instant {
  return instantFromMs(instantToMs(instant) + ms);
}
