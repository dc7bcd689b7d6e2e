import { normaliseText } from '../normalise-text.ts';
import type { Counterparty } from '../statement.ts';
import { type Narrative, NO_NARRATIVE } from './narrative.ts';
import { cleanValue } from './sepa-keyword.ts';

const WORD =
  /\/(TRTP|IBAN|BBAN|BIC|NAME|REMI|EREF|KREF|PREF|IREF|MARF|MREF|CSID|CNTP|ORDP|BENM|ISDT|ADDR|ULTD|ULTC|ULTB|PURP|RTRN|OCMT|CHGS|EXCH|SVWZ|BAI|ACNO|ACCW|TRCD|TRID|ID)\//g;

/**
 * Reads words between slashes, as Dutch, Belgian and New Zealand banks write them: `/EREF/.../CNTP/account/bic/name///REMI/USTD//text/`.
 * Null when the text holds none of them.
 */
export function parseSlashText(text: string, side: 'credit' | 'debit'): Narrative | null {
  const words = splitWords(text);
  if (words.size === 0) return null;
  const remittance = readRemittance(words.get('REMI') ?? words.get('SVWZ') ?? '');
  const bai = words.get('BAI') ?? '';
  const [baiCode = '', ...baiText] = bai.split('/');
  const booking = normaliseText(words.get('TRTP') ?? baiText.join('/'));
  return {
    ...NO_NARRATIVE,
    text: remittance.text ?? (words.has('REMI') ? booking : (booking ?? normaliseText(text))),
    bookingText: booking,
    counterparty: readCounterparty(words, side),
    baiCode: /^\d{3}$/.test(baiCode) ? baiCode : null,
    endToEndId: cleanValue(words.get('EREF')),
    mandateId: cleanValue(words.get('MARF') ?? words.get('MREF')),
    customerReference: cleanValue(words.get('KREF')),
    paymentInformationId: cleanValue(words.get('PREF')),
    creditorReference: remittance.creditorReference,
    returnReason: cleanValue(words.get('RTRN')),
  };
}

/** The value of each word, without the slashes that close it. Words may share a slash: `/BENM//NAME/x`, `/RTRN/MS03//EREF/y`. */
function splitWords(text: string): Map<string, string> {
  const words = new Map<string, string>();
  let name: string | null = null;
  let start = 0;
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    if (name !== null) keepFirst(words, name, text.slice(start, Math.max(start, match.index)));
    name = match[1] ?? '';
    start = match.index + match[0].length;
    // The slash that ends this word may begin the next one.
    WORD.lastIndex = start - 1;
  }
  if (name !== null) keepFirst(words, name, text.slice(start));
  return words;
}

function keepFirst(words: Map<string, string>, name: string, value: string): void {
  if (!words.has(name)) words.set(name, trimSlashes(value));
}

function trimSlashes(value: string): string {
  const text = value.trimEnd();
  let end = text.length;
  while (text.charCodeAt(end - 1) === 47) end--;
  return text.slice(0, end);
}

function readRemittance(value: string): { text: string | null; creditorReference: string | null } {
  const structured = /^STRD\/[A-Z]{2,4}\/([^/]+)/.exec(value);
  if (structured !== null) {
    const reference = cleanValue(structured[1]);
    return { text: reference, creditorReference: reference };
  }
  return { text: normaliseText(value.replace(/^USTD\/\//, '')), creditorReference: null };
}

function readCounterparty(words: ReadonlyMap<string, string>, side: 'credit' | 'debit'): Counterparty {
  const party = words.get('CNTP')?.split('/') ?? [];
  const own = side === 'credit' ? words.get('ORDP') : words.get('BENM');
  const name = cleanValue(words.get('NAME')) ?? cleanValue(party[2]) ?? cleanValue(own);
  return {
    name: name === null ? null : normaliseText(name),
    account:
      cleanValue(words.get('IBAN')) ??
      cleanValue(words.get('BBAN')) ??
      cleanValue(words.get('ACNO')) ??
      cleanValue(party[0]),
    bankId: cleanValue(words.get('BIC')) ?? cleanValue(party[1]),
  };
}
