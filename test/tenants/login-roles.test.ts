import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabaseSessions } from '../../src/composition/database-sessions.ts';
import { openDatabase, type Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { migrate } from '../../src/infra/migrations.ts';

// A server of somebody else: the owner of the database is no superuser, and has as many rights as its administrator gave it.

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');
const OWNER = 'plain-owner';
const DATABASE = 'plain';
const TENANT = { organizationId: '01a1fc6b-0000-7000-8000-00000000000a', environment: 'test' } as const;

let administrator: Sql;

beforeAll(async () => {
  administrator = openDatabase({
    ...{ url: new URL('/postgres', inject('templateUrl')).href, maxConnections: 1 },
    ...{ applicationName: 'administrator', log: silentLog },
  });
  await administrator.unsafe(`create role "${OWNER}" login password 'first'`);
  await administrator.unsafe(`create database ${DATABASE} owner "${OWNER}"`);
  const owner = openOwner('first');
  await migrate({ sql: owner, dir: MIGRATIONS, log: silentLog });
  await owner.end({ timeout: 5 });
  await runMigrations({ connectionString: urlWith('first') });
});
afterAll(async () => {
  await administrator.unsafe(`drop database if exists ${DATABASE} with (force)`);
  for (const role of [`${OWNER}_tenant`, `${OWNER}_service`, OWNER]) {
    await administrator.unsafe(`drop role if exists "${role}"`);
  }
  await administrator.end({ timeout: 5 });
});

function urlWith(password: string): string {
  const url = new URL(`/${DATABASE}`, inject('templateUrl'));
  url.username = OWNER;
  url.password = password;
  return url.href;
}

function openOwner(password: string): Sql {
  return openDatabase({ url: urlWith(password), maxConnections: 1, applicationName: 'owner', log: silentLog });
}

/** Opens the sessions as a start does, asks each something, and closes them. */
async function start(password: string, databaseRolePassword: string | null = null): Promise<void> {
  const owner = openOwner(password);
  try {
    const url = urlWith(password);
    const config = { databasePool: 2, databaseRolePassword };
    const sessions = await openDatabaseSessions({ owner, url, config, log: silentLog });
    expect(await sessions.sqlOf(TENANT)`select from transactions`).toEqual([]);
    expect(await sessions.service`select from connections`).toEqual([]);
    expect(await sessions.service`select from graphile_worker._private_jobs`).toEqual([]);
    await sessions.close();
  } finally {
    await owner.end({ timeout: 5 });
  }
}

describe('an owner that is no superuser', () => {
  it('is told what to do where it may not create roles', async () => {
    await expect(start('first')).rejects.toMatchObject({
      code: 'may-not-create',
      message: expect.stringContaining('createrole'),
    });
  });

  it('works with roles that an administrator has made, and is told when their password is another', async () => {
    for (const role of ['tenant', 'service'])
      await administrator.unsafe(`create role "${OWNER}_${role}" login noinherit password 'made by hand'`);
    await expect(start('first')).rejects.toMatchObject({ code: 'no-login' });
    await start('first', 'made by hand');
  });

  it('is told to let the roles connect to the database, as to one that was made for a backup', async () => {
    await administrator.unsafe(`revoke connect on database ${DATABASE} from public`);
    await expect(start('first', 'made by hand')).rejects.toMatchObject({
      code: 'no-login',
      fix: expect.stringContaining(`grant connect on database "${DATABASE}" to "${OWNER}_tenant"`),
    });
    await administrator.unsafe(`grant connect on database ${DATABASE} to public`);
  });

  it('does not start with roles that could see everything', async () => {
    await administrator.unsafe(`alter role "${OWNER}_tenant" bypassrls`);
    await expect(start('first', 'made by hand')).rejects.toMatchObject({
      code: 'too-powerful',
      message: expect.stringContaining('bypassrls'),
    });
    await administrator.unsafe(`alter role "${OWNER}_tenant" nobypassrls`);
    await administrator.unsafe(`grant "${OWNER}" to "${OWNER}_service"`);
    await expect(start('first', 'made by hand')).rejects.toMatchObject({ code: 'too-powerful' });
    await administrator.unsafe(`revoke "${OWNER}" from "${OWNER}_service"`);
  });

  it('makes the roles itself where it may, and gives them new passwords when its own has changed', async () => {
    const inDatabase = openDatabase({
      ...{ url: new URL(`/${DATABASE}`, inject('templateUrl')).href, maxConnections: 1 },
      ...{ applicationName: 'administrator', log: silentLog },
    });
    await inDatabase.unsafe(`drop owned by "${OWNER}_tenant", "${OWNER}_service"`);
    await inDatabase.unsafe(`drop role "${OWNER}_tenant", "${OWNER}_service"`);
    await inDatabase.end({ timeout: 5 });
    await administrator.unsafe(`alter role "${OWNER}" createrole`);
    await start('first');
    await start('first');
    await administrator.unsafe(`alter role "${OWNER}" password 'second'`);
    await start('second');
  });

  it('is told to give a password where its URL holds none', async () => {
    const owner = openOwner('second');
    const url = new URL(urlWith('second'));
    url.password = '';
    const config = { databasePool: 2, databaseRolePassword: null };
    await expect(openDatabaseSessions({ owner, url: url.href, config, log: silentLog })).rejects.toMatchObject({
      code: 'no-password',
    });
    await owner.end({ timeout: 5 });
  });
});
