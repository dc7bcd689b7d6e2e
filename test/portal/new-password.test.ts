import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueRun } from '../../src/commands/connections/queue-run.ts';
import type { Connector, Credentials, LoginRenewal, Session, SessionContext } from '../../src/connectors/contract.ts';
import { createPortalConnector } from '../../src/connectors/portal/connector.ts';
import { portalConnector } from '../../src/connectors/portal/connector-set.ts';
import type { Recipe } from '../../src/connectors/portal/recipe.ts';
import { harborDemo } from '../../src/connectors/portal/recipes/harbor-demo.ts';
import type { IngestParts } from '../../src/ingest/parts.ts';
import { runConnection } from '../../src/ingest/run-connection.ts';
import {
  findCredentials,
  findCredentialsChange,
  upsertCredentials,
} from '../../src/store/connections/connection-credentials.ts';
import { findConnection, updateCredentialsUntried } from '../../src/store/connections/connections.ts';
import { findSyncRun } from '../../src/store/connections/sync-runs.ts';
import { createCatalog } from '../../src/store/institutions.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { createObservation, createScriptedBank, createSourceAccount } from '../support/banks/scripted-bank.ts';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database.ts';
import { createCommandParts } from '../support/records/command-parts.ts';
import { createActiveConnection, createTenant } from '../support/records/ledger.ts';
import { BANKS, type BankId, openPortalStage, orderBank, type PortalStage } from './portal-stage.ts';

let stage: PortalStage;
let database: TestDatabase;

beforeAll(async () => {
  stage = await openPortalStage(2);
  database = await createTestDatabase();
  for (const bankId of BANKS) await orderBank(stage, bankId, { secondFactor: 'none', notices: false });
});
afterAll(async () => {
  await stage?.stop();
  await database?.drop();
});

type Place = 'handedOver' | 'clicked';
const KILLED = new Error('the worker was killed');

/** A connection whose bank asks for a new password. */
interface Case {
  readonly login: Credentials;
  /** Signs in and out again; gives the fault of the run. `killAt` is where the worker dies, with nothing of its run written. */
  sync(killAt?: Place): Promise<string | null>;
  stored(): Promise<Credentials>;
  changedBy(): Promise<string | null>;
  status(): Promise<string | undefined>;
}

/** A session that signs in and out at the bank; what the accounts hold is read elsewhere. */
function withoutReading({ close }: Session): Session {
  return {
    listAccounts: async () => ({ ok: true, value: [createSourceAccount('10001234')] }),
    observe: async (account, window) => ({
      observation: createObservation(account, window, {}),
      evidenceId: null,
      fault: null,
    }),
    close,
  };
}

async function open(bankId: BankId, login: Credentials, connector: Connector = portalConnector): Promise<Case> {
  const { institution } = stage.context(bankId, login);
  const commands = createCommandParts(database.sql, { institutions: createCatalog([institution]) });
  const tenant: Tenant & { readonly entityId: string } = await createTenant(commands);
  const connectionId = await createActiveConnection(commands, tenant, institution.id);
  const { organizationId } = tenant;
  let killAt: Place | null = null;
  const stored = async (): Promise<Credentials> => {
    const sealed = await findCredentials(database.sql, organizationId, connectionId);
    return sealed === null ? {} : JSON.parse((await parts.codes.open(tenant, connectionId, sealed)) ?? '{}');
  };
  const stopping = { current: new AbortController() };
  const killIf = (place: Place) => {
    if (killAt !== place) return;
    stopping.current.abort(KILLED);
    throw KILLED;
  };
  const dying: Connector = {
    ...connector,
    open: async (context) => {
      const { renewal } = context;
      const opened = await connector.open(renewal === undefined ? context : { ...context, renewal: kill(renewal) });
      return opened.ok ? { ok: true, value: withoutReading(opened.value) } : opened;
    },
  };
  const kill = (renewal: LoginRenewal): LoginRenewal => ({
    ...renewal,
    noteHandedOver: async (what) => {
      await renewal.noteHandedOver(what);
      killIf('handedOver');
    },
    noteTaken: async (field) => {
      killIf('clicked');
      await renewal.noteTaken(field);
    },
  });
  const { parts }: { parts: IngestParts } = createScriptedBank(commands, {
    findConnector: () => dying,
    readCredentials: stored,
    openBrowser: () => stage.context(bankId, login).openBrowser as NonNullable<SessionContext['openBrowser']>, // The stage always has one.
  });
  const ciphertext = await commands.sealCredentials(tenant, connectionId, JSON.stringify(login));
  const at = await parts.now(tenant);
  const change = { changedAt: at, changedBy: 'integrator' } as const;
  await upsertCredentials(database.sql, {
    organizationId,
    connectionId,
    ciphertext,
    fields: Object.keys(login),
    updatedAt: at,
    change,
  });
  await updateCredentialsUntried(database.sql, tenant, connectionId, { untried: true, at });
  return {
    login,
    stored,
    changedBy: async () => (await findCredentialsChange(database.sql, organizationId, connectionId)).changedBy,
    status: async () => (await findConnection(database.sql, tenant, connectionId))?.status,
    sync: async (place) => {
      killAt = place ?? null;
      stopping.current = new AbortController();
      const connection = await findConnection(database.sql, tenant, connectionId);
      if (connection === null) throw new Error('the connection is gone');
      const { id } = await queueRun(database.sql, connection, { id: commands.newId(), trigger: 'schedule', at });
      const ids = { connectionId, syncRunId: id };
      const end = await runConnection(parts, tenant, ids, stopping.current.signal);
      if (place !== undefined) expect(end).toBe('returned');
      return (await findSyncRun(database.sql, tenant, connectionId, id))?.error?.code ?? null;
    },
  };
}

