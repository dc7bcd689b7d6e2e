import { readdir, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { takeWholeState } from '../support/database/whole-state.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

const MAX_UPLOAD_BYTES = 50_000;
let system: RunningSystem;
let caller: Caller;
let connectionId: string;
let otherAccountId: string;

beforeAll(async () => {
  // The schedule looks for work rarely, so that nothing but the uploads writes.
  const settings = { CAUSEWAY_MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES), CAUSEWAY_SCHEDULE_INTERVAL_MS: '3600000' };
  system = await startSystem({ settings });
  caller = (await system.createOrganization()).test;
  const entityId = await defaultEntityOf(caller);
  const connect = async (portalUrl: string) =>
    (await caller.get<Schemas['SetupConnection']>('createConnection', { body: { entityId, portalUrl } })).id;
  connectionId = await connect('https://files.example');
  const other = await connect('https://other-files.example');
  await caller.get('uploadConnectionFile', { path: { connectionId: other }, form: fileForm(smallBai2File(1)) });
  const [account] = await caller.all<Schemas['Account']>('listAccounts');
  otherAccountId = account?.id ?? '';
  // An upload is answered a moment before its job is gone.
  await eventually(look, ({ jobs }) => jobs === '0', 'the end of the job');
});
afterAll(() => system?.stop());

const look = () => takeWholeState(system.database.sql, system.dataDir);
const upload = (form: FormData) =>
  caller.call<Schemas['SyncRun']>('uploadConnectionFile', { path: { connectionId }, form });

function formOf(...parts: readonly [string, string | Blob][]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, 'statement.bai');
  }
  return form;
}

const file = () => new Blob([smallBai2File(3)]);

function fileNamed(name: string): FormData {
  const form = new FormData();
  form.append('file', file(), name);
  return form;
}

describe('an upload that is refused leaves neither a row nor a file', () => {
  const cases: readonly [string, () => FormData, number, string][] = [
    ['no file', () => formOf(['format', 'bai2']), 422, 'file'],
    ['a file as text', () => formOf(['file', smallBai2File(3)]), 422, 'file'],
    ['a file whose name has a NUL', () => fileNamed('a\u0000b.bai'), 422, 'file'],
    ['a file whose name is endless', () => fileNamed('x'.repeat(1_001)), 422, 'file'],
    ['two files', () => formOf(['file', file()], ['file', file()]), 422, 'file'],
    ['an unknown field before the file', () => formOf(['colour', 'red'], ['file', file()]), 422, 'colour'],
    ['an unknown field after the file', () => formOf(['file', file()], ['colour', 'red']), 422, 'colour'],
    ['a field given twice', () => formOf(['format', 'bai2'], ['format', 'bai2'], ['file', file()]), 422, 'format'],
    ['a format that does not exist', () => formOf(['file', file()], ['format', 'pdf']), 422, 'format'],
    ['an empty format', () => formOf(['file', file()], ['format', '']), 422, 'format'],
    ['an account id that is none', () => formOf(['file', file()], ['accountId', 'mine']), 422, 'accountId'],
    ['a NUL in a field', () => formOf(['accountId', 'a\u0000b'], ['file', file()]), 422, 'accountId'],
    [
      'the account of another connection',
      () => formOf(['file', file()], ['accountId', otherAccountId]),
      422,
      'accountId',
    ],
    ['a profile that is none', () => formOf(['csvProfile', '{"name":"x"}'], ['file', file()]), 422, 'csvProfile'],
    ['a profile that is no JSON', () => formOf(['csvProfile', '{bad'], ['file', file()]), 422, 'csvProfile'],
    ['a file over the limit', () => formOf(['file', new Blob(['x'.repeat(MAX_UPLOAD_BYTES + 1)])]), 413, ''],
    [
      'a file over the limit, with bad fields',
      () => formOf(['file', new Blob(['x'.repeat(MAX_UPLOAD_BYTES * 2)])], ['a', '1']),
      413,
      '',
    ],
  ];
  it.each(cases)('%s', async (_what, form, status, field) => {
    const before = await look();
    const answer = await caller.call<Schemas['ErrorEnvelope']>('uploadConnectionFile', {
      path: { connectionId },
      form: form(),
    });
    expect(answer.status).toBe(status);
    if (field !== '') expect(answer.body.error.details?.map((detail) => detail.field)).toContain(field);
    expect(await look()).toEqual(before);
  });

  it.each<[string, Record<string, string>, string | null, number]>([
    ['no body at all', {}, null, 415],
    ['no body, but the type', { 'content-type': 'multipart/form-data' }, null, 415],
    ['no body, but the type and a boundary', { 'content-type': 'multipart/form-data; boundary=xxxx' }, null, 422],
    ['a form without a boundary', { 'content-type': 'multipart/form-data' }, '--xxxx--\r\n', 415],
    ['a form with an empty boundary', { 'content-type': 'multipart/form-data; boundary=' }, '--xxxx--\r\n', 415],
    ['a boundary in another parameter', { 'content-type': 'multipart/form-data; x=boundary=y' }, '--y--\r\n', 415],
    ['a form without parts', { 'content-type': 'multipart/form-data; boundary=xxxx' }, '--xxxx--\r\n', 422],
    [
      'a part without a name',
      { 'content-type': 'multipart/form-data; boundary=xxxx' },
      '--xxxx\r\ncontent-disposition: form-data; filename="a.bai"\r\n\r\nhello\r\n--xxxx--\r\n',
      422,
    ],
    ['bytes that are no form', { 'content-type': 'multipart/form-data; boundary=xxxx' }, 'hello', 400],
    ['a boundary of 300 characters', { 'content-type': `multipart/form-data; boundary=${'x'.repeat(300)}` }, 'a', 400],
    ['a file without a form', { 'content-type': 'application/octet-stream' }, 'hello', 415],
  ])('%s', async (_what, headers, body, status) => {
    const before = await look();
    const answer = await fetch(`${system.apiUrl}/v1/connections/${connectionId}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${caller.key}`, ...headers },
      // Bytes, because text would bring a Content-Type of its own.
      body: body === null ? null : Buffer.from(body),
    });
    expect([answer.status, JSON.stringify(await answer.json())]).toEqual([
      status,
      expect.stringMatching(status === 400 ? /cannot be read/ : /multipart|part with a file name/),
    ]);
    expect(await look()).toEqual(before);
  });

  it('a file as text, which is told once', async () => {
    const answer = await caller.call<Schemas['ErrorEnvelope']>('uploadConnectionFile', {
      path: { connectionId },
      form: formOf(['file', 'hello']),
    });
    expect(answer.body.error.details).toEqual([
      { location: 'body', field: 'file', message: 'must be sent as a part with a file name' },
    ]);
  });

  it('a client that hangs up in the middle', async () => {
    const before = await look();
    const { hostname, port } = new URL(system.apiUrl);
    const sending = request({
      hostname,
      port,
      method: 'POST',
      path: `/v1/connections/${connectionId}/files`,
      headers: {
        authorization: `Bearer ${caller.key}`,
        'content-type': 'multipart/form-data; boundary=xxxx',
        'content-length': '20000',
      },
    });
    const hungUp = new Promise<void>((resolve) => sending.once('close', () => resolve()));
    sending.once('error', () => undefined);
    sending.write(`--xxxx\r\ncontent-disposition: form-data; name="file"; filename="a.bai"\r\n\r\n${smallBai2File(9)}`);
    const staged = async () => Object.keys(before).length > 0 && (await look()).files !== before.files;
    await eventually(staged, (seen) => seen, 'the arrival of the first bytes');
    sending.destroy();
    await hungUp;
    await eventually(
      look,
      (state) => JSON.stringify(state) === JSON.stringify(before),
      'the removal of the staged bytes',
    );
  });
});

