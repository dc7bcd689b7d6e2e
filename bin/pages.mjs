// Plain JavaScript without dependencies: see runtime.mjs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const CONSOLE = join('apps', 'console');
const DIST = join(CONSOLE, 'dist');
const STAMP = '.causeway-build';
/** What the pages are made of. The guides, READMEs included, the examples and the contracts are part of the documentation. */
const SOURCES = [
  ...['src', 'build', 'package.json', 'vite.config.ts', 'console.html', 'connect.html', 'docs.html'].map((name) =>
    join(CONSOLE, name),
  ),
  ...['docs', 'examples', 'openapi', 'package-lock.json', join('bin', 'pages.mjs')],
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...['client', 'bank-files', 'bank-simulator'].map((name) => join('packages', name, 'README.md')),
  join('apps', 'demo-bank', 'README.md'),
];

/** Everything a build depends on, as one line: the same however the root is written, with a slash at its end or without. */
export function stampOfPages(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of listFiles(join(root, source))) {
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return `${hash.digest('hex')}\n`;
}

/** Says of a finished build what it was made of. */
export function writePagesStamp(folder, stamp) {
  writeFileSync(join(folder, STAMP), stamp);
}

/** Whether the pages were built from the sources as they are. */
export function arePagesCurrent(root) {
  const file = join(root, DIST, STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === stampOfPages(root);
}

/**
 * Builds the pages when their sources have changed since the last time. Says so to `out`: standard output belongs to the command.
 * @returns {Promise<{ kind: 'current' | 'built' } | { kind: 'failed', message: string }>}
 */
export async function buildPagesWhenNeeded(root, runtime, out = process.stderr) {
  if (!existsSync(join(root, CONSOLE))) return { kind: 'current' };
  // For images and machines that bring their pages built.
  if (process.env.CAUSEWAY_SKIP_BUILD === '1' || arePagesCurrent(root)) return { kind: 'current' };
  out.write('Building the pages …\n');
  const code = await runBuild(root, runtime);
  if (code === 0) return { kind: 'built' };
  return {
    kind: 'failed',
    message: 'The pages could not be built.\nFix: see the output above, then run "npm run build".',
  };
}

function runBuild(root, runtime) {
  const file = join(root, CONSOLE, 'build', 'main.ts');
  const child = spawn(runtime.path, ['--disable-warning=ExperimentalWarning', file], {
    cwd: root,
    stdio: ['inherit', process.stderr.fd, 'inherit'],
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`Could not start ${runtime.path}: ${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
