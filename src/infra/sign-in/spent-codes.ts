import { createHmac } from 'node:crypto';
import type { Sql } from '../database.ts';

/** Of codes of our own sign-in, as the library counts it; banks have theirs. */
const STEP_MS = 30_000;
/** Steps around now that the library may have accepted: one to either side, and one more that has passed meanwhile. */
const LATEST = 1;
const EARLIEST = -2;

/**
 * Uses an accepted one-time code up, with all earlier ones (RFC 6238, 5.2): false when it, or a later one, was used before. Of several
 * that come at once with one code, one is told true.
 */
export async function spendCode(
  sql: Sql,
  {
    personId,
    code,
    openSecret,
    nowMs,
  }: {
    readonly personId: string;
    readonly code: string;
    /** Decrypts what is kept of a secret. */
    openSecret(kept: string): Promise<string>;
    readonly nowMs: number;
  },
): Promise<boolean> {
  const [row] = await sql<{ secret: string }[]>`select secret from people_two_factors where person_id = ${personId}`;
  if (row === undefined) return false;
  const secret = await openSecret(row.secret);
  const now = Math.floor(nowMs / STEP_MS);
  for (let step = now + LATEST; step >= now + EARLIEST; step -= 1) {
    if (computeCode(secret, step) !== code) continue;
    const { count } = await sql`
      update people_two_factors set last_step = ${step}
      where person_id = ${personId} and secret = ${row.secret} and (last_step is null or last_step < ${step})`;
    return count > 0;
  }
  return false;
}

/** Six digits by SHA-1, as the library makes them. */
function computeCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) % 16;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
