import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../apps/console/src/docs/contract/api-document.ts';
import { type ApiOperation, listOperations } from '../../apps/console/src/docs/contract/api-operation.ts';
import { writeClientSample } from '../../apps/console/src/docs/samples/client-sample.ts';
import { writeCurlSample } from '../../apps/console/src/docs/samples/curl-sample.ts';
import { writeFetchSample } from '../../apps/console/src/docs/samples/fetch-sample.ts';
import { planSample, type SampleRequest } from '../../apps/console/src/docs/samples/sample-request.ts';
import { openEvidenceStore } from '../../src/infra/evidence-store.ts';
import { smallBai2File } from '../support/banks/small-file.ts';
import { readPage } from '../support/markdown.ts';
import { PROGRAM_ENVIRONMENT } from '../support/processes/program-environment.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { createQuarantinedFile, createSuggestion, type Stock, stockTenant } from '../support/records/stocked-tenant.ts';
import { ROOT } from '../support/root.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

/** Samples that are understood and refused, as what is in stock is not in the state that they are for. */
const REFUSED: Readonly<Record<string, number>> = {
  // No bank keeps the connection, so nothing can happen there.
  applySandboxScenario: 409,
  // The example is the new password of an SFTP server; the stock has a folder.
  updateFileSource: 422,
};

/** What is done to a stock, after everything was read: what ends something comes last. The example of updateWebhook switches it off. */
const LAST = ['updateWebhook', 'revokeConnection', 'deleteFileSource', 'deleteWebhook', 'deleteEntity'];

/** What is decided once can not be decided otherwise, so these get things of their own, before the others are decided. */
const DECIDED_OTHERWISE = ['rejectSuggestion', 'discardQuarantinedFile'];

type SampleStock = Stock & { readonly spare: Pick<Stock, 'suggestionId' | 'quarantinedFileId'> };

let system: RunningSystem;
let folder: string;
let document: ApiDocument;
let samples: { readonly operation: ApiOperation; readonly request: (stock: SampleStock) => SampleRequest }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-samples-'));
  await mkdir(join(folder, 'files', 'statements'), { recursive: true });
  system = await startSystem({ settings: { CAUSEWAY_FILE_ROOT: join(folder, 'files') } });
  const response = await fetch(`${system.apiUrl}/v1/openapi.json`);
  document = (await response.json()) as ApiDocument; // JSON is of any type.
  const operations = listOperations(document);
  const rank = ({ method, id }: ApiOperation) => {
    if (method === 'GET') return 0;
    return DECIDED_OTHERWISE.includes(id) ? 1 : 3 + LAST.indexOf(id);
  };
  samples = operations
    .toSorted((a, b) => rank(a) - rank(b))
    .map((operation) => ({
      operation,
      request: ({ account: _account, spare, ...ids }) => {
        const parameters = DECIDED_OTHERWISE.includes(operation.id) ? { ...ids, ...spare } : ids;
        return planSample(operation, { baseUrl: system.apiUrl, parameters });
      },
    }));
  await writeFile(join(folder, 'statement.bai'), smallBai2File(2));
  await mkdir(join(folder, 'node_modules', '@causeway'), { recursive: true });
  await symlink(join(ROOT, 'packages', 'client'), join(folder, 'node_modules', '@causeway', 'client'));
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** An organization that holds one of everything, files included, and a key to it. */
async function stockOrganization(): Promise<{ readonly key: string; readonly stock: SampleStock }> {
  const { id, test } = await system.createOrganization();
  const parts = system.installation.commands;
  const { sql } = system.database;
  const stock = await stockTenant(parts, id, 'test', [{}, { rawDescription: 'TEA' }]);
  await openChallenge(parts, stock.account, stock.connectionId);
  const pair = await sql<{ id: string }[]>`select id from transactions where organization_id = ${id} order by id`;
  const [older, newer] = pair.map((row) => row.id);
  if (older === undefined || newer === undefined) throw new Error('the stock has too few transactions');
  const suggestionId = await createSuggestion(parts, stock.account, [older, newer]);
  const quarantinedFileId = await createQuarantinedFile(parts, stock.account, stock.syncRunId);
  const store = await openEvidenceStore({ dir: join(system.dataDir, 'evidence') });
  const { sha256 } = await store.put(Buffer.from('what a file holds'), { maxBytes: 100 });
  const file = await store.put(Buffer.from('!Type:Bank\nD2026-11-13\nT1.00\nPX\n^\n'), { maxBytes: 100 });
  await sql`update statements set sha256 = ${sha256} where id = ${stock.statementId}`;
  await sql`update sync_run_steps set screenshot_sha256 = ${sha256} where id = ${stock.syncRunStepId}`;
  await sql`update quarantined_files set file_sha256 = ${file.sha256} where id = ${quarantinedFileId}`;
  const spare = { suggestionId: stock.suggestionId, quarantinedFileId: stock.quarantinedFileId };
  return { key: test.key, stock: { ...stock, suggestionId, quarantinedFileId, spare } };
}

