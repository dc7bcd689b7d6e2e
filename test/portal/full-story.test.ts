import { renderDecimal } from '@causeway/bank-simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bankAt } from '../../apps/demo-bank/src/testing/running-bank.ts';
import { signInAsOwner, wordsOf } from '../../apps/demo-bank/src/testing/sign-in.ts';
import { type Inbound, startInbound } from '../../src/composition/inbound.ts';
import { addMs } from '../../src/domain/values/instant.ts';
import { openBankTruth } from '../support/banks/bank-truth.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { listChallenges } from '../support/records/list-challenges.ts';
import { listConnectionTransitions } from '../support/records/list-transitions.ts';
import { findSecret, readEverything } from '../support/secrets/read-everything.ts';
import { StreamMirror } from '../support/stream/stream-mirror.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

const BANK = 'linden';
const COMPANY = '4410071';
/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 90_000;
const SETTINGS = {
  ...{ CAUSEWAY_BROWSER_PATH: 'carried', CAUSEWAY_MAIL_DOMAIN: 'inbox.causeway.example', CAUSEWAY_MAIL_PORT: '0' },
};

let system: RunningSystem;
let inbound: Inbound;
let organization: TestOrganization;
let caller: Caller;

beforeAll(async () => {
  const delivery = { mail: { host: '127.0.0.1', port: 0 }, sms: null };
  system = await startSystem({ settings: SETTINGS, delivery });
  inbound = await startInbound(system.installation);
  delivery.mail.port = inbound.mailPort ?? 0;
  organization = await system.createOrganization();
  caller = organization.test;
  // So the bank stands at the moment of the latest session, and not at real time, which goes on while it is compared.
  const { now } = await caller.get<Schemas['SandboxClock']>('getSandboxClock');
  await caller.get('advanceSandboxClock', { body: { until: addMs(now, 3_600_000) } });
});
afterAll(async () => {
  await inbound?.stop();
  await system?.stop();
});

/**
 * What the owner does in the bank's portal: enters the user with the values of the instructions, and gives it rights in all
 * accounts but the first one. Gives what the bank says at the end, and the name of that account.
 */
async function enterUser({ firstName, lastName, username, email }: Schemas['SetupInstructions']) {
  const owner = await signInAsOwner(
    bankAt(() => system.bankUrl),
    BANK,
    COMPANY,
  );
  const { users } = wordsOf(BANK);
  await owner.open('users/new');
  await owner.press(users.goOn, {
    ...{ [users.firstName]: firstName, [users.lastName]: lastName, [users.username]: username },
    ...{ [users.email]: email ?? '', [users.secondFactor]: users.secondFactors.email },
  });
  const boxes = [...owner.page.html.matchAll(/aria-label="([^",]+), ([^"]+)"><\/td>/g)].map(
    ([, right = '', account = '']) => ({ right, account }),
  );
  const accounts = [...new Set(boxes.map(({ account }) => account))].filter((name) => name !== users.newAccounts);
  const [hidden = ''] = accounts;
  const given = boxes.filter(
    ({ right, account }) =>
      right !== users.permissions.createTransfers && account !== hidden && account !== users.newAccounts,
  );
  expect([accounts.length > 1, given.length]).toEqual([true, 3 * (accounts.length - 1)]);
  await owner.press(users.goOn, Object.fromEntries(given.map(({ right, account }) => [`${right}, ${account}`, true])));
  await owner.press(users.create);
  return { heading: owner.heading, text: owner.text, hidden };
}

/** What stands at the bank in the accounts that the user may see, and what the API lists. */
async function compareLooks(username: string, hidden: string): Promise<[string[], string[]]> {
  const bank = await openBankTruth(system.dataDir, username);
  const seen = new Set(
    bank
      .listAccounts()
      .filter(({ name, number }) => `${name} ${number.slice(-4)}` !== hidden)
      .map(({ id }) => id),
  );
  const truth = bank
    .truth()
    .transactions.filter(
      ({ accountId, status }) => seen.has(accountId) && (status === 'posted' || status === 'pending'),
    )
    .map(({ status, postedMinor, heldMinor, currency }) => {
      const minor = (status === 'posted' ? postedMinor : heldMinor) ?? 0n;
      return `${status} ${renderDecimal(minor, currency)} ${currency}`;
    });
  const listed = await caller.all<Schemas['Transaction']>('listTransactions');
  return [listed.map(({ status, amount, currency }) => `${status} ${amount} ${currency}`).sort(), truth.sort()];
}

it('the full story: a user is entered at the bank, and all else happens by itself', async () => {
  const body = { institutionId: `${BANK}-portal-demo-bank`, entityId: await defaultEntityOf(caller) };
  const { id, setup } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
  const at = { path: { connectionId: id } };
  const { instructions } = setup;
  expect(setup).toMatchObject({
    ...{ status: 'awaitingDelegatedUserCreation', nextAction: 'createDelegatedUser', actionRequiredBy: 'endUser' },
    ...{ credentialsPresent: false, errorCode: null },
    instructions: {
      ...{ email: `${instructions.username}@inbox.causeway.example`, emailProvisioningStatus: 'ready' },
      ...{ phoneNumber: null, phoneNumberProvisioningStatus: 'notAvailable' },
    },
  });
  const mirror = await StreamMirror.atHead(caller);

  // The owner, at the bank. Its mail reaches the connection before its page reaches the owner.
  const entered = await enterUser(instructions);
  expect(entered.heading).toBe(wordsOf(BANK).users.createdHeading);
  expect(entered.text).toContain(wordsOf(BANK).users.invited(instructions.email ?? ''));
  const begun = await caller.get<Schemas['SetupConnection']>('getConnection', at);
  expect(begun).toMatchObject({
    ...{ kind: 'setup', status: 'pendingActivation' },
    setup: { status: 'activating', nextAction: 'waitForActivation', actionRequiredBy: 'platform', errorCode: null },
  });
  // Nobody has to say that the bank side is done, and it does no harm.
  expect(await caller.get('completeConnectionSetup', at)).toMatchObject({ status: 'pendingActivation' });

  const look = () => caller.get<Schemas['ConnectionResource']>('getConnection', at);
  const ready = await eventually(look, ({ kind }) => kind === 'ready', 'activation', PATIENCE_MS);
  expect(ready).toMatchObject({ status: 'active', syncStatus: 'idle', errorCode: null });
  const steps = await listConnectionTransitions(system.database.sql, organization.id, id);
  expect(steps.map(({ cause, actor, toStatus }) => [cause, actor, toStatus])).toEqual([
    ['invitationReceived', 'platform', 'pendingActivation'],
    ['syncSucceeded', 'platform', 'active'],
  ]);
  const runs = () => caller.all<Schemas['SyncRun']>('listSyncRuns', at);
  expect(await runs()).toMatchObject([{ trigger: 'activation', status: 'succeeded', outcome: 'changed', error: null }]);
  const [listed, truth] = await compareLooks(instructions.username, entered.hidden);
  expect(truth.length).toBeGreaterThan(20);
  expect(listed).toEqual(truth);
  await mirror.catchUp(caller, 500);

  // Something happens at the bank; the next sync brings that and nothing else.
  const [account] = await caller.all<Schemas['Account']>('listAccounts');
  const happening = { scenario: 'newTransactions', count: 3, accountId: account?.id };
  await caller.get('applySandboxScenario', { ...at, body: happening });
  const { id: syncRunId } = await caller.get<Schemas['SyncRun']>('syncConnection', at);
  const ended = () => caller.get<Schemas['SyncRun']>('getSyncRun', { path: { connectionId: id, syncRunId } });
  const run = await eventually(ended, ({ finishedAt }) => finishedAt !== null, 'the incremental sync', PATIENCE_MS);
  expect(run).toMatchObject({ status: 'succeeded', outcome: 'changed', error: null });
  const [listedNow, truthNow] = await compareLooks(instructions.username, entered.hidden);
  expect(truthNow.length).toBeGreaterThan(truth.length);
  expect(listedNow).toEqual(truthNow);
  expect(run.counts.added - run.counts.removed).toBe(truthNow.length - truth.length);
  await mirror.catchUp(caller, 500);
  expect(
    [...mirror.rows.values()].map(({ status, amount, currency }) => `${status} ${amount} ${currency}`).sort(),
  ).toEqual(truthNow);

  // Each sign-in was checked by a code that came by mail, and no person was asked for anything.
  const tenant = { organizationId: organization.id, environment: 'test' } as const;
  const asked = await listChallenges(system.database.sql, tenant, id);
  expect(asked.map(({ answeredBy, outcome }) => `${answeredBy} ${outcome}`)).toEqual([
    'email accepted',
    'email accepted',
  ]);
  const { password = '', ...names } = await system.installation.credentials.read(tenant, id);
  expect([names, password.length]).toEqual([{ bankCustomerId: COMPANY, bankUsername: instructions.username }, 24]);
  expect(findSecret(await readEverything(system.database.sql, system.dataDir), password)).toEqual([]);
  // Ten seconds or so; machines that are busy with other tests take several times as long.
}, 240_000);
