import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { type BrowserLauncherOptions, createBrowserLauncher } from './browser-launcher.ts';
import { BrowserUnavailableError } from './errors.ts';
import { listInstallPlaces } from './installed-browsers.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-launcher-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function failure(changes: Partial<BrowserLauncherOptions>): Promise<BrowserUnavailableError> {
  const launcher = createBrowserLauncher({
    path: null,
    sandbox: 'auto',
    folder,
    headed: false,
    log: silentLog,
    environment: {},
    ...changes,
  });
  try {
    const started = await launcher.start();
    await started.stop();
  } catch (cause) {
    if (cause instanceof BrowserUnavailableError) return cause;
    throw cause;
  }
  throw new Error('a browser was started');
}

async function writeProgram(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o700);
  return path;
}

describe('looking for a browser', () => {
  it('takes nothing in the place of a configured one that is not there', async () => {
    const error = await failure({ path: '/nowhere/chrome' });
    expect(error.tried.map(({ what }) => what)).toEqual(['/nowhere/chrome']);
    expect(error.message).toContain('CAUSEWAY_BROWSER_PATH');
  });

  it('says what a program said that is no browser, and leaves nothing of it', async () => {
    const path = await writeProgram('chrome', 'echo "libfoo.so: cannot open shared object file" >&2; exit 127');
    const error = await failure({ path });
    expect(error.tried[0]?.why).toContain('libfoo.so: cannot open shared object file');
    expect(await readdir(join(folder, 'runs'))).toEqual([]);
  });

  it('says everything that was tried and what to do', async () => {
    const error = await failure({ headed: true, environment: { PATH: folder }, path: 'carried' });
    expect(error.tried).toEqual([{ what: 'the Chromium that npm brings', why: 'it has no window' }]);
    expect(error.message).toMatch(/Install Chromium or Google Chrome, or set CAUSEWAY_BROWSER_PATH/);
  });

  it('knows where each system installs one, and looks along the search path', () => {
    expect(listInstallPlaces('linux', { PATH: '/opt/own/bin:relative' })).toEqual(
      expect.arrayContaining(['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/own/bin/chromium']),
    );
    expect(listInstallPlaces('darwin', { HOME: '/Users/a' })).toContain(
      '/Users/a/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(listInstallPlaces('win32', { PROGRAMFILES: 'C:\\Programs' })).toContain(
      'C:\\Programs\\Google\\Chrome\\Application\\chrome.exe',
    );
  });
});

describe('starting a browser', () => {
  it('gives it none of this process’s settings', async () => {
    const path = await writeProgram('chrome', 'env >&2; exit 1');
    const error = await failure({ path, environment: { PATH: '/usr/bin:/bin', DATABASE_URL: 'postgres://secret' } });
    expect(error.tried[0]?.why).not.toContain('secret');
    expect(error.tried[0]?.why).not.toContain('DATABASE_URL');
  });
});
