import { call } from './call.ts';
import { CallError } from './call-error.ts';

/** What became of a try to sign in. */
export type SignInOutcome =
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'codeWanted' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'lockedOut'; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'failed' };

const QUIETLY = { asksForSignIn: false };

/** Sends address and password. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  return tryToSignIn(async () => (await call('signIn', { body: { email, password } }, QUIETLY)).twoFactorRedirect);
}

/** Sends the second factor: a code of the app, or one of the backup codes. */
export async function sendCode(code: string, kind: 'totp' | 'backup'): Promise<SignInOutcome> {
  return tryToSignIn(async () => {
    await call(kind === 'totp' ? 'verifyTotp' : 'verifyBackupCode', { body: { code } }, QUIETLY);
    return false;
  });
}

/** Ends the session. One that has ended already is no problem. */
export async function signOut(): Promise<void> {
  try {
    await call('signOut', {}, QUIETLY);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
  }
}

async function tryToSignIn(send: () => Promise<boolean>): Promise<SignInOutcome> {
  try {
    return { kind: (await send()) ? 'codeWanted' : 'signedIn' };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.status === 429) return { kind: 'lockedOut', retryAfterSeconds: error.retryAfterSeconds };
    return { kind: error.status >= 400 && error.status < 500 ? 'refused' : 'failed' };
  }
}
