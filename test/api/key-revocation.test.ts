import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { findApiKeyByKeyId } from '../../src/store/keys/api-keys.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { createCaller } from '../support/calls/caller.ts';
import { type ApiProcess, startApiProcess } from '../support/processes/api-process.ts';
import { runCommand } from '../support/processes/command.ts';
import { type StallWatch, watchStalls } from '../support/processes/stall-watch.ts';
import { type Listener, listen } from '../support/stream/listener.ts';
import { eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

const PROMISED_MS = 5_000;

/** One API in this process, another one in a process of its own, on one database. */
let system: RunningSystem;
let other: ApiProcess;
let organization: TestOrganization;
let settings: Readonly<Record<string, string>>;
const listeners: Listener[] = [];
let stalls: StallWatch;

beforeAll(async () => {
  stalls = watchStalls();
  system = await startSystem({ worker: false });
  organization = await system.createOrganization();
  settings = { DATABASE_URL: system.database.url, CAUSEWAY_DATA_DIR: system.dataDir };
  other = await startApiProcess(settings);
});
afterAll(async () => {
  stalls.stop();
  for (const listener of listeners) listener.leave();
  await other?.stop();
  await system?.stop();
});

const urls = () => [system.apiUrl, other.url];

async function makeKey(lifetimeMs: number): Promise<{ readonly text: string; readonly keyId: string }> {
  const request = { organizationId: organization.id, environment: 'test', name: 'CI', scopes: SCOPES } as const;
  const made = await createApiKey(system.installation.commands, { ...request, lifetimeMs });
  if (!made.ok) throw new Error(made.refusal.message);
  return { text: made.value.text, keyId: made.value.key.keyId };
}

/** Asks again and again until the key is refused. Returns the refusal, and when the last request was sent that was accepted. */
async function askUntilRefused(url: string, key: string): Promise<{ code: string; acceptedAtMs: number }> {
  let acceptedAtMs = 0;
  const look = async () => {
    const sentAtMs = Date.now();
    const { status, body } = await createCaller(url, key).call<Schemas['ErrorEnvelope']>('getSandboxClock');
    if (status === 200) acceptedAtMs = sentAtMs;
    return status === 200 ? null : body.error.code;
  };
  const code = await eventually(look, (found) => found !== null, 'a refusal');
  return { code: code ?? '', acceptedAtMs };
}

/** Both live streams of every process. */
async function listenEverywhere(key: string): Promise<readonly Listener[]> {
  const paths = ['/v1/transactions/sync/live', '/v1/events/live'];
  const opened = await Promise.all(urls().flatMap((url) => paths.map((path) => listen(url, { key, path }))));
  listeners.push(...opened);
  return opened;
}

/** Waits until the service ends a stream. Returns the code that it gives, and when. */
async function endOf({ ended, messages }: Listener): Promise<{ code: string; endedAtMs: number }> {
  await eventually(async () => ended(), Boolean, 'the end of a stream');
  const { event, data } = messages.at(-1) ?? { event: '', data: '{}' };
  expect(event).toBe('stream.close');
  return { code: JSON.parse(data).error.code, endedAtMs: Date.now() };
}

/** Both APIs lose the connections on which the database calls them. */
async function cutCalls(): Promise<void> {
  const cut = await system.database.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen %'`;
  expect(cut.length).toBeGreaterThan(1);
}

// Side by side: both wait for most of their time.
it.concurrent('a key that is revoked in one process is refused by all others within five seconds, and its streams end', async () => {
  const key = await makeKey(86_400_000);
  for (const url of urls()) await createCaller(url, key.text).get('getSandboxClock');
  const streams = await listenEverywhere(key.text);
  await cutCalls();
  const asked = Promise.all(urls().map((url) => askUntilRefused(url, key.text)));
  const ended = Promise.all(streams.map(endOf));
  const revoked = await runCommand(['keys', 'revoke', key.keyId], { env: settings });
  expect(revoked).toMatchObject({ code: 0, errors: '' });
  const revokedAt = (await findApiKeyByKeyId(system.database.sql, key.keyId))?.revokedAt ?? '';
  const refusals = await asked;
  const ends = await ended;
  const bound = Date.parse(revokedAt) + PROMISED_MS + stalls.lostMs();
  for (const { code, acceptedAtMs } of refusals) {
    expect(code).toBe('api_key_revoked');
    expect(acceptedAtMs).toBeLessThan(bound);
  }
  for (const { code, endedAtMs } of ends) {
    expect(code).toBe('api_key_revoked');
    expect(endedAtMs).toBeLessThan(bound);
  }
  const [entry] = await system.database.sql`select actor_kind, action, target_id, environment from audit_entries
    where target_id = ${key.keyId} order by id desc limit 1`;
  expect(entry).toEqual({ actorKind: 'operator', action: 'api_key.revoke', targetId: key.keyId, environment: 'test' });
});

it.concurrent('a key that comes to its end is refused from that moment on, and its streams end within five seconds', async () => {
  const key = await makeKey(86_400_000);
  const streams = await listenEverywhere(key.text);
  // Near only now that everything is open, and later than what is remembered of the key.
  await system.database.sql`update api_keys set expires_at = date_trunc('milliseconds', now()) + interval '7 seconds'
    where key_id = ${key.keyId}`;
  const expiresAt = (await findApiKeyByKeyId(system.database.sql, key.keyId))?.expiresAt ?? '';
  const ended = Promise.all(streams.map(endOf));
  for (const { code, acceptedAtMs } of await Promise.all(urls().map((url) => askUntilRefused(url, key.text)))) {
    expect(code).toBe('api_key_expired');
    expect(acceptedAtMs).toBeLessThan(Date.parse(expiresAt));
  }
  for (const { code, endedAtMs } of await ended) {
    expect(code).toBe('api_key_expired');
    expect(endedAtMs).toBeLessThan(Date.parse(expiresAt) + PROMISED_MS + stalls.lostMs());
  }
});
