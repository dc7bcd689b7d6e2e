import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Writes the packages that other projects may use as files that `npm install` takes: `npm run pack [-- client bank-files] [--into folder]`.
 */
const PACKAGES = ['client', 'bank-files'];
const HERE = fileURLToPath(new URL('.', import.meta.url));

const { values, positionals } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } });
const unknown = positionals.filter((name) => !PACKAGES.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no package ${unknown.join(', ')}; there are ${PACKAGES.join(' and ')}.\n`);
  process.exitCode = 2;
} else packAll(positionals.length === 0 ? PACKAGES : positionals, resolve(values.into ?? join(HERE, '../dist')));

function packAll(names: readonly string[], into: string): void {
  mkdirSync(into, { recursive: true });
  for (const name of names) {
    const built = mkdtempSync(join(tmpdir(), 'causeway-pack-'));
    try {
      run(process.execPath, ['--disable-warning=ExperimentalWarning', join(HERE, 'generate-package.ts'), name, built]);
      const packed = npm(['pack', built, '--pack-destination', into, '--ignore-scripts', '--silent', '--offline']);
      process.stdout.write(`${join(into, packed.trim())}\n`);
    } finally {
      rmSync(built, { recursive: true, force: true });
    }
  }
}

/** The npm that has started this, or the one of the system. */
function npm(args: readonly string[]): string {
  const { npm_execpath: own } = process.env;
  return own === undefined ? run('npm', args) : run(process.execPath, [own, ...args]);
}

function run(file: string, args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
