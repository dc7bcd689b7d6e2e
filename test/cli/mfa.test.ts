import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Schemas } from '../support/calls/caller.ts';
import { runCommand } from '../support/processes/command.ts';
import { openChallenge } from '../support/records/open-challenge.ts';
import { defaultEntityOf } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

let system: RunningSystem;
let organization: TestOrganization;
let connectionId: string;

beforeAll(async () => {
  system = await startSystem({ worker: false });
  organization = await system.createOrganization();
  const body = { entityId: await defaultEntityOf(organization.live), portalUrl: 'https://bank.example' };
  ({ id: connectionId } = await organization.live.get<Schemas['SetupConnection']>('createConnection', { body }));
});
afterAll(() => system?.stop());

/** Calls a command as a script does, which has no terminal. */
function causeway(input: string, ...args: readonly string[]) {
  const env = { CAUSEWAY_URL: system.apiUrl, CAUSEWAY_API_KEY: organization.live.key };
  return runCommand(args, { env, input });
}

it('causeway mfa shows a question and takes its answer from standard input', async () => {
  const none = await causeway('', 'mfa', 'show', connectionId);
  expect(none).toMatchObject({ code: 1, errors: expect.stringContaining('No question of the bank is open') });
  const tenant = { organizationId: organization.id, environment: 'live' } as const;
  const { id, expiresAt } = await openChallenge(system.installation.commands, tenant, connectionId);
  const shown = await causeway('', 'mfa', 'show', connectionId);
  expect(shown).toEqual({
    code: 0,
    output: `pending  smsCode  to •••• 4821  until ${expiresAt}\nWe sent a six-digit code to •••• 4821.\n`,
    errors: '',
  });
  const empty = await causeway('\n', 'mfa', 'answer', connectionId);
  expect(empty).toMatchObject({ code: 1, errors: expect.stringContaining('There is no code.') });
  const answered = await causeway(' 123456\n', 'mfa', 'answer', connectionId, '--json');
  expect([answered.code, JSON.parse(answered.output)]).toMatchObject([0, { id, status: 'submitted' }]);
  const second = await causeway('123456', 'mfa', 'answer', connectionId);
  expect(second).toMatchObject({ code: 1, errors: expect.stringContaining('is being tried at the bank') });
});
