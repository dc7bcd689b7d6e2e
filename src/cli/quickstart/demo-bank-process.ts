import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Running } from '../../main.ts';
import { ROOT } from '../installation/setting.ts';
import { CommandRefused } from '../outcome.ts';
import { findPort } from './free-port.ts';

/**
 * Starts the demo bank as its own process, at the wanted address or, where that is taken, on a free port. It ends with
 * this process.
 */
export async function startDemoBankProcess(options: {
  readonly stateDir: string;
  readonly wantedUrl: string;
  /** Where the bank's mail goes; none is sent without it. */
  readonly mail?: { readonly host: string; readonly port: number };
}): Promise<Running & { readonly url: string }> {
  await mkdir(options.stateDir, { recursive: true });
  const log = await open(join(options.stateDir, 'server.log'), 'w');
  const { mail, wantedUrl } = options;
  const wanted = new URL(wantedUrl);
  const port = await findPort('127.0.0.1', Number(wanted.port || 80));
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'apps', 'demo-bank', 'src', 'main.ts'),
      ...['--port', String(port), '--state-dir', options.stateDir, '--with-parent'],
    ],
    // Its log belongs to the bank, not to the person who watches this command.
    {
      stdio: ['pipe', 'pipe', log.fd],
      env: { ...process.env, DEMO_BANK_SMTP: mail === undefined ? '' : `${mail.host}:${mail.port}` },
    },
  );
  const url = await waitUntilListening(child);
  await log.close();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function waitUntilListening(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('error', reject);
  child.once('exit', (code) => reject(new CommandRefused(`The demo bank ended with code ${code} before it listened.`)));
  if (child.stdout === null) throw new Error('the demo bank has no output');
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event: unknown = JSON.parse(line);
    if (typeof event === 'object' && event !== null && 'url' in event && typeof event.url === 'string')
      resolve(event.url);
  });
  return promise;
}
