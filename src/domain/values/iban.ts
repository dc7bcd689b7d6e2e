/** An IBAN taken apart, as far as its country's layout is known here. */
export interface Iban {
  readonly country: string;
  /** Everything after the check digits. */
  readonly bban: string;
  /** Code of the bank, or of bank and branch; null where the layout is not known. */
  readonly bank: string | null;
  /** The account's domestic number, mostly with zeros before it; null where the layout is not known. */
  readonly account: string | null;
}

/**
 * Where the bank's code and the account's number stand, by country: lengths of both, and of check characters between them or
 * behind. Countries whose domestic number is the whole of it have no code of the bank. From the registry of ISO 13616.
 */
const LAYOUTS: Readonly<
  Record<
    string,
    { readonly bank: number; readonly between?: number; readonly account: number; readonly behind?: number }
  >
> = {
  AT: { bank: 5, account: 11 },
  BE: { bank: 0, account: 12 },
  CH: { bank: 5, account: 12 },
  CZ: { bank: 4, account: 16 },
  DE: { bank: 8, account: 10 },
  ES: { bank: 8, between: 2, account: 10 },
  FR: { bank: 10, account: 11, behind: 2 },
  GB: { bank: 10, account: 8 },
  IE: { bank: 10, account: 8 },
  LI: { bank: 5, account: 12 },
  LU: { bank: 3, account: 13 },
  NL: { bank: 4, account: 10 },
  NO: { bank: 0, account: 11 },
  PL: { bank: 8, account: 16 },
  PT: { bank: 8, account: 11, behind: 2 },
  SK: { bank: 4, account: 16 },
};

const FORM = /^([A-Z]{2})\d{2}([A-Z0-9]{11,30})$/;

/** Takes an IBAN apart, however it is spaced; null for any other text, and where the check digits are wrong. */
export function parseIban(text: string): Iban | null {
  const compact = text.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
  const [, country, bban] = FORM.exec(compact) ?? [];
  if (country === undefined || bban === undefined || !hasRightCheckDigits(compact)) return null;
  const layout = LAYOUTS[country];
  if (layout === undefined) return { country, bban, bank: null, account: null };
  const { bank, between = 0, account, behind = 0 } = layout;
  if (bban.length !== bank + between + account + behind) return null;
  const start = bank + between;
  return { country, bban, bank: bban.slice(0, bank), account: bban.slice(start, start + account) };
}

/** ISO 7064: the number that it becomes, letters as 10 to 35 and the first four characters last, leaves 1 modulo 97. */
function hasRightCheckDigits(compact: string): boolean {
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
