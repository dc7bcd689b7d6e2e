import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createCommandParts } from '../records/command-parts.ts';
import { createAccount, createActiveConnection, createTenant } from '../records/ledger.ts';
import { createTestDatabase, type FileDatabase, type TestDatabase } from './test-database.ts';

// What the tests of a file stand on. Called at its top, each of these registers the hooks that set it up and take it down.

/** A database of the file's own: there before its first test, gone after its last. */
export function stageDatabase(): FileDatabase {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  return {
    get sql() {
      return database.sql;
    },
    get url() {
      return database.url;
    },
    shutOut: () => database.shutOut(),
  };
}

/** What `make` makes before each test: the object is the same for the whole file, its fields are those of the test. */
export function stageEach<T extends object>(make: () => Promise<T>): T {
  const stage = {} as T; // Without its fields only until the first test begins.
  beforeEach(async () => {
    Object.assign(stage, await make());
  });
  return stage;
}

/** A new tenant for each test, and the parts of commands with a clock that begins anew. */
export function stageTenant(database: FileDatabase) {
  return stageEach(() => makeTenant(database));
}

/** The same with an active connection. */
export function stageConnection(database: FileDatabase) {
  return stageEach(() => makeConnection(database));
}

/** The same with an account of that connection. */
export function stageAccount(database: FileDatabase) {
  return stageEach(async () => {
    const { parts, tenant, connectionId } = await makeConnection(database);
    return { parts, tenant, account: await createAccount(parts, tenant, connectionId) };
  });
}

async function makeTenant({ sql }: FileDatabase) {
  const parts = createCommandParts(sql);
  return { parts, tenant: await createTenant(parts) };
}

async function makeConnection(database: FileDatabase) {
  const { parts, tenant } = await makeTenant(database);
  return { parts, tenant, connectionId: await createActiveConnection(parts, tenant) };
}