/** Ids of the contract's examples in a text, changed into those of things that exist. */
function withIds(sample: string, stock: Stock): string {
  let changed = sample;
  for (const { parameters } of listOperations(document))
    for (const { name, location, example } of parameters) {
      const id = Reflect.get(stock, name);
      if (location === 'path' && typeof example === 'string' && typeof id === 'string')
        changed = changed.replaceAll(example, id);
    }
  return changed;
}

/** The last status that each sample was answered with. */
type Statuses = Readonly<Record<string, number | string>>;

function expectSuccess(statuses: Statuses): void {
  const expected = samples.map(({ operation }) => {
    const allowed = REFUSED[operation.id] === undefined ? documentedSuccess(operation) : [REFUSED[operation.id]];
    return [operation.id, allowed.includes(Number(statuses[operation.id])) ? statuses[operation.id] : allowed];
  });
  expect(statuses).toEqual(Object.fromEntries(expected));
}

/** What prints the status of an answer alone. A stream has no end: its first message shows how it is answered. */
const CURL = `
curl() { command curl --max-time 60 -w '%{stderr}%{http_code}\\n' "$@" >/dev/null; }
follow() {
  exec 3< <(exec curl -sSNi --max-time 60 "$@")
  local curl=$! status
  read -r _ status _ <&3
  grep -q -m 1 'event: stream.open' <&3 && echo "$status" >&2
  kill "$curl"
  exec 3<&-
}
`;

describe('the code samples of the reference', () => {
  it('are answered as the contract says when curl sends them', async () => {
    const { key, stock } = await stockOrganization();
    const lines = samples.map(({ operation, request }) => {
      const planned = request(stock);
      return `echo '== ${operation.id}' >&2\n${withIds(writeCurlSample(planned), stock)} || true`;
    });
    const { errors } = await run('bash', ['-c', CURL + lines.join('\n').replaceAll('curl -sSN', 'follow')], key);
    const statuses = [...errors.matchAll(/== (\w+)\n([\s\S]*?)(?=== |$)/g)].map(([, id = '', output = '']) => [
      id,
      Number(/^(\d{3})$/m.exec(output)?.[1] ?? 0),
    ]);
    expectSuccess(Object.fromEntries(statuses));
  });

  it.each([
    ['the client', writeClientSample],
    ['fetch', writeFetchSample],
  ])(
    'are answered as the contract says when %s sends them',
    async (_, write) => {
      const { key, stock } = await stockOrganization();
      const place = await mkdtemp(join(folder, 'programs-'));
      const names = await Promise.all(
        samples.map(async ({ operation, request }) => {
          await writeFile(join(place, `${operation.id}.mts`), withIds(write(request(stock)), stock));
          return operation.id;
        }),
      );
      await writeFile(join(place, 'all.mts'), runnerOf(names));
      const { output, errors } = await run(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', join(place, 'all.mts')],
        key,
      );
      expect(errors).toBe('');
      expectSuccess(JSON.parse(output));
    },
    60_000,
  );
});

