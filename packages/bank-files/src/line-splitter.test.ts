import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, type PhysicalLine } from './line-splitter.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

function split(text: string, size = text.length): { lines: PhysicalLine[]; splitter: LineSplitter } {
  const splitter = new LineSplitter(0, 1000);
  const lines: PhysicalLine[] = [];
  for (let at = 0; at < text.length; at += size)
    lines.push(...splitter.write({ text: text.slice(at, at + size), width: 'utf8' }));
  lines.push(...splitter.end());
  return { lines, splitter };
}

describe('LineSplitter', () => {
  it('splits at LF, CRLF and CR and counts bytes', () => {
    const { lines, splitter } = split('é\r\nb\rc\n\nd');
    expect(lines).toEqual([
      { text: 'é', line: 1, byteOffset: 0, isTerminated: true },
      { text: 'b', line: 2, byteOffset: 4, isTerminated: true },
      { text: 'c', line: 3, byteOffset: 6, isTerminated: true },
      { text: '', line: 4, byteOffset: 8, isTerminated: true },
      { text: 'd', line: 5, byteOffset: 9, isTerminated: false },
    ]);
    expect(splitter.lineEnding).toBe('mixed');
  });

  it.each([
    ['a\nb\n', 'LF'],
    ['a\r\nb\r\n', 'CRLF'],
    ['a\rb\r', 'CR'],
    ['ab', 'none'],
  ])('names the line end of %j', (text, lineEnding) => {
    expect(split(text, 1).splitter.lineEnding).toBe(lineEnding);
  });

  it('gives the same lines in any chunking, at the bytes where they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '\r', '\n', '\r\n'), { maxLength: 20 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (input, size) => {
        const { lines } = split(input, size);
        expect(lines).toEqual(split(input).lines);
        const bytes = Buffer.from(input);
        for (const line of lines) {
          expect(bytes.subarray(line.byteOffset, line.byteOffset + Buffer.byteLength(line.text)).toString()).toBe(
            line.text,
          );
        }
      }),
    );
  });
});
