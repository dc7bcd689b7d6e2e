import { afterAll, beforeAll, expect, it } from 'vitest';
import { countCodeMessages } from '../../src/store/connections/code-messages.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { listChallenges } from '../support/records/list-challenges.ts';
import { listEvents } from '../support/records/list-events.ts';
import { findSecret, readEverything } from '../support/secrets/read-everything.ts';
import { type CodeStage, type CodeUser, openCodeStage } from './code-stage.ts';

let stage: CodeStage;

beforeAll(async () => {
  stage = await openCodeStage({ receives: true });
  await stage.startWorker();
});
afterAll(() => stage?.stop());

const at = ({ connectionId }: CodeUser) => ({ path: { connectionId } });

async function activate(user: CodeUser): Promise<void> {
  await stage.caller.get('completeConnectionSetup', at(user));
  await stage.when(user, ({ kind }) => kind === 'ready', 'activation');
}

/** Questions of a connection: who answered, and what came of it. */
async function questionsOf({ connectionId }: CodeUser) {
  const challenges = await listChallenges(stage.system.database.sql, await tenantOf(connectionId), connectionId);
  return challenges.map(({ answeredBy, outcome }) => `${answeredBy} ${outcome}`);
}

async function tenantOf(connectionId: string) {
  const [row] = await stage.system.database.sql<{ organizationId: string }[]>`
    select organization_id from connections where id = ${connectionId}`;
  return { organizationId: row?.organizationId ?? '', environment: 'test' as const };
}

it('codes come by e-mail to the mailbox of the delegated user, before or after the sync waits for them', async () => {
  const { caller } = stage;
  const user = await stage.createUser('ridgeline', 'email');
  expect(await caller.get('getConnection', at(user))).toMatchObject({
    setup: {
      instructions: { email: `${user.username}@inbox.causeway.example`, emailProvisioningStatus: 'ready' },
    },
  });
  // The bank hands its mail over before it shows the page that asks for the code.
  await activate(user);
  expect(await questionsOf(user)).toEqual(['email accepted']);
  await stage.order(user, { emailDelaySeconds: 2 });
  const { id } = await caller.get<Schemas['SyncRun']>('syncConnection', at(user));
  expect(await stage.ended(user, id)).toMatchObject({ status: 'succeeded' });
  expect(await questionsOf(user)).toEqual(['email accepted', 'email accepted']);
  // Nobody had to be told.
  const events = await listEvents(stage.system.database.sql, await tenantOf(user.connectionId));
  expect(events.filter(({ type }) => type === 'connection.mfa_required')).toEqual([]);
}, 240_000);

it('what a message says is stored sealed only, and neither logged nor told', async () => {
  const { system, caller } = stage;
  const user = await stage.createUser('harbor', 'email');
  const { setup } = await caller.get<Schemas['SetupConnection']>('getConnection', at(user));
  const secret = 'canary-4821-7704';
  const to = setup.instructions.email ?? '';
  await stage.sendMail({ from: 'no-reply@harbor-demo.example', to, text: `Your code is ${secret}.` });
  const tenant = await tenantOf(user.connectionId);
  expect(await countCodeMessages(system.database.sql, tenant.organizationId, user.connectionId)).toBe(1);
  const stored = await readEverything(system.database.sql, system.dataDir);
  const logs = Object.fromEntries(stage.workers.map((worker, index) => [`log ${index}`, worker.output()]));
  expect(findSecret({ ...stored, ...logs }, secret)).toEqual([]);
  expect(findSecret({ ...stored, ...logs }, 'no-reply@harbor-demo.example')).toEqual([]);
});

it('codes come by text message to the phone number of the delegated user', async () => {
  const { caller } = stage;
  const user = await stage.createUser('linden', 'sms');
  expect(await caller.get('getConnection', at(user))).toMatchObject({
    setup: { instructions: { phoneNumber: '+12025550145', phoneNumberProvisioningStatus: 'ready' } },
  });
  await activate(user);
  expect(await questionsOf(user)).toEqual(['sms accepted']);
}, 240_000);

it('an invited user sets a password and an authenticator app up, and neither they nor the code are to be found', async () => {
  const { system, caller } = stage;
  const { user, code } = await stage.invite('harbor');
  expect(await caller.get('getConnection', at(user))).toMatchObject({
    ...{ kind: 'setup', status: 'pendingActivation' },
    // The others have all numbers of the pool.
    setup: { instructions: { phoneNumber: null, phoneNumberProvisioningStatus: 'pending' } },
  });
  await stage.when(user, ({ kind }) => kind === 'ready', 'activation');
  const login = await system.installation.credentials.read(await tenantOf(user.connectionId), user.connectionId);
  expect(Object.keys(login).sort()).toEqual(['bankCustomerId', 'bankUsername', 'password', 'totpSecret']);
  const stored = await readEverything(system.database.sql, system.dataDir);
  const logs = Object.fromEntries(stage.workers.map((worker, index) => [`log ${index}`, worker.output()]));
  for (const secret of [login.password, login.totpSecret, code, code.replaceAll('-', '')])
    expect([secret, findSecret({ ...stored, ...logs }, secret ?? '')]).toEqual([expect.stringMatching(/.{12}/), []]);
}, 240_000);
