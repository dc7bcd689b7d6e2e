import { expect, it } from 'vitest';
import { renderTable } from './table.ts';

it('aligns columns, numbers to the right', () => {
  const columns = [{ title: 'NAME' }, { title: 'AMOUNT', align: 'right' as const }];
  expect(
    renderTable(columns, [
      ['a', '1.00'],
      ['long name', '-12.00'],
    ]),
  ).toBe('NAME       AMOUNT\na            1.00\nlong name  -12.00\n');
});

it('shows the heading alone when there are no rows', () => {
  expect(renderTable([{ title: 'A' }, { title: 'B' }], [])).toBe('A  B\n');
});