describe('the guide for beginners', () => {
  const blocks = (language: string) =>
    [...readPage('docs/guides/getting-started.md').text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(
      ([, name, code = '']) => (name === language ? [code] : []),
    );

  it('has lines for a shell that find what they say', async () => {
    const { key, stock } = await stockOrganization();
    const script = blocks('sh')
      .join('')
      .replaceAll(/^curl /gm, 'echo; curl ');
    const { output, errors } = await run('bash', ['-euo', 'pipefail', '-c', script], key);
    expect(errors).toBe('');
    const [entities, page, transactions, webhook] = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entities.data).toMatchObject([{ isDefaultOrgEntity: true }]);
    expect(page).toMatchObject({ nextCursor: expect.stringMatching(/^sc_/) });
    expect(transactions.data.map(({ id }: { id: string }) => id)).toContain(stock.transactionId);
    expect(webhook).toMatchObject({ webhook: { active: true, secret: expect.stringMatching(/^whsec_/) } });
  });

  it('makes a link to Connect, and takes deliveries that are signed and no others', async () => {
    const [link = '', receiver = ''] = blocks('ts');
    const { key } = await stockOrganization();
    await writeFile(join(folder, 'link.mts'), link);
    const made = await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'link.mts'], key);
    expect(made).toEqual({ errors: '', output: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/connect\/\S+\n$/) });
    // On a free port, asked twice by the program itself.
    const body = '{"id":"evt_1","type":"test","createdAt":"2026-11-20T06:02:11.482Z","data":{}}';
    const asking = `
import { once } from 'node:events';
import { createHmac } from 'node:crypto';
await once(server, 'listening');
const url = 'http://127.0.0.1:' + (server.address() as { port: number }).port;
const body = ${JSON.stringify(body)};
const at = Math.floor(Date.now() / 1000);
const v1 = createHmac('sha256', secrets).update(at + '.' + body).digest('hex');
const ask = async (signature: string) =>
  (await fetch(url, { method: 'POST', body, headers: { 'Waycore-Signature': signature } })).status;
console.log(await ask('t=' + at + ',v1=' + v1), await ask('t=' + at + ',v1=' + '0'.repeat(64)));
server.close();`;
    await writeFile(join(folder, 'receiver.mts'), `process.env.PORT = '0';\n${receiver}${asking}`);
    const received = await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'receiver.mts'], key);
    expect(received).toEqual({ errors: '', output: 'test\n204 400\n' });
  });
});

/** A program that runs every sample in turn and prints the last status of each, or why there was none. */
function runnerOf(names: readonly string[]): string {
  return `
const real = globalThis.fetch;
let status: number | string = 'nothing sent';
let shown = Promise.withResolvers<void>();
globalThis.fetch = async (...given) => {
  const response = await real(...given);
  status = response.status;
  return response;
};
console.log = () => shown.resolve();
const statuses: Record<string, number | string> = {};
for (const name of ${JSON.stringify(names)}) {
  status = 'nothing sent';
  shown = Promise.withResolvers();
  const ended = import('./' + name + '.mts');
  ended.catch(() => undefined);
  try {
    // A stream has no end: what it shows first is enough.
    await (name.startsWith('stream') ? Promise.race([ended, shown.promise]) : ended);
  } catch (error) {
    if (typeof status === 'string' || status < 400) status = String(error);
  }
  statuses[name] = status;
}
process.stdout.write(JSON.stringify(statuses), () => process.exit(0));
`;
}

async function run(
  program: string,
  args: readonly string[],
  key: string,
): Promise<{ readonly output: string; readonly errors: string }> {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...PROGRAM_ENVIRONMENT, CAUSEWAY_API_KEY: key, CAUSEWAY_URL: system.apiUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { output, errors };
}

/** The statuses below 300 that the contract gives the operation. */
function documentedSuccess({ answers }: ApiOperation): number[] {
  return answers.map(({ status }) => Number(status)).filter((status) => status >= 200 && status < 300);
}
