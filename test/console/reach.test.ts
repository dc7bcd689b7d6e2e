import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractOperation } from '../../src/api/contract/contract.ts';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { inviteMember } from '../../src/commands/people/invite-member.ts';
import { OWNERS_OPERATIONS, PERSONAL_OPERATIONS, type Role } from '../../src/domain/access/role.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { deleteMember, insertMember, updateMemberRole } from '../../src/store/people/members.ts';
import { insertPerson } from '../../src/store/people/people.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { createVisitor, type Visitor } from '../support/calls/console-visitor.ts';
import { NOBODY } from '../support/calls/every-operation.ts';
import { theWholeContract } from '../support/calls/load-contract.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

// Every operation that a session can call, read from the contract: a new one is tried as soon as it is there.

const PASSWORD = 'the same for everybody here';
const operations = [...theWholeContract().operations.values()].filter(
  ({ credential }) => credential === 'apiKey' || credential === 'consoleSession',
);
const scoped = operations.filter(({ scope }) => scope !== null);
/** Not served yet by anything. */
const isServed = async (operation: ContractOperation) => (await ask(operation, {})).status !== 404;

let system: RunningSystem;
let ours: string;
let theirs: string;
let owner: Visitor;
let viewer: Visitor;
/** Ids of theirs, by the name of the path parameter. */
let foreign: Readonly<Record<string, string>>;
let served: readonly ContractOperation[];

beforeAll(async () => {
  system = await startSystem({ worker: false });
  const { commands, sessions } = system.installation;
  const parts = { ...commands, sql: sessions.service };
  [ours, theirs] = [(await system.createOrganization()).id, (await system.createOrganization()).id];
  const here = await addPerson('owner', ours);
  const there = await addPerson('owner', theirs);
  owner = here.visitor;
  viewer = (await addPerson('viewer', ours)).visitor;
  const invited = await inviteMember(
    parts,
    theirs,
    { email: 'x@example.test', role: 'viewer' },
    { mayTouchOwners: true },
  );
  const key = await createApiKey(commands, {
    ...{ organizationId: theirs, environment: 'test', name: 'theirs', scopes: ['entities:read'], lifetimeMs: 60_000 },
  });
  const [session] = await system.database.sql<{ id: string }[]>`
    select id from people_sessions where person_id = ${there.personId}`;
  foreign = {
    personId: there.personId,
    sessionId: session?.id ?? '',
    invitationId: invited.ok ? invited.value.invitation.id : '',
    apiKeyId: key.ok ? key.value.key.id : '',
  };
  served = [];
  for (const operation of scoped) if (await isServed(operation)) served = [...served, operation];
});
afterAll(() => system.stop());

async function addPerson(role: Role, organizationId: string) {
  const { installation } = system;
  const { newId } = installation.commands;
  const createdAt = instantFromMs(Date.now());
  const personId = newId();
  const email = `${personId}@example.test`;
  // Made as the library makes it, by the port that the API has for it.
  const { hashPassword } = await import('better-auth/crypto');
  const login = { id: newId(), passwordHash: await hashPassword(PASSWORD) };
  await insertPerson(installation.sql, { id: personId, name: role, email, createdAt }, login);
  await insertMember(installation.sql, { organizationId, personId, role, createdAt });
  const visitor = createVisitor(system.apiUrl);
  await visitor.get('signIn', { body: { email, password: PASSWORD } });
  return { personId, visitor };
}

/** A request without a body: who may not do it at all is told so first. */
async function ask(
  { method, path }: ContractOperation,
  headers: Readonly<Record<string, string>>,
  ids: Readonly<Record<string, string>> = {},
): Promise<{ status: number; code: string }> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? NOBODY);
  const response = await fetch(new URL(filled, system.apiUrl), { method, headers: { ...headers } });
  const text = await response.text();
  const code = text.startsWith('{"error"') ? JSON.parse(text).error.code : '';
  return { status: response.status, code };
}

