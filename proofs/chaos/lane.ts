import { join } from 'node:path';
import { type Instant, toInstant } from '@causeway/bank-simulator';
import { type Client, createClient, type Schemas } from '@causeway/client';
import { makeDelegatedUser } from '../../apps/demo-bank/src/create-delegated-user.ts';
import { DelegatedUsers, toUserId } from '../../apps/demo-bank/src/delegated-users.ts';
import { Instances } from '../../apps/demo-bank/src/instances.ts';
import { hashPassword } from '../../apps/demo-bank/src/password.ts';
import { personalities } from '../../apps/demo-bank/src/personalities.ts';
import { openStateFile } from '../../apps/demo-bank/src/state-file.ts';
import { StateKeeper } from '../../apps/demo-bank/src/state-keeper.ts';
import { LITTLE_WORK } from '../../apps/demo-bank/src/testing/running-bank.ts';
import { GOOD_PASSWORD } from '../../apps/demo-bank/src/testing/sign-in.ts';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import { type BankId, COMPANY } from '../../test/support/banks/portal-connection.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** One bank with one connection, in an organization of its own with a clock of its own. */
export interface Lane {
  readonly bank: BankId;
  readonly client: Client;
  readonly connectionId: string;
  readonly username: string;
  /** The one account that the user may see: a short visit, of which chaos can be made many times. */
  readonly accountId: string;
}

const KEY_LIFETIME_MS = 86_400_000;

/** Makes connections in setup, and their users on the disk of banks that do not run yet. */
export async function createLanes(
  { installation, apiUrl, folder }: Pick<ChaosWorld, 'installation' | 'apiUrl' | 'folder'>,
  banks: readonly BankId[],
): Promise<Lane[]> {
  const keeper = await StateKeeper.load(await openStateFile(join(folder, 'bank')), toUserId);
  const users = new DelegatedUsers(keeper);
  const lanes: Lane[] = [];
  for (const bank of banks) {
    const { id: organizationId } = await createOrganization(installation.commands, `Chaos at ${bank}`);
    const key = await createApiKey(installation.commands, {
      ...{ organizationId, environment: 'test', name: 'chaos', scopes: SCOPES, lifetimeMs: KEY_LIFETIME_MS },
    });
    if (!key.ok) throw new Error(`the key was refused: ${key.refusal.code}`);
    const client = createClient({ baseUrl: apiUrl, apiKey: key.value.text });
    // So the bank stands at the moment that it was asked for last, and not at real time, which goes on.
    const { now } = await client.advanceSandboxClock({ body: { days: 1 } });
    const { username, connectionId } = await createConnection(client, bank);
    const accountId = await insertUser(users, bank, username, toInstant(Date.parse(now)));
    lanes.push({ bank, client, connectionId, username, accountId });
  }
  return lanes;
}

async function createConnection(
  client: Client,
  bank: BankId,
): Promise<{ readonly username: string; readonly connectionId: string }> {
  const { entityId } = await client.createEntity({ body: { externalEntityId: bank } });
  const created = await client.createConnection({ body: { institutionId: `${bank}-portal-demo-bank`, entityId } });
  if (created.kind !== 'setup') throw new Error('a new connection is in setup');
  return { username: created.setup.instructions.username, connectionId: created.id };
}

/** A user who has been there before: nothing stands between the login and the one account. */
async function insertUser(
  users: DelegatedUsers,
  bankId: BankId,
  username: string,
  createdAt: Instant,
): Promise<string> {
  const key = { bankId, companyId: COMPANY, username };
  const values = {
    ...{ ...key, firstName: 'Causeway', lastName: 'Service', email: mailOf(username), createdAt },
    permissions: ['viewBalances', 'viewTransactions', 'viewStatements'] as const,
  };
  const { user } = await makeDelegatedUser(values, () => hashPassword(GOOD_PASSWORD, LITTLE_WORK));
  await users.insert(user);
  const [first, ...others] = (
    await new Instances({ users, personalities, now: () => new Date() }).enter(key, null)
  ).listAccounts();
  if (first === undefined) throw new Error(`${bankId} opened no account`);
  await users.change(key, (made) => ({
    ...made,
    portal: {
      ...{ phone: null, secondFactor: null, isPasswordTemporary: false, passwordSetAt: createdAt, totp: null },
      ...{ rejectedCodes: 0, invitation: null, acceptedNotices: [] },
      accountPermissions: Object.fromEntries(others.map(({ id }) => [id, []])),
      settings: { secondFactor: 'none', notices: false },
    },
  }));
  return first.id;
}

export function mailOf(username: string): string {
  return `${username}@inbox.causeway.example`;
}

export async function putLogin(lane: Lane, password = GOOD_PASSWORD): Promise<void> {
  const body = { bankCustomerId: COMPANY, bankUsername: lane.username, password };
  await lane.client.putConnectionCredentials({ connectionId: lane.connectionId, body });
}

/** The status and what is wrong; a connection of a lane is out of its setup. */
export async function readConnection({
  client,
  connectionId,
}: Lane): Promise<Extract<Schemas['ConnectionResource'], { kind: 'ready' }>> {
  const connection = await client.getConnection({ connectionId });
  if (connection.kind !== 'ready') throw new Error(`the connection is ${connection.status} in setup`);
  return connection;
}
