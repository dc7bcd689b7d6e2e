import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arePagesCurrent, stampOfPages, writePagesStamp } from './pages.mjs';

it('knows a build of the same sources by whichever way the root was written', async () => {
  const root = await mkdtemp(join(tmpdir(), 'pages-'));
  try {
    const dist = join(root, 'apps', 'console', 'dist');
    await mkdir(join(root, 'apps', 'console', 'src'), { recursive: true });
    await mkdir(dist);
    const source = join(root, 'apps', 'console', 'src', 'main.tsx');
    await writeFile(source, 'one');
    // The build finds the root from the address of its own file, which ends in a slash; the start does not.
    writePagesStamp(dist, stampOfPages(`${root}/`));
    expect(arePagesCurrent(root)).toBe(true);
    await writeFile(source, 'two');
    expect(arePagesCurrent(root)).toBe(false);
  } finally {
    await rm(root, { recursive: true });
  }
});