const cookieOf = ({ cookies }: Visitor) => `causeway_session=${cookies.get('causeway_session')}`;
const pageOf = (visitor: Visitor, organizationId: string, environment = 'test') => ({
  cookie: cookieOf(visitor),
  'causeway-console': '1',
  'causeway-organization': organizationId,
  'causeway-environment': environment,
});

describe('a session', () => {
  it('is known for every operation of the console, and most of those of keys', () => {
    expect(served.filter(({ credential }) => credential === 'consoleSession').length).toBeGreaterThan(10);
    expect(served.length).toBeGreaterThan(60);
  });

  it('opens nothing of an organization that its person is no member of', async () => {
    for (const operation of served)
      for (const environment of ['live', 'test']) {
        const answer = await ask(operation, pageOf(owner, theirs, environment), foreign);
        expect({ id: operation.id, ...answer }).toEqual({ id: operation.id, status: 403, code: 'insufficient_scope' });
      }
  });

  it('finds nothing of another organization by its id', async () => {
    const withIds = operations.filter(({ credential, path }) => credential === 'consoleSession' && path.includes('{'));
    const named = withIds.flatMap(({ path }) => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''));
    expect(named.filter((name) => foreign[name] === undefined)).toEqual([]);
    const bodies: Readonly<Record<string, object>> = { updateMember: { role: 'viewer' } };
    for (const { id } of withIds) {
      const body = bodies[id];
      const input = {
        place: { organizationId: ours, environment: 'test' as const },
        path: foreign,
        ...(body && { body }),
      };
      expect([id, (await owner.refusal(id, input)).code]).toEqual([id, 'not_found']);
    }
  });

  it('of a viewer changes nothing', async () => {
    for (const operation of served.filter(({ method }) => method !== 'GET'))
      for (const environment of ['live', 'test']) {
        const answer = await ask(operation, pageOf(viewer, ours, environment));
        expect({ id: operation.id, ...answer }).toEqual({ id: operation.id, status: 403, code: 'insufficient_scope' });
      }
  });

  it('of a member of nothing opens the account that is theirs, and nothing else', async () => {
    const { personId, visitor } = await addPerson('owner', ours);
    await deleteMember(system.installation.sql, ours, personId);
    for (const operation of served) {
      const answer = await ask(operation, pageOf(visitor, ours));
      expect({ id: operation.id, ...answer }).toEqual({ id: operation.id, status: 403, code: 'insufficient_scope' });
    }
    const own = operations.filter(({ credential, scope }) => credential === 'consoleSession' && scope === null);
    expect(own.map(({ id }) => id).sort()).toEqual([...PERSONAL_OPERATIONS, ...OWNERS_OPERATIONS].sort());
    for (const id of OWNERS_OPERATIONS)
      expect([id, (await visitor.refusal(id, { body: { name: 'Mine' } })).code]).toEqual([id, 'insufficient_scope']);
    expect(await visitor.get('getSelf')).toMatchObject({ memberships: [] });
    expect(await visitor.get('listSessions')).toMatchObject({ data: [{ isCurrent: true }] });
    const password = { currentPassword: PASSWORD, newPassword: `${PASSWORD}, and more` };
    expect((await visitor.call('changePassword', { body: password })).status).toBe(204);
  });

  it('is of no use without the mark of the pages, and from another site', async () => {
    for (const operation of [...served, ...operations.filter(({ scope }) => scope === null)]) {
      const { 'causeway-console': _mark, ...bare } = pageOf(owner, ours);
      const unmarked = await ask(operation, bare);
      const wanted = operation.credential === 'apiKey' ? 'missing_api_key' : 'malformed_request';
      expect([operation.id, unmarked.code]).toEqual([operation.id, wanted]);
      const foreignSite = await ask(operation, { ...pageOf(owner, ours), 'sec-fetch-site': 'same-site' });
      expect([operation.id, foreignSite.code]).toEqual([operation.id, 'malformed_request']);
    }
  });
});

