import { buildSingleByteDecoder } from './single-byte-charset.ts';

/** What makes Latin letters of Central Europe likelier than those of the West: a currency, or the country in an IBAN. */
const CENTRAL_EUROPE =
  /\b(?:PLN|CZK|HUF|RON|HRK|SKK)\b|\b(?:PL|CZ|HU|SK|RO|HR|SI)\d{2}[ A-Z0-9]{10}|:60[FM]:[CD]\d{6}(?:PLN|CZK|HUF|RON|HRK|SKK)/;

const WESTERN_LETTERS = 'äöüÄÖÜßéèêëáàâíóôúçñåÅæøØÆÉÑÇ';
const CENTRAL_LETTERS = 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻáéíöőúüűÁÉÍÖŐÚÜŰčďěňřšťůýžČĎĚŇŘŠŤŮÝŽäôľĺŕ';

/**
 * The single-byte charset in which `sample`, which is not UTF-8, reads best: Windows code pages before the DOS ones of old
 * programs, by the letters that come out. `front` is the beginning of the file, which tells the part of Europe.
 */
export function guessCharset(sample: Uint8Array, front: string): string {
  const isCentral = CENTRAL_EUROPE.test(front);
  const candidates = isCentral ? ['windows-1250', 'iso-8859-2', 'ibm852'] : ['windows-1252', 'ibm850'];
  const letters = new Set(isCentral ? CENTRAL_LETTERS : WESTERN_LETTERS);
  let best = candidates[0] ?? 'windows-1252';
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const score = scoreText(buildSingleByteDecoder(candidate)?.decode(sample) ?? '', letters);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

/** Letters of the languages count for the charset, line graphics, control characters and the like against it. */
function scoreText(text: string, letters: ReadonlySet<string>): number {
  let score = 0;
  for (const character of text) {
    if (character < '\u0080') continue;
    if (letters.has(character)) score += 2;
    else if (!/\p{L}|[\u00a0€£§°–—‘’“”„…]/u.test(character)) score -= 1;
  }
  return score;
}
