import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellSplitter, cleanCell } from './cells.ts';

// The same values in every run: a failure is one for everybody.
fc.configureGlobal({ seed: 20_261_122 });

function split(line: string, delimiter = ',', quote: string | null = '"') {
  const splitter = new CellSplitter(delimiter, quote);
  splitter.write(line);
  return { isOpen: splitter.isOpen, cells: splitter.take() };
}

describe('CellSplitter', () => {
  it.each([
    ['a,b,,c', ['a', 'b', '', 'c']],
    ['', ['']],
    ['a,', ['a', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['a, "b" ,c', ['a', 'b ', 'c']],
    ['"a""b","",""""', ['a"b', '', '"']],
    ['a "b" c,5" disk', ['a "b" c', '5" disk']],
    ['"a"x,b', ['ax', 'b']],
  ])('splits %j', (line, cells) => {
    expect(split(line)).toEqual({ cells, isOpen: false });
  });

  it('says when a quoted cell goes on', () => {
    expect(split('a,"b')).toEqual({ cells: ['a', 'b'], isOpen: true });
    expect(split('a,"b""')).toMatchObject({ isOpen: true });
  });

  it('takes quotes as they are where there is no quoting', () => {
    expect(split('"a;b"', ';', null).cells).toEqual(['"a', 'b"']);
  });

  it('carries a quoted cell on over lines, and begins the next row behind it', () => {
    const splitter = new CellSplitter(',', '"');
    const rows: string[][] = [];
    for (const line of ['a,"b', '', '"",c', 'd"x,"e', 'f"', 'g,"h']) {
      splitter.write(line);
      if (!splitter.isOpen) rows.push(splitter.take());
    }
    expect(rows).toEqual([['a', 'b\n\n",c\ndx', 'e\nf']]);
    expect(splitter.take()).toEqual(['g', 'h']);
  });

  it('gives the cells of a row that comes line by line as those of its text at once', () => {
    const parts = fc.array(fc.constantFrom('a', '"', '""', ',', ' ', '\n'), { maxLength: 24 });
    fc.assert(
      fc.property(parts, (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n');
        const splitter = new CellSplitter(',', '"');
        const end = lines.findIndex((line) => {
          splitter.write(line);
          return !splitter.isOpen;
        });
        // What stands behind the end of the row is another one.
        const row = end === -1 ? text : lines.slice(0, end + 1).join('\n');
        expect({ isOpen: splitter.isOpen, cells: splitter.take() }).toEqual(split(row));
      }),
    );
  });
});

describe('cleanCell', () => {
  it('takes off blanks and spreadsheet formulas', () => {
    expect([' a ', '="0012"', '="All', undefined].map(cleanCell)).toEqual(['a', '0012', '="All', '']);
  });
});
