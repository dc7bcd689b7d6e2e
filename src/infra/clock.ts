/** Where "now" comes from. Passed in wherever time matters, so that a test can move it. */
export interface Clock {
  /** The present instant as whole milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };
