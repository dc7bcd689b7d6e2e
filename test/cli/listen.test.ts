import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyWebhook } from '../../packages/client/src/webhooks/verify-webhook.ts';
import { eventIdOf } from '../../src/domain/values/id.ts';
import { type EventRow, insertEvents } from '../../src/store/events/events.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { startCommand } from '../support/processes/command.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { answerWith, startReceiver, type TestReceiver } from '../support/system/webhook-receiver.ts';

let system: RunningSystem;
let organization: TestOrganization;
let receiver: TestReceiver;
beforeAll(async () => {
  system = await startSystem({ worker: false });
  organization = await system.createOrganization();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver?.stop();
  await system?.stop();
});

function start(args: readonly string[]) {
  const env = { CAUSEWAY_URL: system.apiUrl, CAUSEWAY_API_KEY: organization.test.key };
  const { child, seen, ended } = startCommand(args, { env });
  const lines = () => seen.output.split('\n').slice(0, -1);
  const until = (count: number) => receiver.until(() => lines().length >= count, `${count} lines`);
  return { child, seen, lines, until, ended };
}

async function announce(type: 'test' | 'webhook.disabled'): Promise<string> {
  const { newId, now } = system.installation.commands;
  const tenant = { organizationId: organization.id, environment: 'test' } as const;
  const data =
    type === 'test'
      ? { webhookId: newId(), message: 'This is a test event.' }
      : { webhookId: newId(), url: 'https://other.example', failingSince: await now(tenant) };
  const event: EventRow = { id: newId(), type, data, createdAt: await now(tenant) };
  await insertEvents(system.database.sql, tenant, [event]);
  return eventIdOf(event.id);
}

const at = (path: string) => receiver.received.filter((each) => each.path === path);

describe('causeway listen', () => {
  it('shows what there was since a moment and then what comes, one line each', async () => {
    const before = await announce('test');
    const { child, lines, until, ended } = start(['listen', '--replay-since', '1h']);
    await until(1);
    const after = [await announce('test'), await announce('webhook.disabled')];
    await until(3);
    expect(lines().map((line) => /evt_\S+$/.exec(line)?.[0])).toEqual([before, ...after]);
    expect(lines()[2]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z {2}webhook\.disabled +evt_/);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, errors: `Events of the test environment at ${system.apiUrl}.\n` });
  });

  it('takes no type of event that the server does not know', async () => {
    const { code, output, errors } = await start(['listen', '--events', 'test,foo']).ended;
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(/type: must be one of connection\.status_changed, /);
  });

  it('forwards what is asked for, signed in both schemes, and tries again where the receiver fails', async () => {
    const url = `${receiver.url}/local`;
    receiver.answer('/local', (response, delivery) => {
      const isFirst = at('/local').filter(({ id }) => id === delivery.id).length === 1;
      (isFirst ? answerWith(500, {}, 'no\u001b[2J\nthanks') : answerWith(204))(response, delivery);
    });
    const listener = start(['listen', '--forward', url, '--events', 'test,account.created']);
    await receiver.until(() => listener.seen.errors.includes('whsec_'), 'the secret');
    await announce('webhook.disabled');
    const id = await announce('test');
    await listener.until(3);
    const [failure, excerpt, success] = listener.lines();
    expect(failure).toMatch(new RegExp(`^\\S+ {2}500 +\\d+ ms {2}test +${id}$`));
    expect(excerpt?.trim()).toBe('no\uFFFD[2J thanks  Attempt 2 in 1 s.');
    expect(success).toMatch(new RegExp(`^\\S+ {2}204 +\\d+ ms {2}test +${id}$`));
    const secrets = /whsec_\S+/.exec(listener.seen.errors)?.[0] ?? '';
    const got = at('/local').filter((each) => each.id === id);
    expect(got).toHaveLength(2);
    for (const { headers, body } of got)
      for (const scheme of ['waycore-signature', 'webhook-']) {
        const own = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(scheme)));
        expect(await verifyWebhook({ secrets, headers: own, body })).toMatchObject({ valid: true, event: { id } });
      }
    expect(at('/local').map((each) => JSON.parse(each.body).type)).not.toContain('webhook.disabled');
    listener.child.kill('SIGINT');
    expect(await listener.ended).toMatchObject({ code: 0 });
  });

  it('tells programs in lines of JSON what came of each attempt', async () => {
    const secret = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const listener = start([
      'listen',
      '--forward',
      `${receiver.url}/json`,
      '--secret',
      secret,
      '--json',
      '--replay-since',
      '1h',
    ]);
    await listener.until(1);
    const [line] = listener.lines().map((text) => JSON.parse(text));
    expect(line).toMatchObject({
      event: { id: expect.stringMatching(/^evt_/) },
      attempt: { number: 1, status: 204, error: null },
    });
    expect(
      await verifyWebhook({
        secrets: secret,
        headers: at('/json')[0]?.headers ?? {},
        body: at('/json')[0]?.body ?? '',
      }),
    ).toMatchObject({ valid: true });
    listener.child.kill('SIGINT');
    expect((await listener.ended).code).toBe(0);
  });
});

describe('causeway events replay', () => {
  it('has the events of a time delivered again in their order, and not twice while they wait', async () => {
    const body = { url: 'https://receiver.example/replay', events: ['test'] };
    const { webhook } = await organization.test.get<Schemas['WebhookCreated']>('createWebhook', { body });
    const ids = [await announce('test'), await announce('webhook.disabled'), await announce('test')];
    const list = () =>
      organization.test.all<Schemas['WebhookDelivery']>('listWebhookDeliveries', { path: { webhookId: webhook.id } });
    await system.database.sql`delete from webhook_queue where webhook_id = ${webhook.id}`;
    await system.database.sql`update webhook_deliveries set status = 'succeeded', next_attempt_at = null
      where webhook_id = ${webhook.id}`;
    const before = (await organization.test.all('listEvents', { query: { type: 'test' } })).length;
    const args = ['events', 'replay', '--from', '1h', '--type', 'test', '--webhook', webhook.id];
    const first = await start(args).ended;
    expect(first).toMatchObject({
      code: 0,
      errors: '',
      output: `${before} events read, ${before} deliveries queued.\n`,
    });
    const queued = (await list()).filter(({ status }) => status === 'pending');
    expect(queued.slice(0, 2).map(({ eventId }) => eventId)).toEqual([ids[2], ids[0]]);
    const again = await start([...args, '--json']).ended;
    expect(JSON.parse(again.output)).toEqual({ events: before, deliveries: 0 });
    // By the virtual clock all of them are older than three hours now.
    await organization.test.get('advanceSandboxClock', { body: { days: 8 } });
    const later = await start(['events', 'replay', '--from', '3h', '--type', 'test', '--json']).ended;
    expect(JSON.parse(later.output)).toEqual({ events: 0, deliveries: 0 });
    const refused = await start(['events', 'replay', '--from', '1h', '--to', '2h']).ended;
    expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('must lie after from') });
  });
});
