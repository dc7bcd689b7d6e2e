import type { Narrative } from '../mt/narrative.ts';
import { parseNarrative } from '../mt/parse-narrative.ts';
import { cutLines, MAX_TEXT_LINES, type MtCharacterSet, toMtText, toMtWord, wrapLines } from './mt-text.ts';
import type { OutgoingEntry } from './outgoing.ts';
import { cleanText, cutPieces } from './outgoing-text.ts';
import type { WriteScope } from './write-scope.ts';

/** What field 86 has to say; null for what is not given. */
export interface TextParts {
  readonly side: 'credit' | 'debit';
  readonly description: string | null;
  /** The customer's reference where it does not fit into field 61. */
  readonly customerReference: string | null;
  readonly gvcCode: string | null;
  readonly returnReason: string | null;
  readonly endToEndId: string | null;
  readonly mandateId: string | null;
  readonly paymentInformationId: string | null;
  readonly creditorReference: string | null;
  readonly name: string | null;
  readonly account: string | null;
  readonly bankId: string | null;
}

/** All that the :86: text of an entry can say, its white space collapsed; what is empty is null. */
export function gatherText(entry: OutgoingEntry, side: TextParts['side'], customerReference: string | null): TextParts {
  const { counterparty, references, codes } = entry;
  return {
    side,
    description: cleanText(entry.description),
    customerReference,
    gvcCode: cleanText(codes?.gvcCode),
    returnReason: cleanText(codes?.returnReason),
    endToEndId: cleanText(references?.endToEndId),
    mandateId: cleanText(references?.mandateId),
    paymentInformationId: cleanText(references?.paymentInformationId),
    creditorReference: cleanText(references?.creditorReference),
    name: cleanText(counterparty?.name),
    account: cleanText(counterparty?.account),
    bankId: cleanText(counterparty?.bankId),
  };
}

/**
 * The lines of field 86: German sub-fields where the entry has a German code, else words between slashes where there is more than text, else
 * the text as it is. They are read again as any reader would, and whatever does not come back is reported.
 */
export function writeNarrative(parts: TextParts, characterSet: MtCharacterSet, scope: WriteScope): string[] {
  const lines = composeLines(parts, characterSet).slice(0, MAX_TEXT_LINES);
  compareNarrative(parts, lines.length === 0 ? null : parseNarrative([lines], parts.side), scope);
  return lines;
}

function composeLines(parts: TextParts, characterSet: MtCharacterSet): string[] {
  if (parts.gvcCode !== null && /^\d{3}$/.test(parts.gvcCode)) {
    return cutLines(composeGerman(parts.gvcCode, parts, characterSet));
  }
  const words = composeWords(parts, characterSet);
  const text = toMtText(parts.description ?? '', characterSet);
  // Three digits and a separator would be read as German sub-fields.
  return wrapLines(words ?? (/^(?:\d{3})?[^\sA-Za-z\d/]\d\d/.test(text) ? `. ${text}` : text));
}

/** Sub-fields hold 27 characters; 14 of them are for the text. */
function composeGerman(gvcCode: string, parts: TextParts, characterSet: MtCharacterSet): string {
  const clean = (value: string | null) => toMtText(value ?? '', characterSet).replaceAll('?', '.');
  const keywords: readonly (readonly [string, string | null])[] = [
    ['EREF', parts.endToEndId],
    ['KREF', parts.customerReference],
    ['MREF', parts.mandateId],
    ['RTRN', parts.returnReason],
  ];
  const given = keywords.filter(([, value]) => value !== null).map(([word, value]) => `${word}+${clean(value)} `);
  const text = clean(parts.description);
  const purpose = given.length === 0 ? text : `${given.join('')}SVWZ+${text}`;
  const numbers = ['20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '60', '61', '62', '63'];
  const pieces = cutPieces(purpose, 27);
  const [name = '', nameRest = ''] = cutPieces(clean(parts.name), 27);
  return [
    gvcCode,
    '?00',
    ...numbers.map((number, index) => subField(number, pieces[index] ?? '')),
    subField('30', clean(parts.bankId)),
    subField('31', clean(parts.account)),
    subField('32', name),
    subField('33', nameRest),
  ].join('');
}

function subField(number: string, value: string): string {
  return value === '' ? '' : `?${number}${value}`;
}

/** Words between slashes, or null when there is nothing but text. */
function composeWords(parts: TextParts, characterSet: MtCharacterSet): string | null {
  const isStructured = parts.creditorReference !== null && parts.creditorReference === parts.description;
  const words: readonly (readonly [string, string | null])[] = [
    ['EREF', parts.endToEndId],
    ['KREF', parts.customerReference],
    ['MARF', parts.mandateId],
    ['PREF', parts.paymentInformationId],
    ['RTRN', parts.returnReason],
    ['IBAN', parts.account],
    ['BIC', parts.bankId],
    ['NAME', parts.name],
  ];
  const given = words
    .filter(([, value]) => value !== null)
    .map(([word, value]) => `/${word}/${toMtWord(value ?? '', characterSet)}`);
  if (given.length === 0 && !isStructured) return null;
  if (isStructured) return `${given.join('')}/REMI/STRD/CUR/${toMtWord(parts.description ?? '', characterSet)}/`;
  if (parts.description === null) return `${given.join('')}/`;
  // A slash before capitals could begin a word of its own.
  const text = toMtText(parts.description, characterSet).replaceAll(/\/(?=[A-Z]{2,4}\/)/g, '/ ');
  return `${given.join('')}/REMI/USTD//${text}/`;
}

const FOUND: readonly (readonly [
  field: string,
  part: Exclude<keyof TextParts, 'side'>,
  find: (text: Narrative) => string | null,
])[] = [
  ['description', 'description', (text) => text.text],
  ['customerReference', 'customerReference', (text) => text.customerReference],
  ['codes.gvcCode', 'gvcCode', (text) => text.gvcCode],
  ['codes.returnReason', 'returnReason', (text) => text.returnReason],
  ['references.endToEndId', 'endToEndId', (text) => text.endToEndId],
  ['references.mandateId', 'mandateId', (text) => text.mandateId],
  ['references.paymentInformationId', 'paymentInformationId', (text) => text.paymentInformationId],
  ['references.creditorReference', 'creditorReference', (text) => text.creditorReference],
  ['counterparty.name', 'name', (text) => text.counterparty.name],
  ['counterparty.account', 'account', (text) => text.counterparty.account],
  ['counterparty.bankId', 'bankId', (text) => text.counterparty.bankId],
];

function compareNarrative(parts: TextParts, found: Narrative | null, scope: WriteScope): void {
  for (const [field, part, find] of FOUND) {
    const meant = parts[part];
    const read = found === null ? null : find(found);
    // A text that stands for what was not given, such as the reference for the text, takes nothing away.
    if (meant !== null) scope.compare(field, meant, read);
    else if (read !== null && part !== 'description')
      scope.lose(field, `${JSON.stringify(read)} would be read where nothing is`);
  }
}
