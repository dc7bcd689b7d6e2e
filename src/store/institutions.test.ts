import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadInstitutions } from './institutions.ts';

const SCHEMA = new URL('../../institutions/schema.json', import.meta.url);
const FOLDER = new URL('../../institutions', import.meta.url).pathname;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'institutions-'));
  await copyFile(SCHEMA, join(folder, 'schema.json'));
});
afterEach(() => rm(folder, { recursive: true }));

const placeholder = (name: string) => `$\{${name}}`;

it('have a schema that is one', async () => {
  const ajv = new Ajv2020();
  expect(ajv.validateSchema(JSON.parse(await readFile(SCHEMA, 'utf8'))), ajv.errorsText()).toBe(true);
});

/** Loads one definition with a sandbox. */
async function load(environment: 'demo' | 'live', sandbox: string, variables = {}) {
  const text = `id: some-bank
name: Some Bank
environment: ${environment}
sandbox: ${sandbox}
sourceIds: none
pendingWindowDays: 10
latenessDays: 10
historyDays: 90
rhythm: { everyMinutes: 60, jitterMinutes: 0 }
`;
  await writeFile(join(folder, 'some-bank.yaml'), text);
  return (await loadInstitutions(folder, variables)).find('some-bank');
}

describe('the control of a simulated bank', () => {
  it('is an address in which variables are put in', async () => {
    const bank = await load('demo', `{ controlUrl: "${placeholder('bank')}/control/" }`, {
      bank: 'http://127.0.0.1:4090',
    });
    expect(bank?.sandboxControlUrl).toBe('http://127.0.0.1:4090/control');
  });

  it.each([
    [
      'a live bank',
      'live',
      '{ controlUrl: "http://bank.example" }',
      /sandbox\.controlUrl is for demo institutions only/,
    ],
    ['no address', 'demo', '{ controlUrl: "nowhere" }', /sandbox\.controlUrl must be a complete http or https address/],
    ['another protocol', 'demo', '{ controlUrl: "ftp://bank.example" }', /must be a complete http or https address/],
    [
      'an unknown variable',
      'demo',
      `{ controlUrl: "${placeholder('other')}/x" }`,
      /sandbox\.controlUrl uses the unknown variable other/,
    ],
    [
      'a portal without an address',
      'demo',
      '{ controlUrl: "http://bank.example", portalUrl: "nowhere", signIn: { bankCustomerId: "1", bankUsername: "owner", password: "p" } }',
      /sandbox\.portalUrl must be a complete http or https address/,
    ],
    [
      'a portal that nobody can sign in to',
      'demo',
      '{ controlUrl: "http://bank.example", portalUrl: "http://bank.example" }',
      /\/sandbox must have property signIn/,
    ],
    ['nothing', 'demo', '{}', /\/sandbox must have required property 'controlUrl'/],
    ['more than that', 'demo', '{ controlUrl: "http://bank.example", key: 1 }', /\/sandbox must NOT have additional/],
  ] as const)('is refused with file and field for %s', async (_what, environment, sandbox, message) => {
    await expect(load(environment, sandbox)).rejects.toThrow(/^some-bank\.yaml/);
    await expect(load(environment, sandbox)).rejects.toThrow(message);
  });

  it('is known of every demo institution of the house', async () => {
    const { all } = await loadInstitutions(FOLDER, { demoBankUrl: 'http://127.0.0.1:4090' });
    const demos = all.filter(({ demo }) => demo);
    expect(demos.length).toBeGreaterThan(0);
    expect(demos.filter(({ sandboxControlUrl }) => sandboxControlUrl === null)).toEqual([]);
    expect(demos.filter(({ demoBank }) => demoBank === null)).toEqual([]);
  });
});
