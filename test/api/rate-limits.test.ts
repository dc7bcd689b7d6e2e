import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setOrganizationRateLimit } from '../../src/commands/keys/set-rate-limit.ts';
import { parseApiKey } from '../../src/domain/access/api-key.ts';
import { startApi } from '../../src/main.ts';
import { type Caller, createCaller } from '../support/calls/caller.ts';
import { runCommand } from '../support/processes/command.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

/** One request a second over a minute. */
const QUOTA = 60;
const NOBODY = '019a99d4-7b10-7c3a-9f21-5d0c6a1e4b77';

let system: RunningSystem;
let other: Awaited<ReturnType<typeof startApi>>;
let organization: TestOrganization;

beforeAll(async () => {
  const settings = {
    CAUSEWAY_RATE_LIMIT_PER_KEY: '1',
    CAUSEWAY_RATE_LIMIT_PER_ORGANIZATION: '0',
    CAUSEWAY_RATE_WINDOW_SECONDS: String(QUOTA),
  };
  system = await startSystem({ worker: false, settings });
  other = await startApi(system.installation);
  organization = await system.createOrganization();
});
afterAll(async () => {
  await other?.stop();
  await system?.stop();
});

const keyIdOf = (caller: Caller) => parseApiKey(caller.key)?.keyId ?? '';

async function newCaller(): Promise<Caller> {
  return system.callerWith(await system.createKey(organization.id, 'test'));
}

/** What stands in `RateLimit`: requests left of the key's window. */
function leftIn(headers: Readonly<Record<string, string>>): number {
  return Number(/^"default";r=(\d+);t=\d+/.exec(headers.ratelimit ?? '')?.[1] ?? Number.NaN);
}

/** Does something with a new key, again with another one where the key's window has ended meanwhile. */
async function withinOneWindow<T>(work: (caller: Caller) => Promise<T>): Promise<T> {
  for (;;) {
    const caller = await newCaller();
    await caller.call('listEntities');
    const windowOf = async () => {
      const [row] = await system.database.sql<{ window: bigint; ended: boolean }[]>`select window_number as window
        from rate_windows where subject = ${keyIdOf(caller)}`;
      return row?.window;
    };
    const before = await windowOf();
    const result = await work(caller);
    // A request asks for the window that is open now.
    await createCaller(other.url, caller.key).call('listEntities');
    if ((await windowOf()) === before) return result;
  }
}

describe('the rate of a key', () => {
  it('is that of all processes together: exactly the quota passes', async () => {
    const { passed, refused: last } = await withinOneWindow(async (caller) => {
      const callers = [caller, createCaller(other.url, caller.key)];
      let count = 1;
      for (let refused = 0; refused < 2; ) {
        const answers = await Promise.all(
          callers.flatMap((each) => [each, each, each]).map((each) => each.call('listEntities')),
        );
        count += answers.filter(({ status }) => status === 200).length;
        refused = answers.some(({ status }) => status === 200) ? 0 : refused + 1;
      }
      return { passed: count, refused: await caller.call<{ error?: { message: string } }>('listEntities') };
    });
    expect(passed).toBe(QUOTA);
    const { status, headers, body } = last;
    expect(status).toBe(429);
    expect(leftIn(headers)).toBe(0);
    expect(headers['ratelimit-policy']).toBe('"default";q=60;w=60');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(body.error?.message).toMatch(
      /^Too many requests\. This key may send 60 requests in 60 seconds\. Retry after/,
    );
  });

  it('is told with every answer to a key that is accepted, and a live stream counts once', async () => {
    const left = await withinOneWindow(async (caller) => {
      const counts: number[] = [];
      const note = async (operationId: string, input = {}) => {
        const { headers } = await caller.call(operationId, input);
        counts.push(leftIn(headers));
      };
      await note('listEntities');
      await note('getTransaction', { path: { transactionId: NOBODY } });
      await note('listEntities', { query: { colour: 'red' } });
      const end = new AbortController();
      const stream = await caller.open('streamTransactions', { signal: end.signal });
      counts.push(leftIn(Object.fromEntries(stream.headers)));
      const reader = stream.body?.getReader();
      await reader?.read();
      await note('listEntities');
      end.abort();
      return counts;
    });
    expect(left).toEqual([58, 57, 56, 55, 54]);
    const stranger = await system
      .callerWith('way_test_nobody_SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS')
      .call('listEntities');
    expect([stranger.status, stranger.headers.ratelimit]).toEqual([401, undefined]);
  });

  it('can be set for one key by a command, and for an organization', async () => {
    const caller = await newCaller();
    const env = { DATABASE_URL: system.database.url, CAUSEWAY_DATA_DIR: system.dataDir };
    const { output } = await runCommand(['keys', 'limit', keyIdOf(caller), '7'], { env });
    expect(output).toBe(`Key ${keyIdOf(caller)} may send 7 requests a second.\n`);
    await setOrganizationRateLimit(system.installation.commands, organization, 100);
    // A process that knows nothing of the organization yet.
    const third = await startApi(system.installation);
    try {
      const { headers } = await createCaller(third.url, caller.key).call('listEntities');
      expect(headers['ratelimit-policy']).toBe('"default";q=420;w=60, "organization";q=6000;w=60');
    } finally {
      await third.stop();
      await setOrganizationRateLimit(system.installation.commands, organization, null);
    }
    const acts = await system.database.sql<{ action: string; details: unknown }[]>`select action, details
      from audit_entries where action in ('api_key.limit', 'organization.limit') order by id`;
    expect(acts).toEqual([
      { action: 'api_key.limit', details: { requestsPerSecond: 7 } },
      { action: 'organization.limit', details: { requestsPerSecond: 100 } },
      { action: 'organization.limit', details: { requestsPerSecond: null } },
    ]);
  });

  it('cannot be counted without a database, which is told as such and not waited for', async () => {
    const caller = await newCaller();
    const letIn = await system.database.shutOut();
    const { status } = await caller.call('listEntities');
    await letIn();
    expect(status).toBe(503);
    await expect.poll(async () => (await caller.call('listEntities')).status, { interval: 20 }).toBe(200);
  });
});

it('a statement of a request that takes too long is broken off and answered with 503', async () => {
  const bounded = await startSystem({ worker: false, settings: { CAUSEWAY_STATEMENT_TIMEOUT_MS: '2000' } });
  try {
    const { test } = await bounded.createOrganization();
    const answer = await bounded.database.sql.begin(async (db) => {
      await db`lock table entities in access exclusive mode`;
      return test.call<{ error: { message: string } }>('listEntities');
    });
    expect(answer.status).toBe(503);
    expect(answer.body.error.message).toMatch(/^The database took too long for this request, and nothing was done\./);
  } finally {
    await bounded.stop();
  }
});
