import { MAX_MESSAGE_LENGTH, type MessageChannel } from '../../domain/connection/code-message.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { type Addressee, findByPhoneNumber, findByUsername } from '../../store/connections/delegated-contacts.ts';
import type { CommandParts } from '../parts.ts';
import { offerCode } from './offer-code.ts';
import { type InvitationParts, offerInvitation } from './offer-invitation.ts';

/** What arrived, whatever way. */
export interface ArrivedMessage {
  readonly from: string;
  readonly text: string;
  /** Real time, as the message says itself; null where it does not. */
  readonly sentAtMs: number | null;
}

/** Whether a mailbox, the user name of a delegated user, belongs to a connection. */
export async function hasMailbox(parts: Pick<CommandParts, 'sql'>, name: string): Promise<boolean> {
  return (await findByUsername(parts.sql, name)) !== null;
}

/**
 * Hands a mail to the connections whose delegated users have these mailboxes, as the bank's invitation or as what may bring a code. A
 * mailbox that is gone meanwhile is passed over. Gives the connections to which the bank has written an invitation that was not taken.
 */
export async function deliverMail(
  parts: InvitationParts,
  mailboxes: readonly string[],
  message: ArrivedMessage,
): Promise<readonly string[]> {
  const ignoredBy: string[] = [];
  for (const name of new Set(mailboxes)) {
    const addressee = await findByUsername(parts.sql, name);
    if (addressee === null) continue;
    const own = { ...parts, sql: parts.sqlOf(addressee) };
    const outcome = await offerInvitation(own, addressee, addressee.connectionId, message);
    if (outcome === 'none') await offer(parts, addressee, 'email', message);
    if (outcome === 'ignored') ignoredBy.push(addressee.connectionId);
  }
  return ignoredBy;
}

/** Hands a text message to the connection that has the number. False where none has it. */
export async function deliverSms(parts: CommandParts, to: string, message: ArrivedMessage): Promise<boolean> {
  // Providers write numbers with and without blanks.
  const addressee = await findByPhoneNumber(parts.sql, to.replaceAll(/[\s().-]/g, ''));
  await offer(parts, addressee, 'sms', message);
  return addressee !== null;
}

async function offer(
  parts: CommandParts,
  addressee: Addressee | null,
  channel: MessageChannel,
  { from, text, sentAtMs }: ArrivedMessage,
): Promise<void> {
  if (addressee === null) return;
  await offerCode({ ...parts, sql: parts.sqlOf(addressee) }, addressee, addressee.connectionId, {
    channel,
    from,
    text: text.slice(0, MAX_MESSAGE_LENGTH),
    sentAt: sentAtMs === null ? null : instantFromMs(sentAtMs),
    receivedAt: instantFromMs(parts.nowMs()),
  });
}
