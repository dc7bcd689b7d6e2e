/** Codes that banks ask authenticator apps for change with this. */
export const TOTP_STEP_MS = 30_000;
/** Less than this before its end a step is too short for a code to reach the bank. */
const TOO_SHORT_MS = 3_000;

/** A step of an authenticator seed, counted from the epoch, and the wait until its code can be used. */
export interface TotpTurn {
  readonly step: number;
  readonly waitMs: number;
}

/**
 * The step whose code is used next. Banks take each step once and none before one that was used, so a step that was used
 * is waited out. `lastStep` is the last one used, 0 where none was.
 */
export function planTotpTurn(nowMs: number, lastStep: number): TotpTurn {
  const current = Math.floor(nowMs / TOTP_STEP_MS);
  const ends = (current + 1) * TOTP_STEP_MS;
  const step = Math.max(lastStep + 1, ends - nowMs < TOO_SHORT_MS ? current + 1 : current);
  return { step, waitMs: Math.max(0, step * TOTP_STEP_MS - nowMs) };
}
