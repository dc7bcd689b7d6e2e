import { expect, it } from 'vitest';
import { renderCsvLine } from './csv-line.ts';

it('quotes what would end a field or a line, and doubles quotes', () => {
  expect(renderCsvLine(['plain', 'a,b', 'say "so"', 'two\r\nlines', null, ''])).toBe(
    'plain,"a,b","say ""so""","two\r\nlines",,\r\n',
  );
});

it('keeps spreadsheets from computing a text, and leaves numbers as they are', () => {
  expect(renderCsvLine(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '=A1,"x"'])).toBe(
    `'=1+1,'+cmd,'-2+3,'@SUM(A1),'\t'=1,"'=A1,""x"""\r\n`,
  );
  expect(renderCsvLine(['-12.50', '+3', '007', '100000000000000000000.01'])).toBe(
    '-12.50,+3,007,100000000000000000000.01\r\n',
  );
});

it('keeps a text from becoming a formula where another sign separates cells, and at full width', () => {
  expect(renderCsvLine(['x;=A1', 'x;"=1"', 'x\t@A1', 'a|-1', 'a;b; c=1'])).toBe(
    `x;'=A1,"x;""'=1""",x\t'@A1,a|'-1,a;b; c=1\r\n`,
  );
  expect(renderCsvLine(['＝1+1', '＋1', '－1', '＠A1', '\n=1', 'two\n=1'])).toBe(
    `'＝1+1,'＋1,'－1,'＠A1,"'\n'=1","two\n'=1"\r\n`,
  );
});
