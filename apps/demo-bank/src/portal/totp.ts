import { generateSecret, generateURI, verifySync } from 'otplib';

const PERIOD_S = 30;

/** A new secret for an authenticator app, in base 32. */
export function createTotpSecret(): string {
  return generateSecret();
}

/** The address by which an app takes a secret in. */
export function presentTotpAddress(secret: string, issuer: string, label: string): string {
  return generateURI({ issuer, label, secret });
}

/**
 * Checks a code at a moment in real time, and one step around it. Gives the time step that it belongs to, or why it is
 * not taken: a step is good once.
 */
export function checkTotp(
  { secret, lastStep }: { readonly secret: string; readonly lastStep: number },
  entered: string,
  nowMs: number,
): { readonly step: number } | 'wrong' | 'used' {
  const token = entered.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return 'wrong';
  const epoch = Math.floor(nowMs / 1_000);
  const result = verifySync({ secret, token, epoch, epochTolerance: PERIOD_S });
  if (!result.valid || !('timeStep' in result)) return 'wrong';
  return result.timeStep <= lastStep ? 'used' : { step: result.timeStep };
}
