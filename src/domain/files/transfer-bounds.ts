/**
 * How long a file may take over a line, to us as an upload and from a server of files alike. Whoever sends a byte now and then is never
 * silent, and would hold a place for good that others wait for. The rate is one that every line has, asked for after a first while in
 * which little may come; the time is enough for the largest file that is taken over an ordinary line.
 */
export const TRANSFER_BOUNDS = { longestMs: 900_000, leastBytesPerSecond: 1_024, graceMs: 30_000 } as const;
