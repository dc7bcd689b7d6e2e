import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDelegatedUser } from '../../src/cli/quickstart/bank-owner.ts';
import { createLocalApi, type LocalApi } from '../../src/cli/quickstart/local-api.ts';
import { tellStory } from '../../src/cli/quickstart/story.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { advanceToQuietHour, defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

const COMPANY = '4410071';

let system: RunningSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.stop());

/** Tells the story to its end, and with it the titles of its steps. */
async function tell(api: LocalApi) {
  const titles: string[] = [];
  const progress = {
    step: <T>(title: string, work: () => Promise<T>) => {
      titles.push(title);
      return work();
    },
  };
  const onUnread = (refusal: Error) => {
    throw refusal;
  };
  const result = await tellStory({ api, bankUrl: system.bankUrl, progress, hasBrowser: false, onUnread });
  return { ...result, titles };
}

/** A start that came as far as the delegated user, and its password. */
async function beginStory({ test }: TestOrganization) {
  const connection = await test.get<Schemas['SetupConnection']>('createConnection', {
    body: { institutionId: 'harbor-demo-bank', entityId: await defaultEntityOf(test) },
  });
  const { now } = await test.get<Schemas['SandboxClock']>('getSandboxClock');
  const { instructions } = connection.setup;
  const user = { bankUrl: system.bankUrl, bank: 'harbor', companyId: COMPANY, instructions, virtualTime: now };
  return { id: connection.id, username: instructions.username, ...(await createDelegatedUser(user)) };
}

it('a start that stopped after the delegated user was created goes on with it, and the next one syncs again', async () => {
  const organization = await system.createOrganization();
  // The bank must show the same twice.
  await advanceToQuietHour(organization.test);
  const { id } = await beginStory(organization);
  const api = createLocalApi(system.apiUrl, organization.test.key);
  const again = await tell(api);
  expect(again.connectionId).toBe(id);
  expect(again.transactionCount).toBeGreaterThan(0);
  const { titles, transactionCount } = await tell(api);
  expect(titles).toEqual(['Sync the connection', 'Read the change stream to its end']);
  expect(transactionCount).toBe(again.transactionCount);
});

it('a start that stopped during the activation waits for it', async () => {
  const organization = await system.createOrganization();
  const { id, username, password } = await beginStory(organization);
  const api = createLocalApi(system.apiUrl, organization.test.key);
  await api.putCredentials(id, { bankCustomerId: COMPANY, bankUsername: username, password });
  // As the next start sees it: later the activation may be through.
  const activating = await api.completeSetup(id);
  const { titles, transactionCount } = await tell({ ...api, createConnection: async () => activating });
  expect(titles).toEqual(['Go on with the first sync', 'Read the change stream to its end']);
  expect(transactionCount).toBeGreaterThan(0);
});

it('a delegated user that the bank refuses for another reason is told as refused', async () => {
  const { test } = await system.createOrganization();
  const connection = await test.get<Schemas['SetupConnection']>('createConnection', {
    body: { institutionId: 'harbor-demo-bank', entityId: await defaultEntityOf(test) },
  });
  const { instructions } = connection.setup;
  const user = { bankUrl: system.bankUrl, bank: 'harbor', instructions, virtualTime: new Date().toISOString() };
  await expect(createDelegatedUser({ ...user, companyId: 'unknown' })).rejects.toThrow(
    'The demo bank refused the delegated user with 422.',
  );
});
