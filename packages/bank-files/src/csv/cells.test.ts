import { describe, expect, it } from 'vitest';
import { cleanCell, splitCells } from './cells.ts';

describe('splitCells', () => {
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
    expect(splitCells(line, ',', '"')).toEqual({ cells, isOpen: false });
  });

  it('says when a quoted cell goes on', () => {
    expect(splitCells('a,"b', ',', '"')).toEqual({ cells: ['a', 'b'], isOpen: true });
    expect(splitCells('a,"b""', ',', '"')).toMatchObject({ isOpen: true });
  });

  it('takes quotes as they are where there is no quoting', () => {
    expect(splitCells('"a;b"', ';', null).cells).toEqual(['"a', 'b"']);
  });
});

describe('cleanCell', () => {
  it('takes off blanks and spreadsheet formulas', () => {
    expect([' a ', '="0012"', '="All', undefined].map(cleanCell)).toEqual(['a', '0012', '="All', '']);
  });
});
