/** The families of formats that one reader each understands. */
type FormatFamily = 'bai2' | 'xml';

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
  if (!text.startsWith('<')) return { kind: 'unknown' };
  if (/<(?:!doctype\s+)?html[\s>]/i.test(text)) return { kind: 'html' };
  return { kind: 'family', family: 'xml', declaredCharset: readXmlEncoding(text) };
}

function readXmlEncoding(text: string): string | null {
  const declaration = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/.exec(text);
  return declaration?.[1] ?? null;
}
