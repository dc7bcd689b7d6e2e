import { type Finding, ok, problem, warn } from './finding.ts';

/**
 * Whether the number of the cursor key is not lower than the `highest` one that a process was started with, which is null before the
 * first start. A process takes cursors of the next number, too, so that a difference of one breaks none.
 */
export function checkCursorKeys(number: number, highest: number | null): Finding {
  if (highest === null || number >= highest) return ok('cursor-keys', 'The cursors of all clients can be used.');
  const fix = `Set CAUSEWAY_CURSOR_KEY_NUMBER=${highest} and restart; never lower it.`;
  const message = `CAUSEWAY_CURSOR_KEY_NUMBER is ${number}, and this database has been served with ${highest}:`;
  if (number === highest - 1)
    return warn(
      'cursor-keys',
      `${message} this is right only while processes with the higher number are started.`,
      fix,
    );
  return problem('cursor-keys', `${message} cursors that clients got since are refused as invalid_cursor.`, fix);
}