it('what a person does for themselves is counted, and noted only where it changes something', async () => {
  const { personId, visitor } = await addPerson('viewer', ours);
  const rename = (name: string) => visitor.call('updateSelf', { body: { name } });
  const notes = async () => {
    const [row] = await system.database.sql<{ count: number }[]>`
      select count(*)::integer as count from audit_entries where actor_id = ${personId} and action = 'person.update'`;
    return row?.count;
  };
  const unchanged = await rename('viewer');
  expect([unchanged.status, await notes()]).toEqual([204, 0]);
  expect((await rename('another')).status).toBe(204);
  expect(await notes()).toBe(1);
  expect(unchanged.headers.ratelimit).toMatch(/^"person";r=\d+;t=\d+$/);
});

/** Sends a request without the last byte of its body, and waits until the server has begun with it. */
async function holdBack(headers: Readonly<Record<string, string>>, path: string, body: object) {
  const text = JSON.stringify(body);
  const length = { 'content-type': 'application/json', 'content-length': text.length, expect: '100-continue' };
  const sent = request(new URL(path, system.apiUrl), { method: 'POST', headers: { ...headers, ...length } });
  const begun = once(sent, 'continue');
  sent.write(text.slice(0, -1));
  await begun;
  return async () => {
    sent.end(text.slice(-1));
    const [response] = await once(sent, 'response');
    // Every body of the API is an object.
    return { status: response.statusCode, code: ((await json(response)) as { error?: { code: string } }).error?.code };
  };
}

describe('a body that is completed when its sender is shut out', () => {
  const held = async (change: (personId: string) => Promise<void>) => {
    const { personId, visitor } = await addPerson('owner', ours);
    // Known to the server from now on, as somebody at work is.
    await visitor.get('listMembers', { place: { organizationId: ours, environment: 'test' } });
    const headers = pageOf(visitor, ours);
    const invitation = { email: `${personId}@again.example.test`, role: 'owner' };
    const key = { name: `of ${personId}`, scopes: ['entities:read'], lifetimeDays: 365 };
    const finish = [
      await holdBack(headers, '/console/api/invitations', invitation),
      await holdBack(headers, '/console/api/apiKeys', key),
    ];
    await change(personId);
    const answers = await Promise.all(finish.map((each) => each()));
    const [stored] = await system.database.sql<{ invitations: number; keys: number }[]>`
      select (select count(*)::integer from member_invitations where email = ${invitation.email}) as invitations,
        (select count(*)::integer from api_keys where name = ${key.name}) as keys`;
    return { answers, stored };
  };
  const refused = { status: 403, code: 'insufficient_scope' };

  it('stores nothing of one who was removed', async () => {
    const { answers, stored } = await held((personId) => deleteMember(system.installation.sql, ours, personId));
    expect(answers).toEqual([refused, refused]);
    expect(stored).toEqual({ invitations: 0, keys: 0 });
  });

  it('stores no more of one who was demoted than they may do now', async () => {
    const demote = (role: Role) => (personId: string) =>
      updateMemberRole(system.installation.sql, ours, personId, role);
    const viewers = await held(demote('viewer'));
    expect([viewers.answers, viewers.stored]).toEqual([[refused, refused], { invitations: 0, keys: 0 }]);
    // An admin makes no owner, and makes keys.
    const admins = await held(demote('admin'));
    expect(admins.answers).toEqual([refused, { status: 201, code: undefined }]);
    expect(admins.stored).toEqual({ invitations: 0, keys: 1 });
  });
});

describe('the clock of an environment', () => {
  it('is read by who may not move it too, and is ahead with test data only', async () => {
    const test = { organizationId: ours, environment: 'test' } as const;
    const read = (place: typeof test | { organizationId: string; environment: 'live' }) =>
      viewer.get<Schemas['EnvironmentClock']>('getEnvironmentClock', { place });
    expect((await read(test)).advancedSeconds).toBe(0);
    await owner.get('advanceSandboxClock', { place: test, body: { days: 2 } });
    expect((await read(test)).advancedSeconds).toBe(2 * 86_400);
    expect((await read({ organizationId: ours, environment: 'live' })).advancedSeconds).toBe(0);
  });
});
