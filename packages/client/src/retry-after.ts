/**
 * Seconds that a `Retry-After` header asks for, rounded up; null when there is none or it cannot be read. A date is
 * compared with the answer's own `Date`, so that a wrong clock on this side does no harm.
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const atMs = readHttpDate(text);
  if (atMs === null) return null;
  const answeredMs = readHttpDate(headers.get('date')?.trim() ?? '') ?? nowMs;
  return Math.max(0, Math.ceil((atMs - answeredMs) / 1_000));
}

/** All three forms of an HTTP date begin with the name of a day; anything else is no date, whatever `Date` makes of it. */
function readHttpDate(text: string): number | null {
  const ms = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
