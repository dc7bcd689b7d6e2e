import type { DelegatedUser } from '../delegated-user.ts';
import type { BankParts } from '../routes/bank-parts.ts';
import { accessOf } from './access.ts';
import { Challenge } from './challenge.ts';
import type { SecondFactor } from './looks/parts.ts';
import type { Visit } from './visit.ts';

/** Makes a code for the sign-in and sends it by e-mail or text message. A code of an authenticator app needs no sending. */
export async function sendCode(visit: Visit, user: DelegatedUser, factor: SecondFactor): Promise<void> {
  const { session, rules, look, parts, settings, nowMs } = visit;
  session.challenge ??= new Challenge(factor);
  const { challenge } = session;
  const to = factor === 'email' ? user.email : accessOf(user).phone;
  if (factor === 'totp') return;
  if (to === null) {
    challenge.sending = 'noAddress';
    return;
  }
  const code = challenge.make(rules.code.digits, nowMs + rules.code.validMs);
  if (code === null) {
    challenge.sending = 'tooMany';
    return;
  }
  const { words } = look;
  const minutes = rules.code.validMs / 60_000;
  challenge.sending =
    factor === 'email'
      ? await parts.messenger.sendMail(
          {
            from: senderOf(visit),
            to,
            subject: words.code.mailSubject,
            text: words.code.mailText(code, minutes),
          },
          settings.emailDelaySeconds * 1_000,
        )
      : await parts.messenger.sendSms({ from: parts.personality.id, to, text: words.code.smsText(code, minutes) });
}

/** From whom the bank's e-mail comes. */
export function senderOf({ parts }: { readonly parts: BankParts }): { name: string; address: string } {
  const { id, name } = parts.personality;
  return { name, address: `no-reply@${id}-demo.example` };
}

/** An address that only its owner knows again: c•••@inbox.example, •••• 4821. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? `•••• ${address.slice(-4)}` : `${address.slice(0, 1)}•••${address.slice(at)}`;
}
