import type { Credentials, LoginRenewal, SessionContext } from '../../../src/connectors/contract.ts';
import { type FaultCode, faultOf } from '../../../src/domain/connection/connection-fault.ts';

/** Where a worker can be killed. */
export type KillPlace = 'written' | 'handedOver' | 'clicked' | 'taken' | 'keyWritten' | 'keyClicked';

/** The bank's side of a user whom it has invited. */
export interface InvitedUser {
  /** Code of the invitation that is good now. */
  code: string | null;
  password: string | null;
  seed: string | null;
  /** Whether it wants an authenticator app set up. */
  wantsSeed: boolean;
  /** Passwords that it was given to sign in, and codes to activate. */
  readonly logins: string[];
  readonly codes: string[];
  /** Where the worker is killed, once. */
  killAt: KillPlace | null;
}

export const RULES = { minLength: 12, maxLength: 20, kinds: ['lower', 'digit'] } as const;

export function createInvitedUser(): InvitedUser {
  return { code: 'ABCD-2345', password: null, seed: null, wantsSeed: false, logins: [], codes: [], killAt: null };
}

/** Signs in as connectors do: an unsure login once, then the invitation, else the stored login. */
export async function signIn(user: InvitedUser, context: SessionContext) {
  const fault = await meetBank(user, context);
  return fault === null ? null : { ok: false as const, fault: faultOf(fault) };
}

async function meetBank(user: InvitedUser, context: SessionContext): Promise<FaultCode | null> {
  const { renewal, credentials, answerCode, signal } = context;
  if (renewal?.unsure != null) {
    await renewal.noteHandedOver('unsureLogin');
    const login = tryLogin(user, renewal.unsure);
    killIf(user, 'clicked');
    if (login === null) {
      await renewal.noteTaken('password');
      return enterSeed(user, renewal);
    }
    await renewal.noteRefused('password', login);
  }
  if (renewal?.invitation != null) return (await activate(user, renewal)) ?? (await enterSeed(user, renewal));
  const login = tryLogin(user, credentials);
  if (login !== null) return login;
  if (user.seed === null) return renewal === undefined ? null : enterSeed(user, renewal);
  const question = { channel: 'totp', prompt: null, destination: null, message: null } as const;
  const reply = await answerCode?.({ ...question, validForMs: 60_000, loginAgeMs: 0, signal });
  return reply?.kind === 'computed' && reply.code.startsWith(`${user.seed}-`) ? null : 'mfa_failed';
}

function tryLogin(user: InvitedUser, { password }: Credentials): FaultCode | null {
  user.logins.push(password ?? 'none');
  return password === user.password ? null : 'credentials_rejected';
}

async function activate(user: InvitedUser, renewal: LoginRenewal): Promise<FaultCode | null> {
  const { code, names } = renewal.invitation ?? { code: '', names: {} };
  const password = await renewal.choosePassword(RULES, names);
  killIf(user, 'written');
  await renewal.noteHandedOver('password');
  killIf(user, 'handedOver');
  user.codes.push(code);
  if (code !== user.code || names.bankCustomerId !== '4410') {
    await renewal.noteRefused('password', 'invitation_invalid');
    return 'invitation_invalid';
  }
  Object.assign(user, { code: null, password });
  killIf(user, 'clicked');
  await renewal.noteTaken('password');
  killIf(user, 'taken');
  return tryLogin(user, { password });
}

async function enterSeed(user: InvitedUser, renewal: LoginRenewal): Promise<FaultCode | null> {
  if (!user.wantsSeed) return null;
  const code = await renewal.enrol('SEED');
  killIf(user, 'keyWritten');
  await renewal.noteHandedOver('totpSecret');
  if (code === null || !code.startsWith('SEED-')) throw new Error('no code of the key');
  Object.assign(user, { seed: 'SEED', wantsSeed: false });
  killIf(user, 'keyClicked');
  await renewal.noteTaken('totpSecret');
  return null;
}

function killIf(user: InvitedUser, place: KillPlace): void {
  if (user.killAt !== place) return;
  user.killAt = null;
  throw new Error('the worker was killed');
}
