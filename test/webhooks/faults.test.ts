import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyWebhook } from '../../packages/client/src/webhooks/verify-webhook.ts';
import { eventIdOf } from '../../src/domain/values/id.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { type EventRow, insertEvents } from '../../src/store/events/events.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { type OwnServer, startOwnServer } from '../support/database/own-server.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/processes/worker-process.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { startReceiver, type TestReceiver } from '../support/system/webhook-receiver.ts';

// Workers as in production, on a database server that can be ended.
let server: OwnServer;
let system: RunningSystem;
let organization: TestOrganization;
let receiver: TestReceiver;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  server = await startOwnServer();
  receiver = await startReceiver();
  system = await startSystem({
    database: server.database,
    worker: false,
    settings: { CAUSEWAY_WEBHOOK_LOOPBACK: 'true' },
  });
  organization = await system.createOrganization();
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
  await system?.stop();
  await receiver?.stop();
});

async function startWorker(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({
    DATABASE_URL: system.database.url,
    CAUSEWAY_DATA_DIR: system.dataDir,
    CAUSEWAY_DEMO_BANK_URL: system.bankUrl,
    CAUSEWAY_LEASE_TTL_MS: '1000',
    CAUSEWAY_WEBHOOK_LOOPBACK: 'true',
  });
  workers.push(worker);
  return worker;
}

/** Slow enough that a fault always meets requests under way. */
async function register(path: string): Promise<Schemas['Webhook']> {
  receiver.answer(path, (response) => void setTimeout(() => response.writeHead(200).end(), 10));
  const body = { url: receiver.url + path, events: ['account.updated'] };
  return (await organization.test.get<Schemas['WebhookCreated']>('createWebhook', { body })).webhook;
}

async function announce(count: number): Promise<string[]> {
  const { newId, nowMs } = system.installation.commands;
  const tenant: Tenant = { organizationId: organization.id, environment: 'test' };
  const newEvent = (): EventRow => {
    const data = { accountId: newId(), connectionId: newId(), entityId: newId(), changedFields: ['name'] };
    return { id: newId(), type: 'account.updated', data, createdAt: instantFromMs(nowMs()) };
  };
  const ids: string[] = [];
  // As many commits as events, as from many syncs.
  for (let index = 0; index < count; index += 1) {
    const event = newEvent();
    await insertEvents(system.database.sql, tenant, [event]);
    ids.push(eventIdOf(event.id));
  }
  return ids;
}

const at = (path: string) => receiver.received.filter((delivery) => delivery.path === path);

/** Everything came, is known to have come, and was signed; nothing else came. */
async function expectAll(path: string, webhook: Schemas['Webhook'], ids: readonly string[]): Promise<void> {
  const left = async () => {
    const [row] = await system.database.sql<{ count: bigint }[]>`select count(*) from webhook_deliveries
      where webhook_id = ${webhook.id} and status <> 'succeeded'`;
    return Number(row?.count);
  };
  let [seen, quietLooks] = [0, 0];
  const isOver = async () => {
    quietLooks = at(path).length === seen ? quietLooks + 1 : 0;
    seen = at(path).length;
    // What the dead worker's last statement took: it can reach the database after the worker's end.
    if (quietLooks % 20 === 19) await letLeasesEnd();
    return (await left()) === 0;
  };
  await receiver.until(isOver, 'the end of all deliveries');
  expect([...new Set(at(path).map(({ id }) => id))].sort()).toEqual([...ids].sort());
  for (const { headers, body } of at(path))
    expect(await verifyWebhook({ secrets: webhook.secret, headers, body })).toMatchObject({ valid: true });
}

/** What a worker that is gone has taken falls to the others. */
const letLeasesEnd = () =>
  system.database.sql`update webhook_queue set leased_until = leased_until - interval '20 seconds'`;

describe('nothing is lost', () => {
  it('when a worker is killed while it sends', async () => {
    const webhook = await register('/killed');
    const ids = await announce(200);
    const worker = await startWorker();
    await receiver.until(() => at('/killed').length >= 20, 'requests to be under way');
    await worker.end('SIGKILL');
    await letLeasesEnd();
    await startWorker();
    await expectAll('/killed', webhook, ids);
  });

  it('when the database server crashes and comes back', async () => {
    const path = '/database';
    const webhook = await register(path);
    const ids = await announce(200);
    await receiver.until(() => at(path).length >= 20, 'requests to be under way');
    await server.stop('crash');
    await server.start();
    await receiver.until(async () => (await organization.test.call('listWebhooks')).status === 200, 'the API');
    await letLeasesEnd();
    await expectAll(path, webhook, ids);
    expect(workers.at(-1)?.isRunning()).toBe(true);
  });
});
