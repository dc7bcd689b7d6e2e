import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderNumbersPlot } from '../../numbers/plot.ts';
import { readPage, tableRows } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

it('the picture of the numbers shows every target of their page (vitest --update draws it anew)', async () => {
  const page = readPage('docs/numbers.md').text;
  const plot = renderNumbersPlot(page);
  // The other parts of the page have tables, too.
  const [, speed = ''] = /^## Speed$(.*?)^## /ms.exec(page) ?? [];
  const named = tableRows(speed).flatMap(([name = '', , , , target = '']) =>
    /^`/.test(name) && target !== '' && target !== '≤ 0' ? [name.replaceAll('`', '')] : [],
  );
  expect([...plot.matchAll(/text-anchor="end">([^<]+)</g)].map(([, name]) => name)).toEqual(named);
  await expect(plot).toMatchFileSnapshot(join(ROOT, 'docs/images/numbers.svg'));
});
