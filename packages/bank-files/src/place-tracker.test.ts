import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';
import { PlaceTracker } from './place-tracker.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_121 });

function places(chunks: readonly string[]) {
  const tracker = new PlaceTracker(0);
  const found: { line: number; byteOffset: number }[] = [];
  let position = 0;
  for (const text of chunks) {
    tracker.next({ text, width: 'utf8' });
    for (let i = 0; i < text.length; i++) found.push(tracker.placeOf(position++));
  }
  tracker.placeOf(position);
  return { found, lineEnding: tracker.lineEnding };
}

describe('PlaceTracker', () => {
  it('counts lines of all ends, and bytes', () => {
    const text = 'a\nb\r\ncü\rd\r\n\r\ne';
    const { found, lineEnding } = places([text]);
    expect(found.at(-1)).toEqual({ line: 6, byteOffset: Buffer.byteLength(text) - 1 });
    expect(found[text.indexOf('d')]).toEqual({ line: 4, byteOffset: Buffer.byteLength('a\nb\r\ncü\r') });
    expect(lineEnding).toBe('mixed');
  });

  it('agrees with the splitter of lines, in any chunking', () => {
    const pieces = fc.array(fc.constantFrom('a', 'ü', '\n', '\r', '\r\n', 'bc'), { maxLength: 30 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 5 }), (parts, size) => {
        const text = parts.join('');
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        );
        const whole = places([text]);
        expect(places(chunks)).toEqual(whole);
        const splitter = new LineSplitter(0, 1000);
        const lines = [...splitter.write({ text, width: 'utf8' }), ...splitter.end()];
        expect(whole.lineEnding).toBe(splitter.lineEnding);
        for (const { byteOffset, line } of lines) {
          const at = whole.found.find((place) => place.byteOffset === byteOffset);
          expect(at?.line ?? line).toBe(line);
        }
      }),
    );
  });

  it('goes forward only', () => {
    const tracker = new PlaceTracker(3);
    tracker.next({ text: 'a\nb', width: 1 });
    expect(tracker.placeOf(2)).toEqual({ line: 2, byteOffset: 5 });
    expect(tracker.placeOf(0)).toEqual({ line: 2, byteOffset: 5 });
    expect(tracker.placeOf(99)).toEqual({ line: 2, byteOffset: 6 });
  });
});