describe('a file that is a program, and named like a path', () => {
  it.each(['../../../evil.sh', '/etc/cron.d/evil', '..\\\\evil.exe', 'evidence/../master.key'])(
    'lies under its hash, unpacked and run by nobody: %s',
    async (name) => {
      const before = await listFiles();
      const form = new FormData();
      form.append('file', new Blob([`PK\u0003\u0004 #!/bin/sh\ntouch "${name}"\n`]), name);
      await upload(form);
      const made = (await listFiles()).filter((path) => !before.includes(path));
      expect(made).toEqual([expect.stringMatching(/^evidence\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}$/)]);
      expect((await stat(join(system.dataDir, made[0] ?? ''))).mode & 0o777).toBe(0o600);
    },
  );

  async function listFiles(): Promise<string[]> {
    const entries = await readdir(system.dataDir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(system.dataDir, join(parentPath, name)))
      .filter((path) => !path.startsWith('bank/'));
  }
});

describe('a file that cannot be read to its end', () => {
  /** Everything that a client could take for money. */
  const ledger = async () => {
    const { accounts, transactions, transaction_revisions, daily_balances, stated_balances, stream_heads } =
      await look();
    return { accounts, transactions, transaction_revisions, daily_balances, stated_balances, stream_heads };
  };

  async function expectUnreadable(content: string): Promise<void> {
    const before = await ledger();
    const { status, body } = await upload(fileForm(content));
    expect(status, JSON.stringify(content)).toBe(201);
    expect(body, JSON.stringify(content)).toMatchObject({
      status: 'failed',
      outcome: null,
      counts: { added: 0, modified: 0, removed: 0 },
      error: { code: 'file_unreadable', message: expect.stringMatching(/\S/) },
    });
    expect(await ledger()).toEqual(before);
  }

  it.each(['', ' ', '\n\n', 'x', '%PDF-1.7', '{"rows":[]}', '<html></html>', 'PK\u0003\u0004', '\u0000\u0000\u0000'])(
    'is told as unreadable and leaves nothing: %j',
    expectUnreadable,
  );

  it('is told as unreadable wherever it is cut, and no account is ever taken in in part', async () => {
    const whole = smallBai2File(3, 'cut');
    const accountEnds = whole.indexOf('\n49,');
    for (let end = 1; end < accountEnds; end += 11) await expectUnreadable(whole.slice(0, end));
    // The account is complete, with totals that add up; only the rest of the file is missing.
    const cut = await upload(fileForm(whole.slice(0, whole.indexOf('\n98,') + 1)));
    expect(cut.body).toMatchObject({ status: 'partial', counts: { added: 3 }, error: { code: 'file_unreadable' } });
    const { status, body } = await upload(fileForm(whole));
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'succeeded', outcome: 'unchanged', counts: { added: 0 }, error: null });
  });
});
