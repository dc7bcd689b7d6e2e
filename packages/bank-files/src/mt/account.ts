import { isIban } from '../iban.ts';
import { normaliseAccountId, type StatementAccount } from '../statement.ts';

export interface MtAccount {
  readonly rawId: string;
  /** IBAN where the field holds one, in whatever form; else the field without blanks. */
  readonly id: string;
  readonly scheme: StatementAccount['scheme'];
  readonly servicerId: string | null;
  /** Written behind the IBAN by Dutch banks. */
  readonly currency: string | null;
}

/**
 * Reads `:25:`: an IBAN, an IBAN with a currency, a bank's code or BIC with an account, or a number with dots, dashes and blanks.
 * Null when it is blank. `lines` behind the first one hold the BIC of option P.
 */
export function parseMtAccount(lines: readonly string[]): MtAccount | null {
  const rawId = (lines[0] ?? '').trim();
  const id = normaliseAccountId(rawId);
  if (id === '') return null;
  const slash = id.indexOf('/');
  const servicer = slash === -1 ? '' : id.slice(0, slash);
  const number = slash === -1 ? id : id.slice(slash + 1);
  const servicerId = isBankId(servicer) ? servicer : (lines[1]?.trim() ?? '') || null;
  const iban = findIban(number);
  if (iban === null) return { rawId, id, scheme: 'other', servicerId, currency: null };
  const rest = number.slice(iban.length);
  return { rawId, id: iban, scheme: 'iban', servicerId, currency: rest === '' ? null : rest };
}

/** The whole text, or what stands before a currency of three letters. */
function findIban(text: string): string | null {
  if (isIban(text)) return text;
  const front = text.slice(0, -3);
  return /[A-Z]{3}$/.test(text) && isIban(front) ? front : null;
}

/** A BIC, or a German bank code. */
function isBankId(text: string): boolean {
  return /^(?:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|\d{8})$/.test(text);
}
