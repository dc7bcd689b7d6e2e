import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acquireSupervisorLock } from '../../src/infra/embedded-postgres/supervisor-lock.ts';
import { runCommand } from '../support/processes/command.ts';

it('a second quickstart in the same folder is refused before it touches the demo bank of the first', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'causeway-twice-'));
  const bankLog = join(dataDir, 'demo-bank', 'server.log');
  try {
    for (const folder of ['postgres', 'demo-bank']) mkdirSync(join(dataDir, folder));
    writeFileSync(bankLog, 'what the first one says');
    // As the first one holds it.
    expect(acquireSupervisorLock(join(dataDir, 'postgres')).kind).toBe('acquired');
    const env = { CAUSEWAY_DATA_DIR: dataDir, CAUSEWAY_PORT: '0', CAUSEWAY_DEMO_BANK_URL: 'http://127.0.0.1:0' };
    const { code, output, errors } = await runCommand(['quickstart', '--once'], { env });
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain(`is already run by process ${process.pid}`);
    expect(readFileSync(bankLog, 'utf8')).toBe('what the first one says');
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
