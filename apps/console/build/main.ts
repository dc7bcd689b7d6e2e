import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { stampOfPages, writePagesStamp } from '../../../bin/pages.mjs';
import { compressFiles } from './compress-files.ts';
import { EMBED_BUILD } from './embed-build.ts';
import { measureLanding } from './landing-size.ts';
import { putInPlace } from './put-in-place.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CONSOLE = join(ROOT, 'apps', 'console');
const DOCUMENTS = ['console', 'connect', 'docs'];
const DIST = join(CONSOLE, 'dist');

/**
 * Builds all pages into a folder of their own, and puts that in the place of `dist` when it is whole: a server that runs meanwhile
 * shows the old pages or the new ones, never a half. Of a build of some documents only, the next start makes a whole one.
 */
async function buildAll(documents: readonly string[]): Promise<void> {
  const startedMs = performance.now();
  // Taken before, so that a source that changes during the build makes it old.
  const stamp = stampOfPages(ROOT);
  const fresh = join(ROOT, 'node_modules', '.cache', `causeway-pages-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  try {
    const input = documents.map((name) => join(CONSOLE, `${name}.html`));
    const rolldownOptions = { input };
    await build({
      configFile: join(CONSOLE, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: fresh, rolldownOptions },
    });
    await build({ ...EMBED_BUILD, build: { ...EMBED_BUILD.build, outDir: fresh } });
    const files = await compressFiles(fresh);
    if (documents.length === DOCUMENTS.length) writePagesStamp(fresh, stamp);
    await putInPlace(fresh, DIST, Date.now());
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    const { scripts, gzipBytes, brotliBytes } = await measureLanding(DIST);
    process.stdout.write(
      `Pages built: ${files} files in ${seconds} s. First load of the console: ${scripts} scripts, ${kilobytes(gzipBytes)} kB by gzip, ${kilobytes(brotliBytes)} kB by brotli.\n`,
    );
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}

try {
  // A test that has the pages built first has another word here, with which React would come as for its developers.
  process.env.NODE_ENV = 'production';
  const named = process.argv.slice(2);
  await buildAll(named.length === 0 ? DOCUMENTS : named);
} catch (error) {
  // Vite names file and line; where in Vite it was found helps nobody.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
