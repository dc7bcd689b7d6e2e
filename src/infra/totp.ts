import { createGuardrails, generateSync } from 'otplib';

/** Banks give out seeds that are shorter than the standard asks for. */
const GUARDRAILS = createGuardrails({ MIN_SECRET_BYTES: 1 });
/** Base 32 with at least 80 bits, which is the shortest that is in use. */
const SEED = /^[A-Z2-7]{16,}=*$/;

/** A seed as an authenticator app takes it: people write it in groups and in lower case. Null where it is none. */
export function normaliseTotpSeed(text: string): string | null {
  const seed = text.replaceAll(/[\s-]/g, '').toUpperCase();
  return SEED.test(seed) ? seed.replaceAll('=', '') : null;
}

/** The six digits that an authenticator app shows at a moment (RFC 6238: SHA-1, steps of thirty seconds). */
export function computeTotp(seed: string, atMs: number): string {
  return generateSync({ secret: seed, epoch: Math.floor(atMs / 1_000), guardrails: GUARDRAILS });
}
