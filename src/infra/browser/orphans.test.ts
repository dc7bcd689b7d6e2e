import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listGroup } from './process-group.ts';
import { createTestLauncher, placeCarriedChromium } from './testing/test-browser.ts';

const HOLDER = fileURLToPath(new URL('testing/hold-browser.ts', import.meta.url));

// Any other start from a shared folder would end what is left behind in it.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-orphans-'));
  await placeCarriedChromium(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a process that holds a browser, and gives it with the browser's process group. */
async function startHolder() {
  const holder = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', HOLDER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: unknown[] = await once(holder.stdout, 'data');
  const group = Number(String(line));
  expect(listGroup(group).length).toBeGreaterThan(1);
  return { holder, group };
}

describe('a process that ends without a word', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('leaves no browser behind: %s', async (signal) => {
    const { holder, group } = await startHolder();
    holder.kill(signal);
    await once(holder, 'exit');
    await expect.poll(() => listGroup(group)).toEqual([]);
  });

  it('leaves a hanging browser to the next start, which ends it', async () => {
    const { holder, group } = await startHolder();
    // A stopped browser does not see its pipe break.
    process.kill(-group, 'SIGSTOP');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(listGroup(group).length).toBeGreaterThan(1);
    const next = await createTestLauncher({ folder }).start();
    await next.stop();
    await expect.poll(() => listGroup(group)).toEqual([]);
  });
});
