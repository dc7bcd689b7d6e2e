import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoConnection } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = await readFile(join(ROOT, 'packages/client/README.md'), 'utf8');
const examples = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
const ending = examples.filter((text) => !text.startsWith('// endless'));

let system: RunningSystem;
let environment: Record<string, string>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-readme-'));
  system = await startSystem();
  const { test } = await system.createOrganization();
  await openDemoConnection(test, system.bankUrl, 'harbor');
  const MIRROR_FILE = join(folder, 'mirror.sqlite');
  environment = { CAUSEWAY_URL: system.apiUrl, CAUSEWAY_API_KEY: test.key, MIRROR_FILE };
});
afterAll(async () => {
  await system.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a program from its text, as from a file in the project's folder. */
async function run(
  text: string,
): Promise<{ readonly code: unknown; readonly output: string; readonly errors: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript'], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdin.end(text);
  const [code] = await once(child, 'close');
  return { code, output, errors };
}

describe('the examples of the client’s README', () => {
  it('are right by their types', () => {
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
    const texts = new Map(examples.map((text, at) => [join(ROOT, `packages/client/example-${at}.ts`), text]));
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile: read, getSourceFile } = host;
    host.fileExists = (name) => texts.has(name) || fileExists(name);
    host.readFile = (name) => texts.get(name) ?? read(name);
    host.getSourceFile = (name, target, ...rest) => {
      const text = texts.get(name);
      return text === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, text, target);
    };
    const program = ts.createProgram([...texts.keys()], { ...options, noUnusedLocals: false }, host);
    const problems = [...texts.keys()].flatMap((name) => {
      const file = program.getSourceFile(name);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    });
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
    expect(examples.length).toBeGreaterThan(4);
  });

  it('of calls, stream, mirror and webhooks do what they say', async () => {
    const results = [];
    for (const text of ending) results.push(await run(text));
    expect(results.map(({ errors }) => errors)).toEqual(results.map(() => ''));
    expect(results.map(({ code }) => code)).toEqual(results.map(() => 0));
    const [calls = '', pages = '', mirror = '', webhooks = ''] = results.map(({ output }) => output);
    expect(calls).toMatch(/not_found 404 req_/);
    expect(pages).toMatch(/^\d+ sc_/);
    expect(mirror).toBe('equal\n');
    expect(webhooks).toBe('400\n');
  });
});
