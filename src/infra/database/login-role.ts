import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { openDatabase, type Sql } from '../database.ts';
import type { Log } from '../log.ts';
import { systemErrorCode } from '../system-error.ts';
import { visitorOf } from './ask-database.ts';
import { fixOfDatabase, lacksConnect, lacksRoom } from './database-fix.ts';

/** A role that may log in and nothing else: what it may read and write is granted to it table by table. */
export interface LoginRole {
  readonly name: string;
  readonly password: string;
}

export type LoginRoleErrorCode = 'no-password' | 'name-too-long' | 'may-not-create' | 'too-powerful' | 'no-login';

/** A database role that cannot be had. Decide by `code`; the message is the problem followed by the fix. */
export class LoginRoleError extends Error {
  override readonly name = 'LoginRoleError';
  readonly code: LoginRoleErrorCode;
  readonly problem: string;
  readonly fix: string;

  constructor(details: { code: LoginRoleErrorCode; problem: string; fix: string; cause?: unknown }) {
    super(`${details.problem} ${details.fix}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.problem = details.problem;
    this.fix = details.fix;
  }
}

/** Longest name that PostgreSQL keeps whole, in bytes. */
const MAX_NAME_BYTES = 63;
const SCRAM_ITERATIONS = 4_096;

/** SQLSTATE of a role that another process has made meanwhile: found by the command, or by the index. */
const MADE_MEANWHILE: ReadonlySet<string> = new Set(['42710', '23505']);
/** SQLSTATE of a wrong password and of a role that the server does not let in. */
const NOT_LET_IN: ReadonlySet<string> = new Set(['28P01', '28000']);
const NO_PRIVILEGE = '42501';

/** The URL with another user. */
export function urlOf(url: string, role: LoginRole): string {
  const own = new URL(url);
  own.username = encodeURIComponent(role.name);
  own.password = encodeURIComponent(role.password);
  return own.href;
}

/**
 * Sees to it that the roles exist, that they are unprivileged and that they can log in with their passwords. `sql` belongs to a role
 * that may create roles, unless they exist. Throws `LoginRoleError`.
 */
export async function ensureLoginRoles(sql: Sql, url: string, roles: readonly LoginRole[], log: Log): Promise<void> {
  for (const role of roles) {
    if (Buffer.byteLength(role.name) > MAX_NAME_BYTES) throw nameTooLong(role.name);
    if (!(await exists(sql, role.name))) await create(sql, role);
    await checkPowers(sql, role.name);
    if ((await tryLogin(url, role, log)) === null) continue;
    // Made with another password: that of the owner has been changed since, or an administrator has made the role.
    await setPassword(sql, role);
    const refusal = await tryLogin(url, role, log);
    if (refusal !== null) throw notLetIn(role.name, refusal);
  }
}

/** What `ensureLoginRoles` would throw; null where it would not. Changes nothing. */
export async function findLoginRoleFault(
  sql: Sql,
  url: string,
  roles: readonly LoginRole[],
  log: Log,
): Promise<LoginRoleError | null> {
  const [self] = await sql<{ mayManage: boolean }[]>`
    select rolsuper or rolcreaterole as may_manage from pg_roles where rolname = current_user`;
  const mayManage = self?.mayManage === true;
  try {
    for (const role of roles) {
      if (Buffer.byteLength(role.name) > MAX_NAME_BYTES) return nameTooLong(role.name);
      if (!(await exists(sql, role.name))) {
        if (!mayManage) return mayNotCreate(role.name, null);
        continue;
      }
      await checkPowers(sql, role.name);
      const refusal = await tryLogin(url, role, log);
      // Whoever may manage roles gives it the password of the settings at the next start.
      if (refusal !== null && !mayManage) return notLetIn(role.name, refusal);
    }
    return null;
  } catch (cause) {
    if (cause instanceof LoginRoleError) return cause;
    throw cause;
  }
}

async function exists(sql: Sql, name: string): Promise<boolean> {
  return (await sql`select from pg_roles where rolname = ${name}`).length > 0;
}

async function create(sql: Sql, { name, password }: LoginRole): Promise<void> {
  try {
    await sql.unsafe(`create role ${quoteName(name)} login noinherit password '${scramVerifier(password)}'`);
  } catch (cause) {
    const code = systemErrorCode(cause) ?? '';
    if (MADE_MEANWHILE.has(code)) return;
    if (code !== NO_PRIVILEGE) throw cause;
    throw mayNotCreate(name, cause);
  }
}

/** A role that could see everything would be no second lock. */
async function checkPowers(sql: Sql, name: string): Promise<void> {
  const [row] = await sql<{ powers: string[] }[]>`select array_remove(array[
      case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
      case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
      case when rolreplication then 'replication' end,
      (select 'membership in ' || string_agg(roleid::regrole::text, ', ') from pg_auth_members where member = r.oid),
      (select 'ownership of ' || string_agg(oid::regclass::text, ', ') from pg_class where relowner = r.oid)
    ], null) as powers from pg_roles r where rolname = ${name}`;
  if (row === undefined || row.powers.length === 0) return;
  throw new LoginRoleError({
    code: 'too-powerful',
    problem: `The database role "${name}", with which Causeway works, has more rights than it may have: ${row.powers.join('; ')}.`,
    fix: 'Take them away (alter role … nosuperuser nobypassrls nocreaterole nocreatedb noreplication, revoke, alter … owner to), then start again.',
  });
}

async function setPassword(sql: Sql, { name, password }: LoginRole): Promise<void> {
  try {
    await sql.unsafe(`alter role ${quoteName(name)} password '${scramVerifier(password)}'`);
  } catch (cause) {
    if (systemErrorCode(cause) === NO_PRIVILEGE) throw notLetIn(name, cause);
    throw cause;
  }
}

/** The error with which the server refuses the role, be it for its password; null when it lets it in. Throws LoginRoleError where no password would help. */
async function tryLogin(url: string, role: LoginRole, log: Log): Promise<unknown> {
  const sql = openDatabase({ url: urlOf(url, role), maxConnections: 1, applicationName: 'causeway login check', log });
  try {
    await sql`select 1`;
    return null;
  } catch (cause) {
    if (NOT_LET_IN.has(systemErrorCode(cause) ?? '')) return cause;
    if (!(cause instanceof Error) || !(lacksConnect(cause) || lacksRoom(cause))) throw cause;
    throw new LoginRoleError({
      code: 'no-login',
      problem: `The database server does not let the role "${role.name}" in, with which Causeway works: ${cause.message}.`,
      fix: fixOfDatabase(cause, visitorOf(sql)),
      cause,
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What PostgreSQL stores of a password (RFC 5802). Sent in its place, so that no log of statements ever shows the password. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}

function notLetIn(name: string, cause: unknown): LoginRoleError {
  return new LoginRoleError({
    code: 'no-login',
    problem: `The database server does not let the role "${name}" in, with which Causeway works.`,
    fix: 'Put its password into CAUSEWAY_DATABASE_ROLE_PASSWORD, and see to it that pg_hba.conf lets the role in from here as it does that of DATABASE_URL.',
    cause,
  });
}

function mayNotCreate(name: string, cause: unknown): LoginRoleError {
  return new LoginRoleError({
    code: 'may-not-create',
    problem: `The database role "${name}", with which Causeway works, does not exist, and the role of DATABASE_URL may not create roles.`,
    fix: `Let an administrator run: alter role <role of DATABASE_URL> createrole; or: create role ${quoteName(name)} login noinherit password '<password>'; with the password in CAUSEWAY_DATABASE_ROLE_PASSWORD. The other role that is missing is made in the same way.`,
    ...(cause === null ? {} : { cause }),
  });
}

function nameTooLong(name: string): LoginRoleError {
  return new LoginRoleError({
    code: 'name-too-long',
    problem: `"${name}" is too long for the name of a database role.`,
    fix: `Let a role with a shorter name own the database: both together may have ${MAX_NAME_BYTES} bytes.`,
  });
}
