import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const mainPath = join(import.meta.dirname, 'main.ts');
let stateDir: string;
let children: ChildProcessWithoutNullStreams[];

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'demo-bank-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(stateDir, { recursive: true });
});

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return startWith({}, ...args);
}

function startWith(environment: Record<string, string>, ...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [mainPath, ...args], { env: { ...process.env, ...environment } });
  children.push(child);
  return child;
}

async function readErrors(child: ChildProcessWithoutNullStreams): Promise<string> {
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  return errors;
}

async function readFirstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return String(line);
}

describe('the demo bank as a process', () => {
  it('tells in one JSON line where it listens, and stops on SIGTERM', async () => {
    const child = start('--port', '0', '--state-dir', stateDir);
    const { event, url, pid } = JSON.parse(await readFirstLine(child));
    expect([event, pid]).toEqual(['listening', child.pid]);
    expect((await fetch(url)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends with its parent when told so', async () => {
    const child = start('--port', '0', '--state-dir', stateDir, '--with-parent');
    await readFirstLine(child);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says what is wrong with its arguments', async () => {
    const child = start('--port', 'http');
    const errors = await readErrors(child);
    expect(errors).toMatch(/--port is missing or not 0 to 65535[\s\S]*Usage:/);
  });

  it.each([
    [{ DEMO_BANK_SMTP: 'localhost' }, /^DEMO_BANK_SMTP is not valid; write host and port/],
    [{ DEMO_BANK_SMTP: 'localhost:0' }, /^DEMO_BANK_SMTP is not valid/],
    [{ DEMO_BANK_SMS_WEBHOOK: 'ftp://x', DEMO_BANK_SMS_SECRET: 's' }, /^DEMO_BANK_SMS_WEBHOOK is not valid/],
    [{ DEMO_BANK_SMS_WEBHOOK: 'http://127.0.0.1/sms' }, /^DEMO_BANK_SMS_SECRET is missing/],
  ])('says what is wrong with %o', async (environment, message) => {
    const child = startWith(environment as Record<string, string>, '--port', '0', '--state-dir', stateDir); // One of the variables is left out in each row.
    expect(await readErrors(child)).toMatch(message);
  });
});
