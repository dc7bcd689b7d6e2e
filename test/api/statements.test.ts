import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

type Statement = Schemas['Statement'];

let system: RunningSystem;
let caller: Caller;
let stranger: Caller;
let connectionId: string;

/** A month of one account, with both balances. */
const FILE = [
  ':20:START',
  ':25:DE89370400440532013000',
  ':28C:11/1',
  ':60F:C261101EUR1000,00',
  ':61:2611031103D50,25NMSCNONREF',
  ':86:RENT',
  ':62F:C261130EUR949,75',
  '-',
  '',
].join('\r\n');

beforeAll(async () => {
  system = await startSystem({ settings: { CAUSEWAY_SCHEDULE_INTERVAL_MS: '3600000' } });
  caller = (await system.createOrganization()).test;
  stranger = (await system.createOrganization()).test;
  const body = { entityId: await defaultEntityOf(caller), portalUrl: 'https://files.example' };
  connectionId = (await caller.get<Schemas['SetupConnection']>('createConnection', { body })).id;
});
afterAll(() => system?.stop());

async function upload(content: string, name: string): Promise<void> {
  const form = fileForm(content);
  form.set('file', new Blob([content]), name);
  await caller.get('uploadConnectionFile', { path: { connectionId }, form });
}

const list = (query: Record<string, string> = {}) => caller.all<Statement>('listStatements', { query });

async function download(statementId: string) {
  const response = await caller.open('getStatementContent', {
    path: { statementId },
    signal: AbortSignal.timeout(60_000),
  });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('a bank file that was handed in', () => {
  it('is a statement of the account it speaks of, and comes back byte for byte', async () => {
    await upload(FILE, 'november (final) für Köln.sta');
    const [statement, ...others] = await list();
    expect(others).toEqual([]);
    const sha256 = createHash('sha256').update(FILE).digest('hex');
    expect(statement).toMatchObject({
      connectionId,
      openingBalance: '1000.00',
      closingBalance: '949.75',
      currency: 'EUR',
      format: 'mt940',
      fileName: 'november (final) für Köln.sta',
      sizeBytes: FILE.length,
      sha256,
      source: 'upload',
    });
    expect(await caller.get('getStatement', { path: { statementId: statement?.id ?? '' } })).toEqual(statement);
    const { response, bytes } = await download(statement?.id ?? '');
    expect(bytes.toString('latin1')).toBe(FILE);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="november _final_ f_r K_ln.sta"; filename*=UTF-8''november%20%28final%29%20f%C3%BCr%20K%C3%B6ln.sta`,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is there once, however often it comes', async () => {
    const before = await list();
    await upload(FILE, 'again.sta');
    expect(await list()).toEqual(before);
  });

  it('is found by account, connection, entity and the end of its period', async () => {
    await upload(smallBai2File(2), 'other.bai');
    const all = await list();
    expect(all.map(({ format }) => format)).toEqual(['bai2', 'mt940']);
    const [bai, mt] = all;
    expect(await list({ accountId: mt?.accountId ?? '' })).toEqual([mt]);
    expect(await list({ connectionId, entityId: await defaultEntityOf(caller) })).toEqual(all);
    expect(await list({ connectionId: '019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18' })).toEqual([]);
    expect(await list({ periodEndGte: mt?.periodEnd ?? '' })).toEqual([mt]);
    expect(await list({ periodEndLt: mt?.periodEnd ?? '' })).toEqual([bai]);
  });

  it('is nobody else’s', async () => {
    const [statement] = await list();
    expect(await stranger.all('listStatements')).toEqual([]);
    const path = { statementId: statement?.id ?? '' };
    for (const operation of ['getStatement', 'getStatementContent'])
      expect(await stranger.refusal(operation, { path })).toMatchObject({ code: 'not_found' });
  });
});