let users = 0;
/** A user whose password the bank has given and wants changed. */
async function withTemporaryPassword(bankId: BankId): Promise<Credentials> {
  users += 1;
  const username = `cw-temporary-${users}`;
  const { companyId, password } = await stage.bank.createUser(bankId, { username });
  return { bankCustomerId: companyId, bankUsername: username, password };
}

/** A user whose own password has expired. */
async function withExpiredPassword(): Promise<Credentials> {
  const login = await stage.createUser('harbor');
  const { bankCustomerId: companyId, bankUsername: username } = login;
  const body = { companyId, username, action: 'expirePassword' };
  await stage.bank.request('POST', '/harbor/control/portal/user', { body });
  return login;
}

/** Wrong passwords in a row that the bank has counted, by its own books. */
async function countRejected({ bankUsername }: Credentials): Promise<number> {
  const { users } = JSON.parse(await stage.bank.readStateText());
  return users.find(({ username }: { username: string }) => username === bankUsername).rejectedSignIns;
}

async function expectWorking({ stored, login, status, changedBy }: Case, bankId: BankId): Promise<void> {
  const { bankCustomerId = '', bankUsername = '', password = '' } = await stored();
  expect(password).not.toBe(login.password);
  const token = await stage.bank.signIn(bankId, { companyId: bankCustomerId, username: bankUsername, password });
  expect(token).not.toBe('');
  expect([await status(), await changedBy()]).toEqual(['active', 'platform']);
  const told = JSON.stringify(stage.steps.map(({ screenshot, ...step }) => step));
  expect(told.includes(password)).toBe(false);
}

describe('a bank that asks for a new password', () => {
  it.each(BANKS)('in place of a temporary one gets it at %s, and the sync goes on', async (bankId) => {
    const test = await open(bankId, await withTemporaryPassword(bankId));
    expect(await test.sync()).toBeNull();
    await expectWorking(test, bankId);
  });

  it('and does not take the one that was chosen leaves it to a person, with the login as it was', async () => {
    const signIn = harborDemo.signIn.map((step) =>
      step.do === 'expect' ? { ...step, oneOf: step.oneOf.map(weaken) } : step,
    );
    const weak: Recipe = { ...harborDemo, signIn };
    const test = await open('harbor', await withExpiredPassword(), createPortalConnector([weak]));
    expect(await test.sync()).toBe('password_expired');
    expect([await test.status(), await test.changedBy()]).toEqual(['reauthRequired', 'integrator']);
    expect(await test.stored()).toEqual(test.login);
  });
});

type Outcome = Extract<Recipe['signIn'][number], { do: 'expect' }>['oneOf'][number];

/** Has passwords chosen that are shorter than the bank wants. */
function weaken(outcome: Outcome): Outcome {
  if (outcome.means === 'goOn' || !('newPassword' in outcome.means)) return outcome;
  const rules = { minLength: 5, maxLength: 5, kinds: ['lower', 'digit'] as const };
  return { ...outcome, means: { newPassword: { ...outcome.means.newPassword, rules } } };
}

describe('a worker that dies while it changes the password', () => {
  it('right before the click leaves one that is tried once, then the old one, then another', async () => {
    const test = await open('harbor', await withExpiredPassword());
    await test.sync('handedOver');
    expect(await test.stored()).toEqual(test.login);
    expect(await test.sync()).toBeNull();
    await expectWorking(test, 'harbor');
  });

  it('after the click leaves one that is tried first, and no wrong one is', async () => {
    const test = await open('harbor', await withExpiredPassword());
    await test.sync('clicked');
    expect(await test.stored()).toEqual(test.login);
    await test.sync('clicked');
    expect(await countRejected(test.login), 'the bank has let it in').toBe(0);
    // Its one try told nobody anything; the old one does, by being rejected.
    expect(await test.sync()).toBeNull();
    await expectWorking(test, 'harbor');
  });
});
