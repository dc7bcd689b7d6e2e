import { beforeEach, describe, expect, it } from 'vitest';
import { createInstitution } from '../../../test/support/banks/institutions.ts';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { createCommandParts } from '../../../test/support/records/command-parts.ts';
import { createTenant } from '../../../test/support/records/ledger.ts';
import type { InvitationForm } from '../../domain/connection/invitation.ts';
import { instantFromMs } from '../../domain/values/instant.ts';
import { countCodeMessages, listCodeMessages } from '../../store/connections/code-messages.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { findConnection } from '../../store/connections/connections.ts';
import { createCatalog } from '../../store/institutions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { giveFreeNumbers } from './assign-phone-numbers.ts';
import { createConnection } from './create-connection.ts';
import { deliverMail, deliverSms, hasMailbox } from './deliver-message.ts';
import { revokeConnection } from './revoke-connection.ts';

const POOL = ['+12025550143', '+12025550144'];
const MESSAGE = { from: 'bank', text: 'Your code is 123456.', sentAtMs: null };

const database = stageDatabase();
let commands: ReturnType<typeof createCommandParts>;
let tenant: Tenant & { readonly entityId: string };

beforeEach(async () => {
  commands = createCommandParts(database.sql, { phoneNumbers: POOL });
  tenant = await createTenant(commands);
  await database.sql`delete from delegated_phone_numbers`;
});

async function connect(path: string): Promise<ConnectionRow> {
  const portalUrl = `https://bank.example/${path}`;
  const request = { entityId: tenant.entityId, institutionId: null, portalUrl, metadata: {} };
  const made = await createConnection(commands, tenant, request);
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value.connection;
}

const received = ({ organizationId, id }: ConnectionRow) => countCodeMessages(database.sql, organizationId, id);

describe('a mail', () => {
  it('reaches the connections whose delegated users it names, each once', async () => {
    const [first, second, other] = [await connect('a'), await connect('b'), await connect('c')];
    const names = [first.delegatedUsername, second.delegatedUsername, first.delegatedUsername, 'cwnobody'];
    const invitations = { findInvitationForm: () => null, readLogin: async () => ({}) };
    await deliverMail({ ...commands, ...invitations }, names, MESSAGE);
    expect([await received(first), await received(second), await received(other)]).toEqual([1, 1, 0]);
  });

  it('that is an invitation brings no code, and is told where it is not taken', async () => {
    const connection = await connect('a');
    const form: InvitationForm = { from: /^bank$/, code: /code is (\d+)/, asks: [], validForMs: 1_000 };
    const institutions = createCatalog([createInstitution({ defaultPortalUrl: 'https://bank.example/a' })]);
    const invitations = { institutions, findInvitationForm: () => form, readLogin: async () => ({}) };
    const deliver = () => deliverMail({ ...commands, ...invitations }, [connection.delegatedUsername], MESSAGE);
    expect([await deliver(), await deliver()]).toEqual([[], [connection.id]]);
    expect(await received(connection)).toBe(0);
  });

  it('of a flood of them leaves room for the rest: a hundred wait at most, the latest', async () => {
    const connection = await connect('a');
    const invitations = { findInvitationForm: () => null, readLogin: async () => ({}) };
    for (let count = 1; count <= 102; count += 1) {
      commands.clock.nowMs += 1;
      await deliverMail({ ...commands, ...invitations }, [connection.delegatedUsername], MESSAGE);
    }
    expect(await received(connection)).toBe(100);
    const since = instantFromMs(commands.clock.nowMs - 99);
    const wanted = { connectionId: connection.id, channel: 'email', since } as const;
    expect(await listCodeMessages(database.sql, tenant, wanted)).toHaveLength(100);
  });

  it('has no mailbox where the connection is revoked, or where nobody can tell whose it is', async () => {
    const [first, second] = [await connect('a'), await connect('b')];
    expect([await hasMailbox(commands, first.delegatedUsername), await hasMailbox(commands, 'cwnobody')]).toEqual([
      true,
      false,
    ]);
    await revokeConnection(commands, tenant, first.id);
    expect(await hasMailbox(commands, first.delegatedUsername)).toBe(false);
    const third = await connect('d');
    await database.sql`update connections set delegated_username = ${second.delegatedUsername} where id = ${third.id}`;
    expect(await hasMailbox(commands, second.delegatedUsername)).toBe(false);
  });
});

describe('the phone numbers of the pool', () => {
  it('go to one connection each, and come back when it is revoked', async () => {
    const [first, second, third] = [await connect('a'), await connect('b'), await connect('c')];
    expect([first, second, third].map(({ phoneNumber }) => phoneNumber)).toEqual([...POOL, null]);
    await revokeConnection(commands, tenant, first.id);
    expect((await findConnection(database.sql, tenant, first.id))?.phoneNumber).toBeNull();
    expect((await connect('d')).phoneNumber).toBe(POOL[0]);
  });

  it('are taken by connections that are made at the same time, none twice', async () => {
    const made = await Promise.all(['a', 'b', 'c', 'd'].map(connect));
    const numbers = made.map(({ phoneNumber }) => phoneNumber).filter((number) => number !== null);
    expect(numbers.sort()).toEqual(POOL);
  });

  it('that come back go to the connection in setup that has waited longest', async () => {
    // Connections of other tests wait as well: the pool belongs to the whole installation.
    await database.sql`update connections set status = 'revoked'`;
    const [first, , third, fourth] = [await connect('a'), await connect('b'), await connect('c'), await connect('d')];
    const numberOf = async ({ id }: ConnectionRow) => (await findConnection(database.sql, tenant, id))?.phoneNumber;
    expect(await giveFreeNumbers(commands)).toBe(0);
    await revokeConnection(commands, tenant, first.id);
    expect(await giveFreeNumbers(commands)).toBe(1);
    expect([await numberOf(third), await numberOf(fourth)]).toEqual([POOL[0], null]);
  });

  it('stay with the connection that is asked for again', async () => {
    expect([(await connect('a')).phoneNumber, (await connect('a')).phoneNumber]).toEqual([POOL[0], POOL[0]]);
  });

  it('take text messages however they are written', async () => {
    const connection = await connect('a');
    expect(await deliverSms(commands, '+1 (202) 555-0143', MESSAGE)).toBe(true);
    expect(await deliverSms(commands, '+12025550199', MESSAGE)).toBe(false);
    expect(await received(connection)).toBe(1);
  });
});
