import { afterAll, describe, expect, it } from 'vitest';
import { assertResponseMatchesContract } from '../support/calls/assert-response.ts';
import { AUTHORIZED, createFakeApp } from './fake-app.ts';
import { FAKE_OPERATIONS } from './fake-operations.ts';

const app = createFakeApp(FAKE_OPERATIONS);
const URL_PATH = '/v1/connections/019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18/files';
const ACCOUNT_ID = '019a1f7a-e4d3-7c02-a9b8-13f5d7062ec9';

afterAll(() => app.close());

const file = (content = '01,BANK', name = 'file', fileName = 'a.bai') =>
  `--b\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n`;
const field = (name: string, value: string) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

async function upload(parts: readonly string[], { ending = '--b--\r\n', url = URL_PATH } = {}) {
  const headers = { ...AUTHORIZED, 'content-type': 'multipart/form-data; boundary=b' };
  const response = await app.inject({ method: 'POST', url, headers, payload: parts.join('') + ending });
  assertResponseMatchesContract('uploadConnectionFile', {
    status: response.statusCode,
    headers: response.headers,
    body: response.json(),
  });
  return response;
}

describe('file uploads', () => {
  it.each([
    ['before', [field('format', 'bai2'), field('accountId', ACCOUNT_ID), file()]],
    ['behind', [file(), field('format', 'bai2'), field('accountId', ACCOUNT_ID)]],
    ['around', [field('format', 'bai2'), file(), field('accountId', ACCOUNT_ID)]],
  ])('takes fields %s the file', async (_case, parts) => {
    const response = await upload(parts);
    expect(response.statusCode).toBe(201);
    expect(response.json().file).toMatchObject({ name: 'a.bai', format: 'bai2', sizeBytes: 7 });
  });

  const profile = {
    name: 'p',
    delimiter: ';',
    headerRow: 0,
    decimalMark: ',',
    dateOrder: 'DMY',
    date: 'a',
    amount: { kind: 'signed', column: 'b' },
  };
  it.each([
    ['as text', field('csvProfile', JSON.stringify(profile, null, 4))],
    [
      'as JSON',
      `--b\r\ncontent-disposition: form-data; name="csvProfile"\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(profile)}\r\n`,
    ],
    ['with long texts', field('csvProfile', JSON.stringify({ ...profile, name: 'x'.repeat(10_000) }))],
  ])('takes a field that is an object %s', async (_case, part) => {
    const response = await upload([part, field('currency', 'EUR'), field('dateOrder', 'DMY'), file()]);
    expect(response.statusCode).toBe(201);
  });

  it('takes a file without fields, and an empty one', async () => {
    expect((await upload([file()])).json().file).toMatchObject({ format: null, sizeBytes: 7 });
    expect((await upload([file('')])).json().file).toMatchObject({ sizeBytes: 0 });
  });

  it.each([
    ['no file', [field('format', 'bai2')], 'file'],
    ['a file without a file name', [field('file', 'content')], 'file'],
    ['two files', [file(), file()], 'file'],
    ['a file of another name', [file('x', 'attachment'), file()], 'attachment'],
    ['a file of another name behind', [file(), file('x', 'attachment')], 'attachment'],
    ['an unknown field', [field('colour', 'red'), file()], 'colour'],
    ['an unknown field behind', [file(), field('colour', 'red')], 'colour'],
    ['a field given twice', [field('format', 'bai2'), field('format', 'bai2'), file()], 'format'],
    ['an unknown format', [field('format', 'docx'), file()], 'format'],
    ['an empty format', [file(), field('format', '')], 'format'],
    ['a malformed account', [file(), field('accountId', 'abc')], 'accountId'],
    ['a field with a NUL character', [field('format', 'a\u0000'), file()], 'format'],
    ['a long field', [field('format', 'x'.repeat(5_000)), file()], 'format'],
    ['an endless field', [field('accountNumber', '1'.repeat(40_000)), file()], 'accountNumber'],
    ['a currency that cannot be one', [field('currency', 'euro'), file()], 'currency'],
    ['an unknown order of dates', [file(), field('dateOrder', 'DYM')], 'dateOrder'],
    ['a profile that is no JSON', [field('csvProfile', 'semicolons'), file()], 'csvProfile'],
    ['a profile that is no object', [field('csvProfile', '[1]'), file()], 'csvProfile'],
    ['a profile that is too large', [field('csvProfile', `{"name":"${'x'.repeat(17_000)}"}`), file()], 'csvProfile'],
  ])('rejects %s by name', async (_case, parts, name) => {
    const response = await upload(parts);
    expect(response.statusCode).toBe(422);
    expect(response.json().error.details.map((detail: { field: string }) => detail.field)).toContain(name);
  });

  it('rejects a flood of parts', async () => {
    expect((await upload(Array.from({ length: 50 }, (_, index) => field(`f${index}`, 'x')))).statusCode).toBe(422);
  });

  it('takes a file up to its limit and answers 413 beyond it, whether the length was announced or not', async () => {
    expect((await upload([file('x'.repeat(100_000))])).json().file).toMatchObject({ sizeBytes: 100_000 });
    const over = await upload([file('x'.repeat(100_001))]);
    expect(over.json().error.code).toBe('payload_too_large');
    expect((await upload([file('x'.repeat(400_000))])).statusCode).toBe(413);
  });

  it('never takes an upload that was cut short for a whole one', async () => {
    const cut = await upload([file()], { ending: '' });
    expect(cut.json().error.code).toBe('malformed_request');
    const inside = await upload(['--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n01,BA'], {
      ending: '',
    });
    expect(inside.json().error.code).toBe('malformed_request');
  });

  it('answers to a form without a boundary, and to JSON, in the contract’s form', async () => {
    for (const [type, status] of [
      ['multipart/form-data', 415],
      ['application/json', 415],
    ] as const) {
      const headers = { ...AUTHORIZED, 'content-type': type };
      const response = await app.inject({ method: 'POST', url: URL_PATH, headers, payload: '{}' });
      expect(response.statusCode).toBe(status);
      assertResponseMatchesContract('uploadConnectionFile', {
        status,
        headers: response.headers,
        body: response.json(),
      });
    }
  });

  it('answers not_found to a malformed id', async () => {
    expect((await upload([file()], { url: '/v1/connections/abc/files' })).json().error.code).toBe('not_found');
  });
});
