import { randomInt } from 'node:crypto';
import { toInstant } from '@causeway/bank-simulator';
import type { DelegatedUser } from '../delegated-user.ts';
import type { BankParts } from '../routes/bank-parts.ts';
import { accessOf, changeAccess } from './access.ts';
import type { Sending } from './delivery/messenger.ts';
import { mergeSettings } from './portal-settings.ts';
import { hashCode } from './same-text.ts';
import { senderOf } from './send-code.ts';

const VALID_MS = 7 * 86_400_000;
/** Letters and digits that are not mistaken for one another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 12;

/**
 * Sends an invitation with a new activation code to a user's e-mail address; the code before ends. Nothing changes where
 * no e-mail can be sent.
 */
export async function inviteUser(parts: BankParts, user: DelegatedUser): Promise<Sending | 'noAddress'> {
  const { users, keeper, messenger, personality, now, address } = parts;
  if (user.email === null) return 'noAddress';
  if (!messenger.sendsMail) return 'notConfigured';
  const code = createCode();
  const invitation = {
    codeHash: hashCode(code),
    expiresAt: toInstant(now().getTime() + VALID_MS),
    rejectedTries: 0,
  };
  await changeAccess(users, user, () => ({ invitation }));
  const settings = mergeSettings(keeper.portals.get(personality.id) ?? {}, accessOf(user).settings);
  const { activation } = personality.portal.looks[settings.layout].words;
  const text = activation.mailText({
    ...{ name: `${user.firstName} ${user.lastName}`, companyId: user.companyId, username: user.username },
    url: `${address.url}/${personality.id}/portal/activate`,
    code: code.replace(/(.{4})(?!$)/g, '$1-'),
  });
  const mail = { from: senderOf({ parts }), to: user.email, subject: activation.mailSubject, text };
  return messenger.sendMail(mail, settings.emailDelaySeconds * 1_000);
}

/** Brings an activation code into the one form that can be compared. */
export function normaliseActivationCode(entered: string): string {
  return entered.replaceAll(/[\s-]/g, '').toUpperCase();
}

function createCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(0, ALPHABET.length))).join('');
}
