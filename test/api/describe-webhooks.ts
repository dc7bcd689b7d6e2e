import { describe, expect, it } from 'vitest';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { eventually } from '../support/system/onboarding.ts';
import type { TestReceiver } from '../support/system/webhook-receiver.ts';

/** What the tests need once they run. */
export interface WebhookStage {
  readonly caller: Caller;
  readonly receiver: TestReceiver;
  /** A ready connection of the sandbox. */
  readonly connectionId: string;
}

/** Tests of the operations on webhooks and events, for the file that holds all operations to the contract. */
export function describeWebhooks(stage: () => WebhookStage): void {
  describe('webhooks and events', () => {
    const path = { webhookId: '' };
    const register = (at: string, more: object = {}) => {
      const body = { url: `${stage().receiver.url}${at}`, events: ['test'], ...more };
      return stage().caller.get<Schemas['WebhookCreated']>('createWebhook', { body });
    };
    const received = (eventId: string) => stage().receiver.received.filter(({ id }) => id === eventId);

    it('are registered, with a secret that is shown once', async () => {
      const { webhook } = await register('/hooks', { metadata: { team: 'treasury' } });
      path.webhookId = webhook.id;
      expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
      const masked = { ...webhook, secret: `whsec_${'*'.repeat(28)}${webhook.secret.slice(-4)}` };
      expect(await stage().caller.get('getWebhook', { path })).toEqual(masked);
      expect(await stage().caller.all('listWebhooks')).toEqual([masked]);
      for (const url of [
        'http://receiver.example/hooks',
        'https://10.0.0.1/hooks',
        'https://user:pass@receiver.example/',
      ])
        expect(await stage().caller.refusal('createWebhook', { body: { url, events: ['test'] } })).toMatchObject({
          code: 'validation_error',
          details: [{ field: 'url' }],
        });
    });

    it('are tested; every delivery can be looked up and made again', async () => {
      const leaving = new AbortController();
      const live = await stage().caller.open('streamEvents', { query: { type: 'test' }, signal: leaving.signal });
      const queued = await stage().caller.get<Schemas['WebhookDelivery']>('testWebhook', { path });
      expect(queued).toMatchObject({ ...path, eventType: 'test', status: 'pending', attempts: [] });
      const look = () => stage().caller.all<Schemas['WebhookDelivery']>('listWebhookDeliveries', { path });
      const isDone = (deliveries: Schemas['WebhookDelivery'][]) =>
        deliveries.every(({ status }) => status === 'succeeded');
      await eventually(look, isDone, 'the delivery');
      const [delivery] = received(queued.eventId);
      const event = await stage().caller.get('getEvent', { path: { eventId: queued.eventId } });
      expect(JSON.parse(delivery?.body ?? '')).toEqual(event);
      expect(await readLiveEvent(live)).toEqual(event);
      leaving.abort();
      const retried = { path: { ...path, deliveryId: queued.id } };
      expect(await stage().caller.get('retryWebhookDelivery', retried)).toMatchObject({
        id: queued.id,
        status: 'pending',
      });
      const again = await stage().caller.get<Schemas['ReplayEventResult']>('replayEvent', {
        path: { eventId: queued.eventId },
      });
      expect(again.deliveries).toMatchObject([{ ...path, eventId: queued.eventId }]);
      await stage().receiver.until(() => received(queued.eventId).length === 3, 'the repetitions');
      const deliveries = await eventually(look, isDone, 'all deliveries');
      expect(deliveries.map(({ attempts }) => attempts.length).sort()).toEqual([1, 2]);
      const byEvent = { path, query: { eventId: queued.eventId, status: 'succeeded' } };
      expect(await stage().caller.all('listWebhookDeliveries', byEvent)).toEqual(deliveries);
      const range = { from: '2020-01-01T00:00:00Z', types: ['test'], webhookId: path.webhookId };
      const replayed = await stage().caller.get<Schemas['ReplayEventsResult']>('replayEvents', { body: range });
      expect(replayed).toMatchObject({ deliveries: replayed.events, nextAfterEventId: null });
      await stage().receiver.until(() => received(queued.eventId).length === 4, 'the range');
    });

    it('tell of what happens, in the log as well', async () => {
      const everything = await register('/everything', { events: ['transactions.sync_available', 'account.updated'] });
      const { syncRunIds } = await stage().caller.get<Schemas['SandboxClockAdvanced']>('advanceSandboxClock', {
        body: { days: 3 },
      });
      // What an earlier test changed may be announced after the registration, so any announcement is not enough.
      const isOfThisRun = (signal: { type: string; data: { syncRunId: string } }) =>
        signal.type === 'transactions.sync_available' && syncRunIds.includes(signal.data.syncRunId);
      const find = () =>
        stage()
          .receiver.received.filter((each) => each.path === '/everything')
          .map(({ body }) => JSON.parse(body))
          .find(isOfThisRun);
      await stage().receiver.until(() => find() !== undefined, 'news of changes');
      const signal = find();
      expect(signal.data).toEqual({
        connectionId: stage().connectionId,
        accountId: null,
        syncRunId: expect.any(String),
      });
      const query = { type: 'transactions.sync_available', connectionId: stage().connectionId };
      expect(await stage().caller.all('listEvents', { query })).toContainEqual(signal);
      await stage().caller.get('deleteWebhook', { path: { webhookId: everything.webhook.id } });
      expect((await stage().caller.refusal('getWebhook', { path: { webhookId: everything.webhook.id } })).code).toBe(
        'not_found',
      );
    });

    it('are changed, and get new secrets', async () => {
      const before = await stage().caller.get<Schemas['Webhook']>('getWebhook', { path });
      const changed = await stage().caller.get('updateWebhook', {
        path,
        body: { url: null, active: false, metadata: null },
      });
      expect(changed).toEqual({ ...before, active: false, metadata: {}, updatedAt: expect.any(String) });
      const rotated = await stage().caller.get<Schemas['WebhookSecretRotated']>('rotateWebhookSecret', { path });
      expect(rotated.webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
      expect(rotated.previousSecretExpiresAt).not.toBeNull();
      const dropped = await stage().caller.get<Schemas['WebhookSecretRotated']>('rotateWebhookSecret', {
        path,
        body: { overlapSeconds: 0 },
      });
      expect(dropped.previousSecretExpiresAt).toBeNull();
      expect(dropped.webhook.secret).not.toBe(rotated.webhook.secret);
    });
  });
}

/** The first event that a live stream tells. */
async function readLiveEvent({ body }: Response): Promise<unknown> {
  let text = '';
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString();
    const [, data] = /^id: ec_\S+\nevent: test\ndata: (.+)\n\n/m.exec(text) ?? [];
    if (data !== undefined) return JSON.parse(data);
  }
  throw new Error('the stream ended without an event');
}
