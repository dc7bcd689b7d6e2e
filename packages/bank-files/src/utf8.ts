import { isUtf8 } from 'node:buffer';

/** How many bytes at the end begin a character that is not finished yet (0 to 3). */
export function countUnfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOfSequence(byte) ? back : 0;
  }
  return 0;
}

function lengthOfSequence(lead: number): number {
  if (lead >= 0xf0) return lead <= 0xf4 ? 4 : 1;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc2 ? 2 : 1;
}

/** The length of the longest valid UTF-8 front. */
export function countValidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lengthOfSequence(lead);
    if (lead >= 0x80 && (length === 1 || !isUtf8(bytes.subarray(at, at + length)))) return at;
    at += length;
  }
  return Math.min(at, bytes.length);
}

/**
 * Whether the text is UTF-8 wholly, or for the greater part, with faults among it. Single-byte text makes valid sequences
 * now and then, but rarely ones that are letters of Europe. `isEnd` tells that an unfinished character at the end is a fault.
 */
export function isMostlyUtf8(bytes: Uint8Array, isEnd: boolean): boolean {
  const complete = isEnd ? bytes : bytes.subarray(0, bytes.length - countUnfinishedBytes(bytes));
  if (isUtf8(complete)) return true;
  let good = 0;
  let bad = 0;
  for (let at = 0; at < complete.length; ) {
    const lead = complete[at] ?? 0;
    const length = lead < 0x80 ? 1 : lengthOfSequence(lead);
    const isValid = length > 1 && isUtf8(complete.subarray(at, at + length));
    if (isValid && isLikely(lead)) good++;
    else if (lead >= 0x80) bad++;
    at += isValid ? length : 1;
  }
  return good >= bad;
}

/** Leads of Latin letters with marks (U+0080 to U+017F) and of punctuation and signs (U+2000 and on). */
function isLikely(lead: number): boolean {
  return lead <= 0xc5 || lead >= 0xe2;
}
