import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankTextDecoder, countBytes, type Decoded, type DecoderProblem } from './decode-text.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

function decode(bytes: Uint8Array, options: { declared?: string; chunkSize?: number } = {}) {
  const decoder = new BankTextDecoder(bytes.subarray(0, 16), options.declared ?? null);
  const size = options.chunkSize ?? bytes.length;
  let text = '';
  let byteCount = decoder.startOffset;
  const problems: DecoderProblem[] = [];
  const take = (decoded: Decoded[]) => {
    for (const item of decoded) {
      if ('code' in item) {
        problems.push(item);
      } else {
        text += item.text;
        byteCount += countBytes(item.text, item.width);
      }
    }
  };
  for (let at = 0; at < bytes.length; at += size) take(decoder.write(bytes.slice(at, at + size)));
  take(decoder.end());
  return { text, encoding: decoder.encoding, byteCount, problems };
}

describe('BankTextDecoder', () => {
  it('reads ASCII and UTF-8, split inside a character', () => {
    expect(decode(Buffer.from('abc')).encoding).toBe('ascii');
    const bytes = Buffer.from('Zürich €5 😀');
    for (const chunkSize of [1, 2, 3, 100]) {
      expect(decode(bytes, { chunkSize })).toMatchObject({
        text: 'Zürich €5 😀',
        encoding: 'utf-8',
        byteCount: bytes.length,
      });
    }
  });

  it('strips a UTF-8 mark and reads UTF-16 with and without a mark', () => {
    expect(decode(Buffer.from('\ufeff01,x')).text).toBe('01,x');
    const little = Buffer.from('\ufeff<a>é</a>', 'utf16le');
    expect(decode(little, { chunkSize: 3 })).toMatchObject({
      text: '<a>é</a>',
      encoding: 'utf-16le',
      byteCount: little.length,
    });
    expect(decode(Buffer.from('<a/>', 'utf16le')).text).toBe('<a/>');
    const big = Buffer.from('\ufeff<b/>', 'utf16le').swap16();
    expect(decode(big)).toMatchObject({ text: '<b/>', encoding: 'utf-16be' });
  });

  it('falls back to windows-1252 from the first byte that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('M'), Buffer.from([0xfc, 0x6c, 0x80])]);
    for (const chunkSize of [1, 2, 4]) {
      expect(decode(bytes, { chunkSize })).toEqual({
        text: 'Mül€',
        encoding: 'windows-1252',
        byteCount: bytes.length,
        problems: [],
      });
    }
  });

  it('takes the declared charset when the bytes are not UTF-8', () => {
    expect(decode(Buffer.from([0x50, 0xb3]), { declared: 'ISO-8859-2' }).text).toBe('Pł');
  });

  it('warns when UTF-8 is declared but the bytes are not', () => {
    const result = decode(Buffer.from([0x41, 0xe4, 0x42]), { declared: 'UTF-8' });
    expect(result.text).toBe('AäB');
    expect(result.problems.map((problem) => [problem.code, problem.byteOffset])).toEqual([['charset_mismatch', 1]]);
  });

  it('warns when a file mixes UTF-8 and single bytes', () => {
    const bytes = Buffer.concat([Buffer.from('ä '), Buffer.from([0xe4, 0x20])]);
    for (const chunkSize of [1, 3, 5]) {
      const result = decode(bytes, { chunkSize });
      expect(result.text).toBe('ä ä ');
      expect(result.problems.map((problem) => [problem.code, problem.byteOffset])).toEqual([['mixed_charset', 3]]);
    }
  });

  it('refuses a declared multi-byte charset by name', () => {
    const result = decode(Buffer.from([0x41, 0x81, 0x30]), { declared: 'gb18030' });
    expect(result.problems.map((problem) => problem.code)).toEqual(['unsupported_charset']);
  });

  it('stops at an impossible pair in UTF-16', () => {
    const bytes = Buffer.concat([
      Buffer.from('\ufeffab', 'utf16le'),
      Buffer.from([0x00, 0xdc]),
      Buffer.from('c', 'utf16le'),
    ]);
    for (const chunkSize of [1, 3, 20]) {
      const result = decode(bytes, { chunkSize });
      expect(result.text).toBe('ab');
      expect(result.problems.map((problem) => [problem.code, problem.byteOffset])).toEqual([['invalid_text', 6]]);
    }
  });

  it('treats a character cut off by the end of the file as not UTF-8', () => {
    expect(decode(Buffer.from([0x41, 0xc3])).encoding).toBe('windows-1252');
  });

  it('gives the same text for any bytes in any chunking', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.concat([Buffer.from('01,'), array]));
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 7 }), (input, chunkSize) => {
        expect(decode(input, { chunkSize })).toEqual(decode(input));
      }),
    );
  });
});
