import type { CredentialField } from '../institution.ts';
import { MAX_MESSAGE_LENGTH } from './code-message.ts';

/** How a bank's invitation of a delegated user is known, and how it is read. The first group of each expression is what it finds. */
export interface InvitationForm {
  /** Finds the bank in the sender's address. Everybody can write to a mailbox, so it is never left out. */
  readonly from: RegExp;
  readonly code: RegExp;
  /** Where the mail names the customer and the user; left out where it does not. */
  readonly bankCustomerId?: RegExp;
  readonly bankUsername?: RegExp;
  /** What the bank asks for beside the code. */
  readonly asks: readonly NameField[];
  readonly validForMs: number;
}

export type NameField = Extract<CredentialField, 'bankCustomerId' | 'bankUsername'>;
export type LoginNames = Readonly<Partial<Record<NameField, string>>>;

/** What an invitation says. Its link is not among it: the page of activation is one that the recipe knows. */
export interface Invitation {
  readonly code: string;
  readonly names: LoginNames;
}

/** Reads a mail by the form of a bank's invitation. Null where it is none, or has several codes. */
export function readInvitation(mail: { readonly from: string; readonly text: string }, form: InvitationForm) {
  if (mail.text.length > MAX_MESSAGE_LENGTH || !form.from.test(mail.from)) return null;
  const code = findOnly(mail.text, form.code);
  if (code === null) return null;
  const names: Partial<Record<NameField, string>> = {};
  for (const field of NAME_FIELDS) {
    const expression = form[field];
    const name = expression === undefined ? null : findOnly(mail.text, expression);
    if (name !== null) names[field] = name;
  }
  return { code, names } satisfies Invitation;
}

/**
 * Whom an invitation is for: the names that are stored, else those of the mail, else the user name that was asked for at
 * the bank. `foreign`: the mail names another one than is stored. `incomplete`: nothing tells a name that the bank asks for.
 */
export function nameInvited(
  invitation: Pick<Invitation, 'names'>,
  asks: readonly NameField[],
  known: { readonly stored: LoginNames; readonly delegatedUsername: string },
): LoginNames | 'foreign' | 'incomplete' {
  const named: Partial<Record<NameField, string>> = {};
  for (const field of NAME_FIELDS) {
    const stored = known.stored[field];
    const mailed = invitation.names[field];
    if (stored !== undefined && mailed !== undefined && !isSameName(stored, mailed)) return 'foreign';
    const fallback = field === 'bankUsername' ? known.delegatedUsername : undefined;
    const name = stored ?? mailed ?? fallback;
    if (name !== undefined) named[field] = name;
  }
  return asks.every((field) => named[field] !== undefined) ? named : 'incomplete';
}

/** Whether two logins name different users; what only one of them names tells nothing. */
export function isOtherUser(one: LoginNames, other: LoginNames): boolean {
  return NAME_FIELDS.some((field) => {
    const [a, b] = [one[field], other[field]];
    return a !== undefined && b !== undefined && !isSameName(a, b);
  });
}

const NAME_FIELDS: readonly NameField[] = ['bankCustomerId', 'bankUsername'];

/** What an expression finds, where it always finds the same. */
function findOnly(text: string, { source, flags }: RegExp): string | null {
  const all = new RegExp(source, `${flags.replaceAll(/[gy]/g, '')}g`);
  const [found, ...others] = new Set([...text.matchAll(all)].map(([whole, group]) => (group ?? whole).trim()));
  return found === undefined || found === '' || others.length > 0 ? null : found;
}

function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
