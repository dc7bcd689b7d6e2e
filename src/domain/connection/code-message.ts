import { addMs, type Instant } from '../values/instant.ts';

/** How a message arrives that brings a code. */
export type MessageChannel = 'email' | 'sms';

/** How a bank's message is known, as expressions. The first group of `code` is the code; without a group all that it matches. */
export interface MessageForm {
  /** Null where the sender says nothing. */
  readonly from: Expression | null;
  readonly code: Expression;
}

/** An expression in a form that can be stored. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
}

/** A message that arrived for a delegated user. */
export interface CodeMessage {
  readonly channel: MessageChannel;
  readonly from: string;
  readonly text: string;
  /** As it says itself; null where it does not. */
  readonly sentAt: Instant | null;
  readonly receivedAt: Instant;
}

/** Longer messages bring no codes. Also bounds the time that an expression takes. */
export const MAX_MESSAGE_LENGTH = 20_000;
/** Messages say their time in whole seconds, by a clock that is not ours. */
const SENDER_SKEW_MS = 5_000;
/** The process that takes a message and the worker at the bank can be on two machines. */
const MACHINE_SKEW_MS = 2_000;

/** Without the flags that make an expression remember its place: it is stored, and read anew for each message. */
export function toExpression({ source, flags }: RegExp): Expression {
  return { source, flags: flags.replaceAll(/[gy]/g, '') };
}

/** Whether a message can belong to the sign-in whose login was handed over then: an older one brings an older code. */
export function isOfSignIn(message: Pick<CodeMessage, 'sentAt' | 'receivedAt'>, loginAt: Instant): boolean {
  if (message.receivedAt < earliestOf(loginAt)) return false;
  return message.sentAt === null || addMs(message.sentAt, SENDER_SKEW_MS) >= loginAt;
}

/** Messages that arrived before cannot belong to the sign-in whose login was handed over then. */
export function earliestOf(loginAt: Instant): Instant {
  return addMs(loginAt, -MACHINE_SKEW_MS);
}

/**
 * The code in a message, without blanks and hyphens. Null where the message has another form or several codes: a wrong
 * code counts against the delegated user.
 */
export function findCode({ from, text }: Pick<CodeMessage, 'from' | 'text'>, form: MessageForm): string | null {
  if (text.length > MAX_MESSAGE_LENGTH) return null;
  if (form.from !== null && !toRegExp(form.from, '').test(from)) return null;
  const found = [...text.matchAll(toRegExp(form.code, 'g'))].map(([all, group]) =>
    (group ?? all).replaceAll(/[\s-]/g, ''),
  );
  const [code, ...others] = new Set(found);
  return code === undefined || code === '' || others.length > 0 ? null : code;
}

function toRegExp({ source, flags }: Expression, more: string): RegExp {
  return new RegExp(source, flags + more);
}
