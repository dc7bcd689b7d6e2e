import { parseOfxHeader } from './ofx/header.ts';

/** The families of formats that one reader each understands. */
export type FormatFamily = 'bai2' | 'xml' | 'mt' | 'ofx' | 'qif' | 'csv';

export type Detection =
  | { readonly kind: 'family'; readonly family: FormatFamily; readonly declaredCharset: string | null }
  | { readonly kind: 'empty' }
  | { readonly kind: 'html' }
  | { readonly kind: 'unknown' };

/**
 * Tells the format from the first characters, never from a file name: names and extensions lie. `start` is the beginning of the
 * file as ASCII; other bytes may be garbled in it, since no format's mark needs them.
 */
export function detectFormat(start: string): Detection {
  const text = start.trimStart();
  if (text === '') return { kind: 'empty' };
  if (text.startsWith('01,')) return { kind: 'family', family: 'bai2', declaredCharset: null };
  if (isOfx(text)) return { kind: 'family', family: 'ofx', declaredCharset: parseOfxHeader(text).charset };
  if (!text.startsWith('<')) {
    if (isQif(text)) return { kind: 'family', family: 'qif', declaredCharset: null };
    if (isMt(start)) return { kind: 'family', family: 'mt', declaredCharset: null };
    return mayBeTable(text) ? { kind: 'family', family: 'csv', declaredCharset: null } : { kind: 'unknown' };
  }
  if (/<(?:!doctype\s+)?html[\s>]/i.test(text)) return { kind: 'html' };
  return { kind: 'family', family: 'xml', declaredCharset: readXmlEncoding(text) };
}

function readXmlEncoding(text: string): string | null {
  const declaration = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/.exec(text);
  return declaration?.[1] ?? null;
}

/**
 * The header of OFX, or its root where the header is missing; not one that is only spoken of in a web page, in a table or in the text of an
 * MT message.
 */
function isOfx(text: string): boolean {
  if (/^(?:OFXHEADER|DATA\s*:\s*OFX)/i.test(text)) return true;
  return !text.startsWith(':') && !text.startsWith('{') && /^[^<,;|\t]{0,1000}(?:<[?!][^>]*>\s*)*<OFX\s*>/i.test(text);
}

/** A line that begins a section, behind comments at most. */
function isQif(text: string): boolean {
  const first = text.split(/[\r\n]/, 50).find((line) => line.startsWith('!') || line.startsWith('^'));
  return first !== undefined && /^!(?:type\s*:|account\b|option:|clear:)/i.test(first);
}

/** Fields 20 and 25 at the beginning of lines, wherever they come behind the lines that exports put before them, or a SWIFT envelope. */
function isMt(text: string): boolean {
  return (
    /(?:^|[\r\n])[^\w\s:]{0,4}:(?:20|25P?|28C?|60[FM]|61):/.test(text) || hasAtSignLines(text) || hasEnvelope(text)
  );
}

/** A block 1 or 2 and, anywhere behind it, block 4. */
function hasEnvelope(text: string): boolean {
  const block = text.search(/\{[12]:[A-Z0-9]{4}/);
  return block !== -1 && text.includes('{4:', block + 7);
}

/** Whether the lines of MT messages end in `@@`. */
export function hasAtSignLines(start: string): boolean {
  return /@@:(?:25P?|28C?|60[FM]):/.test(start);
}

/** Text with a delimiter; whether it is a table of movements the reader finds out. */
function mayBeTable(text: string): boolean {
  return /[;,\t|]/.test(text) && !text.startsWith('%PDF') && !text.startsWith('PK');
}
