import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectStatements } from './read-bank-file.ts';
import { writeWhole } from './testing/write-file.ts';
import type { OutgoingStatement } from './write/outgoing.ts';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(PACKAGE, '../..');

const STATEMENT: OutgoingStatement = {
  account: { id: 'DE89370400440532013000', currency: 'EUR' },
  statementId: 'S1',
  asOfDate: '2026-01-31',
  balances: [
    { type: 'opening', amount: '100.00', date: '2026-01-31' },
    { type: 'closing', amount: '87.50', date: '2026-01-31' },
  ],
  entries: [{ bookingDate: '2026-01-31', amount: '-12.50', description: 'Invoice 7', bankReference: 'B1' }],
};

const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');

let folder: string;
/** What is published, as `npm install` would put it into a project. */
let installed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bank-files-readme-'));
  installed = join(folder, 'node_modules/@causeway/bank-files');
  await mkdir(join(installed, '..'), { recursive: true });
  await run(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(PACKAGE, '../generate-package.ts'),
    'bank-files',
    installed,
  ]);
  for (const name of ['saxes', 'xmlchars', '@types', 'undici-types']) {
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'statement.xml'), await writeWhole('camt053', [STATEMENT]));
  await writeFile(join(folder, 'statement.sta'), await writeWhole('mt940', [STATEMENT]));
  for (const [at, text] of examples.entries()) await writeFile(join(folder, `example-${at}.ts`), text);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('what is published', () => {
  it('is JavaScript with types, a README and the licence, and no tests', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: installed });
    const [pack] = JSON.parse(stdout);
    const paths: string[] = pack.files.map((file: { path: string }) => file.path);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'index.js', 'index.d.ts']));
    expect(paths.filter((path) => !/^(?:LICENSE|README\.md|package\.json|.*\.js|.*\.d\.ts)$/.test(path))).toEqual([]);
    expect(paths.filter((path) => /test|fuzz|bench/.test(path))).toEqual([]);
    const own = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    expect([Object.keys(own.dependencies), own.license, own.private, own.scripts]).toEqual([
      ['saxes'],
      'Apache-2.0',
      undefined,
      undefined,
    ]);
  });
});

describe('the examples of the README', () => {
  it('are right by the published types', () => {
    const paths = examples.map((_, at) => join(folder, `example-${at}.ts`));
    const program = ts.createProgram(paths, {
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules/@types')],
    });
    const problems = ts.getPreEmitDiagnostics(program);
    expect(problems.map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'))).toEqual([]);
  });

  it('do what they say', async () => {
    const outputs: string[] = [];
    for (const at of examples.keys()) {
      const { stdout, stderr } = await run(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', `example-${at}.ts`],
        { cwd: folder },
      );
      expect(stderr).toBe('');
      outputs.push(stdout);
    }
    expect(outputs.slice(0, 2)).toEqual([
      'DE89370400440532013000 EUR true\n2026-01-31 -12.50 Invoice 7\n',
      '2026-01-31 -12.50\n',
    ]);
    expect(outputs[2]).toContain("[ '-1234.50', '2000.00' ]");
    const written = collectStatements(await readFile(join(folder, 'written.sta')), { isStrict: true });
    expect(written.statements[0]?.entries[0]?.amount).toBe('12.50');
    expect(await readFile(join(folder, 'statement.csv'), 'utf8')).toContain('2026-01-31,,-12.50,EUR,posted,Invoice 7');
  });
});
