import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL('../..', import.meta.url));
const ROOT = join(PACKAGES, '..');
const README = await readFile(join(PACKAGES, 'client/README.md'), 'utf8');
const examples = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-client-packed-'));
  const { stdout } = await run(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(PACKAGES, 'pack.ts'),
    'client',
    '--into',
    folder,
  ]);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', stdout.trim()], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('runs as plain JavaScript from an empty project', async () => {
  await writeFile(
    join(folder, 'use.js'),
    `import { CausewayNetworkError, createClient } from '@causeway/client';
import { createMemoryStorage } from '@causeway/client/mirror';
const client = createClient({ baseUrl: 'http://127.0.0.1:1', apiKey: 'way_test_a_b', maxRetries: 0 });
const failure = await client.listAccounts().catch((cause) => cause);
console.log(failure instanceof CausewayNetworkError, typeof createMemoryStorage());
`,
  );
  expect(await run(process.execPath, ['use.js'], { cwd: folder })).toEqual({ stdout: 'true object\n', stderr: '' });
  const own = JSON.parse(await readFile(join(folder, 'node_modules/@causeway/client/package.json'), 'utf8'));
  expect([own.private, own.scripts, own.devDependencies, own.engines]).toEqual([
    undefined,
    undefined,
    undefined,
    { node: '>=20' },
  ]);
});

it('is typed for projects that check their libraries, strictly and no more', async () => {
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types', 'postgres'])
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  const paths = examples.map((_, at) => join(folder, `example-${at}.ts`));
  for (const [at, path] of paths.entries()) await writeFile(path, examples[at] ?? '');
  const program = ts.createProgram(paths, {
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [join(folder, 'node_modules/@types')],
  });
  // Checking the types of Node as well would take most of the time.
  const own = program.getSourceFiles().filter(({ fileName }) => !/@types|typescript\/lib|undici-types/.test(fileName));
  expect(own.some(({ fileName }) => fileName.endsWith('@causeway/client/index.d.ts'))).toBe(true);
  const problems = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  expect(
    problems.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
  ).toEqual([]);
});
