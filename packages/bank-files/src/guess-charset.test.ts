import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { guessCharset } from './guess-charset.ts';
import { buildSingleByteDecoder } from './single-byte-charset.ts';

/** Encodes by looking every character up in the decoder's own table. */
function encode(text: string, charset: string): Buffer {
  const decoder = buildSingleByteDecoder(charset);
  if (decoder === null) throw new Error(`no charset ${charset}`);
  const table = decoder.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Buffer.from(Array.from(text, (character) => table.indexOf(character)));
}

describe('guessCharset', () => {
  it.each([
    ['windows-1252', 'MÜLLER GMBH, CAFÉ, 5 €', ':60F:C260105EUR1,00'],
    ['ibm850', 'MÜLLER GMBH, STRAßE, ÄÖÜ äöü', ':60F:C260105EUR1,00'],
    ['windows-1250', 'SPÓŁKA ŚLĄSKA ŻÓŁĆ Przelew środków', ':60F:C100604PLN0,00'],
    ['ibm852', 'Átutalás, jóváírás, Csoportos díj, őszi', ':60F:C180417HUF1,00'],
    ['ibm852', 'ZAKŁAD USŁUG ŻYWIEC', ':25:PL45114011370000310211001001'],
    ['windows-1250', 'Příkaz k úhradě, Škoda, žádost', ':60F:C180417CZK1,00'],
  ])('tells %s from %j', (charset, text, front) => {
    expect(guessCharset(encode(text, charset), front)).toBe(charset);
  });

  it('takes the Windows code page of the region in doubt', () => {
    expect(guessCharset(new Uint8Array(0), '')).toBe('windows-1252');
    expect(guessCharset(new Uint8Array(0), '"amount";"PLN"')).toBe('windows-1250');
  });
});

describe('buildSingleByteDecoder', () => {
  it.each(['cp852', 'CP852', 'ibm852', '852'])('knows %s', (label) => {
    expect(buildSingleByteDecoder(label)?.decode(Uint8Array.of(0x41, 0x9d))).toBe('AŁ');
  });

  it.each(['gb18030', 'utf-8', 'nonsense'])('has none for %s', (label) => {
    expect(buildSingleByteDecoder(label)).toBeNull();
  });
});
