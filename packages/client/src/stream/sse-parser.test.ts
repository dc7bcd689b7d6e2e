import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSseParser, type SseMessage, SseMessageTooLong } from './sse-parser.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const parse = (...pieces: string[]): SseMessage[] => {
  const parser = createSseParser({ maxLength: 10_000 });
  return pieces.flatMap((piece) => parser.push(piece));
};

const STREAM =
  'id: c1\nevent: stream.open\ndata: {"nextCursor":"c1"}\n\n: keep-alive\n\nid: c2\nevent: added\ndata: one\ndata: two\n\ndata:three\n\n';
const MESSAGES = [
  { event: 'stream.open', data: '{"nextCursor":"c1"}', lastEventId: 'c1' },
  { event: 'added', data: 'one\ntwo', lastEventId: 'c2' },
  { event: 'message', data: 'three', lastEventId: 'c2' },
];

describe('an event stream', () => {
  it('gives its messages, with names, joined data lines and the last id', () => {
    expect(parse(STREAM)).toEqual(MESSAGES);
  });

  it('means the same with CR and CRLF line ends', () => {
    expect(parse(STREAM.replaceAll('\n', '\r\n'))).toEqual(MESSAGES);
    // A lone CR at the end may be half of a pair; the comment that follows settles it.
    expect(parse(STREAM.replaceAll('\n', '\r'), ': more')).toEqual(MESSAGES);
  });

  it('means the same however the network cuts it', () => {
    const text = fc.constantFrom(STREAM, STREAM.replaceAll('\n', '\r\n'), STREAM.replaceAll('\n', '\r'));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: STREAM.length * 2 })), (stream, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
        const pieces = places.slice(1).map((place, index) => stream.slice(places[index], place));
        expect(parse(...pieces, ': end')).toEqual(MESSAGES);
      }),
    );
  });

  it('does not give a message that is not finished', () => {
    expect(parse('event: added\ndata: half')).toEqual([]);
    expect(parse('event: added\ndata: whole\n')).toEqual([]);
  });

  it('passes over a byte order mark, comments, unknown fields and messages without data', () => {
    expect(parse('\uFEFF: hello\nretry: 10\nfoo: bar\nevent: nothing\n\ndata: x\n\n')).toEqual([
      { event: 'message', data: 'x', lastEventId: '' },
    ]);
  });

  it('takes off one space after the colon only, and allows a field without colon', () => {
    expect(parse('data:  x\ndata\n\n')).toEqual([{ event: 'message', data: ' x\n', lastEventId: '' }]);
  });

  it('ignores an id with a null character', () => {
    expect(parse('id: a\ndata: x\n\nid: b\u0000\ndata: y\n\n').map(({ lastEventId }) => lastEventId)).toEqual([
      'a',
      'a',
    ]);
  });

  it('refuses a message without end', () => {
    const parser = createSseParser({ maxLength: 100 });
    expect(() => parser.push('x'.repeat(101))).toThrow(SseMessageTooLong);
    const lines = createSseParser({ maxLength: 100 });
    expect(() => lines.push('data: 0123456789\n'.repeat(20))).toThrow(SseMessageTooLong);
  });
});
