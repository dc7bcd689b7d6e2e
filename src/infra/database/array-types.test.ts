import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArray, serializeArray } from './array-types.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const keep = (text: string) => text;

describe('arrays in PostgreSQL notation', () => {
  it('reads elements, quotes, nulls, nesting and bounds', () => {
    expect(parseArray('{}', keep)).toEqual([]);
    expect(parseArray('{1,2}', Number)).toEqual([1, 2]);
    expect(parseArray('{NULL,"NULL","a \\"b\\" \\\\",""}', keep)).toEqual([null, 'NULL', 'a "b" \\', '']);
    expect(parseArray('{{a,"b,c"},{"}",d}}', keep)).toEqual([
      ['a', 'b,c'],
      ['}', 'd'],
    ]);
    expect(parseArray('[0:1]={a,b}', keep)).toEqual(['a', 'b']);
  });

  it('refuses text that is no array', () => {
    for (const text of ['', 'a', '{a', 'a}', '{a}}']) expect(() => parseArray(text, keep)).toThrow(TypeError);
    expect(() => serializeArray('a', String)).toThrow(TypeError);
  });

  it('reads back what it writes, whatever the texts', () => {
    const texts = fc.array(fc.option(fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(texts, (values) => {
        expect(parseArray(serializeArray(values, String), keep)).toEqual(values);
      }),
    );
  });
});
