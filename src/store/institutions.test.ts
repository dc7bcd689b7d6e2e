import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainRefusal, readInstitutions } from './institution-files.ts';
import { InstitutionFileError, loadInstitutions } from './institutions.ts';

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
      /sandbox must have property signIn/,
    ],
    ['nothing', 'demo', '{}', /sandbox must have required property 'controlUrl'/],
    [
      'more than that',
      'demo',
      '{ controlUrl: "http://bank.example", key: 1 }',
      /sandbox must not have the property key/,
    ],
  ] as const)('is refused with file and field for %s', async (_what, environment, sandbox, message) => {
    await expect(load(environment, sandbox)).rejects.toThrow(`${join(folder, 'some-bank.yaml')}: `);
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

const BANK = `id: some-bank
name: Some Bank
environment: live
sourceIds: none
pendingWindowDays: 10
latenessDays: 10
historyDays: 90
rhythm: { everyMinutes: 60, jitterMinutes: 0 }
`;

describe('a folder of definitions', () => {
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const faultsOf = async (where = folder) => (await readInstitutions(where, {})).faults;

  it.each([
    ['is not there', 'nothing', 'There is no '],
    ['is a file', 'schema.json', 'is no folder'],
  ])('that %s is told with the variable that names it', async (_what, name, said) => {
    expect(await faultsOf(join(folder, name))).toEqual([
      { message: expect.stringContaining(said), fix: expect.stringContaining('CAUSEWAY_INSTITUTIONS_DIR') },
    ]);
  });

  it.each([
    ['is not there', () => rm(join(folder, 'schema.json')), 'There is no '],
    ['is no JSON', () => write('schema.json', '{'), 'is no JSON Schema'],
    ['is no schema', () => write('schema.json', '{ "type": 7 }'), 'is no JSON Schema'],
  ])('whose schema %s is told with where the right one lies', async (_what, harm, said) => {
    await harm();
    expect(await faultsOf()).toEqual([
      { message: expect.stringContaining(said), fix: expect.stringContaining('institutions/schema.json') },
    ]);
  });

  it.each([
    ['is empty', '', 'it is no YAML: expected a document'],
    ['is no YAML', `${BANK}name: Twice\n`, 'line 9: it is no YAML: duplicated mapping key'],
    ['has no YAML at its end', `${BANK}country: [US\n`, /line \d+: it is no YAML/],
    ['has a property that is none', `${BANK}contry: US\n`, 'must not have the property contry'],
    ['has a word that is none', BANK.replace('live', 'lve'), 'environment must be one of live, demo'],
    ['has a number that is none', BANK.replace('60', '0'), 'rhythm.everyMinutes must be >= 1'],
    ['has another id', BANK.replace('some-bank', 'other-bank'), "id must be the file's name"],
    ['has a portal without a host', `${BANK}portalUrls: { default: "https://" }\n`, 'portalUrls.default: https://'],
  ])('tells file and place where a definition %s', async (_what, text, said) => {
    await write('some-bank.yaml', text);
    const faults = await faultsOf();
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message.startsWith(`${join(folder, 'some-bank.yaml')}: `)).toBe(true);
    expect(faults[0]?.message).toMatch(said);
    expect(faults[0]?.fix).toMatch(/Correct|Call/);
  });

  it('tells of definitions that are no files, or that lead nowhere', async () => {
    await mkdir(join(folder, 'a-bank.yaml'));
    await symlink(join(folder, 'nothing'), join(folder, 'b-bank.yaml'));
    await symlink('c-bank.yaml', join(folder, 'c-bank.yaml'));
    expect((await faultsOf()).map(({ message }) => message)).toEqual([
      `${join(folder, 'a-bank.yaml')} is a folder and no file.`,
      `There is no ${join(folder, 'b-bank.yaml')}.`,
      `${join(folder, 'c-bank.yaml')} cannot be read (ELOOP).`,
    ]);
  });

  it('tells who may not read what', () => {
    // Nothing is closed to root, as whom tests may run.
    expect(explainRefusal('/etc/causeway/institutions', 'EACCES', '')).toEqual({
      message: 'This user may not read /etc/causeway/institutions.',
      fix: expect.stringContaining('chown'),
    });
  });

  it('tells all faults of all files at once, and what is not read for its name', async () => {
    await write('a-bank.yaml', 'id: a-bank\n');
    await write('b-bank.yml', BANK);
    await write('some-bank.yaml', BANK.replace('name: Some Bank', 'nam: Some Bank'));
    const { institutions, faults, overlooked } = await readInstitutions(folder, {});
    expect(institutions).toEqual([]);
    expect(new Set(faults.map(({ message }) => message.split(':')[0]))).toEqual(
      new Set(['a-bank.yaml', 'some-bank.yaml'].map((name) => join(folder, name))),
    );
    expect(faults.length).toBeGreaterThan(3);
    expect(overlooked).toEqual([join(folder, 'b-bank.yml')]);
    const refused = await loadInstitutions(folder, {}).catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(InstitutionFileError);
    expect(String(refused).split('\n')).toHaveLength(faults.length);
  });
});
