import { beforeAll, describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createTenant } from '../../../test/support/records/ledger.ts';
import { insertEvents } from '../../store/events/events.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { createWebhook, MAX_WEBHOOKS } from './create-webhook.ts';
import { replayEvents } from './replay-events.ts';

const database = stageDatabase();
let parts: ReturnType<typeof createCommandParts>;
let tenant: Tenant;

beforeAll(async () => {
  parts = createCommandParts(database.sql);
  tenant = await createTenant(parts);
});

const register = (of: Tenant) =>
  createWebhook({ ...parts, findUrlProblem: () => null }, of, { url: 'https://receiver.example', events: ['test'] });

describe('registrations of webhooks', () => {
  it('end at a bound for each environment, which those that come together do not pass', async () => {
    const results = await Promise.all(Array.from({ length: MAX_WEBHOOKS + 2 }, () => register(tenant)));
    const refusals = results.flatMap((result) => (result.ok ? [] : [result.refusal]));
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toMatchObject({
      code: 'validation_error',
      message: expect.stringMatching(/100 webhooks in the test environment, which is the most\. Delete one/),
    });
    expect(await register({ ...tenant, environment: 'live' })).toMatchObject({ ok: true });
  });

  it('that are many share the deliveries of one call of a replay, which goes on where the call before ended', async () => {
    const ids = Array.from({ length: 120 }, () => parts.newId());
    const createdAt = await parts.now(tenant);
    await insertEvents(
      database.sql,
      tenant,
      ids.map((id) => ({ id, type: 'account.updated', data: {}, createdAt })),
    );
    const range = { from: '2026-11-20T05:00:00.000Z', to: '2026-11-20T07:00:00.000Z', types: null, webhookId: null };
    const calls: number[] = [];
    let afterId: string | null = null;
    do {
      const result = await replayEvents(parts, tenant, { ...range, afterId });
      if (!result.ok) throw new Error(result.refusal.message);
      calls.push(result.value.events);
      afterId = result.value.nextAfterId;
    } while (afterId !== null);
    expect(calls).toEqual([50, 50, 20]);
  });
});
