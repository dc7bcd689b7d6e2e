import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberedFile, sourceWhen } from '../sources/source-stage.ts';
import { type FileFeed, openFileFeed } from '../support/banks/file-feed.ts';
import { type CommandOutcome, runCommand } from '../support/processes/command.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

let system: RunningSystem;
let organization: TestOrganization;
let bank: FileFeed;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-commands-'));
  system = await startSystem({ settings: { CAUSEWAY_FILE_ROOT: folder } });
  organization = await system.createOrganization();
  bank = await openFileFeed(organization.live, await defaultEntityOf(organization.live));
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

function causeway(...args: readonly string[]): Promise<CommandOutcome> {
  const env = { CAUSEWAY_URL: system.apiUrl, CAUSEWAY_API_KEY: organization.live.key };
  return runCommand(args, { cwd: folder, env });
}

describe('the commands for files', () => {
  it('hand nothing in when one of the files is not there', async () => {
    await writeFile(join(folder, 'first.bai'), numberedFile(70));
    await mkdir(join(folder, 'a-folder'));
    const names = ['first.bai', 'nowhere.bai', 'a-folder'];
    const { code, output, errors } = await causeway('upload', ...names, '--connection', bank.connectionId);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toBe(
      'nowhere.bai: there is no such file.\na-folder: it is a folder; name the files in it.\nNothing was handed in.\n',
    );
    expect(await bank.lines()).toEqual([]);
  });

  it('name the option that may be wrong when the server knows no such connection', async () => {
    await writeFile(join(folder, 'lost.bai'), numberedFile(71));
    const { code, errors } = await causeway('upload', 'lost.bai', '--connection', 'nope');
    expect(code).toBe(1);
    expect(errors).toMatch(/There is no such resource for this key\.\n.*\n.*\nCheck --connection\.\n$/);
  });

  it('upload, and decide about what was not taken in', async () => {
    await writeFile(join(folder, 'good.bai'), numberedFile(1));
    await writeFile(join(folder, 'nameless.qif'), '!Type:Bank\nD03/04/2026\nT-58.20\nPBlue Bottle\n^\n');
    const uploaded = await causeway('upload', 'good.bai', 'nameless.qif', '--connection', bank.connectionId);
    expect(uploaded).toMatchObject({ code: 1, errors: expect.stringContaining('1 of 2 files') });
    expect(uploaded.output).toMatch(/good\.bai {2}bai2 {2}succeeded {2}1 added/);
    const { output: listed } = await causeway('quarantine', 'list', '--connection', bank.connectionId);
    expect(listed).toMatch(/open .* nameless\.qif {2}qif\n {2}accountMissing/);
    const [id = ''] = listed.split(' ');
    expect((await causeway('quarantine', 'show', id)).output).toMatch(/-58\.20 {2}Blue Bottle/);
    const partly = await causeway('quarantine', 'accept', id, '--account-number', '4711');
    expect(partly).toMatchObject({ code: 1, errors: expect.stringContaining('currencyMissing') });
    const whole = await causeway('quarantine', 'accept', id, '--currency', 'EUR', '--date-order', 'DMY', '--json');
    expect([whole.code, JSON.parse(whole.output)]).toMatchObject([0, { status: 'accepted' }]);
    expect((await causeway('quarantine', 'discard', id)).code).toBe(1);
    await writeFile(join(folder, 'table.csv'), 'a;b;c\n01.02.26;x;1,5\n');
    const profile = { name: 't', delimiter: ';', headerRow: 0, decimalMark: ',', dateOrder: 'DMY', date: 'a' };
    const columns = { description: ['b'], amount: { kind: 'signed', column: 'c' } };
    await writeFile(join(folder, 'profile.json'), JSON.stringify({ ...profile, ...columns }));
    const said = ['--csv-profile', 'profile.json', '--account-number', '4712', '--currency', 'EUR'];
    const table = await causeway('upload', 'table.csv', '--connection', bank.connectionId, ...said);
    expect(table).toMatchObject({ code: 0, output: expect.stringContaining('csv  succeeded  1 added') });
    expect(await bank.lines()).toEqual(['-10.01 posted PURCHASE 1', '-58.20 posted Blue Bottle', '1.50 posted x']);
  });

  it('watch a folder, tell of it, and forget it', async () => {
    const dir = join(folder, organization.id, 'live', 'drop');
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'daily.bai'), numberedFile(2));
    const settings = [
      '--connection',
      bank.connectionId,
      '--every',
      '1',
      '--settle',
      '0',
      '--pattern',
      '*.bai',
      '--json',
    ];
    const added = await causeway('sources', 'add-folder', 'drop', ...settings);
    expect(added.code).toBe(0);
    const { id } = JSON.parse(added.output);
    await sourceWhen(organization.live, id, ({ files }) => files.taken === 1, 'the file taken');
    expect((await causeway('sources', 'list')).output).toMatch(/folder {2}active .*live\/drop\n {2}1 taken/);
    expect((await causeway('sources', 'change', id, '--pause')).output).toContain('paused');
    expect((await causeway('sources', 'remove', id)).output).toBe(`Source ${id} is removed.\n`);
    expect((await causeway('sources', 'list')).output).toBe('There are none.\n');
    const refused = await causeway('sources', 'add-sftp', 'nobody', '/', '--connection', 'x', '--host-key', 'SHA256:x');
    expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('user and host') });
  });
});
