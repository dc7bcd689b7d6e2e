import { describe, expect, it } from 'vitest';
import { splitRecordLine } from './record-line.ts';

function split(text: string) {
  const pieces = splitRecordLine({ text, line: 3, byteOffset: 100, isTerminated: true });
  return pieces.map(({ code, body }) => [code, body]);
}

describe('splitRecordLine', () => {
  it('takes one record without its code, end mark and padding', () => {
    expect(split('02,ME,BANK,1,260105,,USD,2/     ')).toEqual([['02', 'ME,BANK,1,260105,,USD,2']]);
    expect(split('16,142,500,Z,,,TEXT WITHOUT END MARK')).toEqual([['16', '142,500,Z,,,TEXT WITHOUT END MARK']]);
  });

  it('splits several records on one line and keeps their offsets', () => {
    const line = '16,142,500,Z,,,FIRST/ 16,142,700,Z,,,SECOND/   49,1200,4/  98,1200,1,6/';
    const pieces = splitRecordLine({ text: line, line: 1, byteOffset: 10, isTerminated: true });
    expect(pieces.map(({ code, body }) => [code, body])).toEqual([
      ['16', '142,500,Z,,,FIRST'],
      ['16', '142,700,Z,,,SECOND'],
      ['49', '1200,4'],
      ['98', '1200,1,6'],
    ]);
    expect(pieces.map((piece) => line.slice(piece.byteOffset - 10, piece.byteOffset - 8))).toEqual([
      '16',
      '16',
      '49',
      '98',
    ]);
  });

  it('does not split inside text that only resembles a record', () => {
    expect(split('16,475,500,Z,,,PAID 1/ 16, NOT A RECORD/')).toHaveLength(1);
    expect(split('16,475,500,Z,,,DATED 2/49,100,3 OF THE YEAR')).toHaveLength(1);
    expect(split('88,REF 5/ 03, MARCH')).toHaveLength(1);
  });

  it('knows a line without a record code, and skips blank ones', () => {
    expect(split('11111        /')).toEqual([[null, '11111        ']]);
    expect(split('1612,5/')).toEqual([[null, '1612,5']]);
    expect(split('   ')).toEqual([]);
  });
});
