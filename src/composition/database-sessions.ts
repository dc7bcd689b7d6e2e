import { createHmac } from 'node:crypto';
import type { Config } from '../config.ts';
import {
  ensureLoginRoles,
  findLoginRoleFault,
  type LoginRole,
  LoginRoleError,
  urlOf,
} from '../infra/database/login-role.ts';
import { type BoundDatabase, openBoundDatabase, openDatabase, type Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import { applyDatabaseAccess } from '../store/tenants/database-access.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import { createTenantSessions } from '../store/tenants/tenant-sessions.ts';

/** Sessions without rights of an owner, for all that serves requests and does syncs. */
export interface DatabaseSessions {
  /** Sees the tables of the service (`SERVICE_TABLES`), of all tenants, and nothing else. */
  readonly service: Sql;
  readonly serviceUrl: string;
  /** Connections of the sessions of tenants. */
  readonly tenants: BoundDatabase;
  /** Sees the rows of this tenant and nothing else. */
  sqlOf(tenant: Tenant): Sql;
  close(): Promise<void>;
}

/** Statements have no bound where none is given. */
type SessionSettings = Pick<Config, 'databasePool' | 'databaseRolePassword'> &
  Partial<Pick<Config, 'statementTimeoutMs'>>;

/** Connections for what works across tenants: it looks things up and takes notes, in moments. */
const MAX_SERVICE_CONNECTIONS = 6;

/**
 * Gives the database its two unprivileged roles and what they may see, then opens their sessions. `owner` belongs to the role of the
 * URL, which owns the tables. Throws `LoginRoleError`.
 */
export async function openDatabaseSessions({
  owner,
  url,
  config,
  log,
}: {
  readonly owner: Sql;
  readonly url: string;
  readonly config: SessionSettings;
  readonly log: Log;
}): Promise<DatabaseSessions> {
  const { tenant, service } = await rolesOf(owner, url, config);
  await ensureLoginRoles(owner, url, [tenant, service], log);
  const changes = await applyDatabaseAccess(owner, { tenant: tenant.name, service: service.name });
  if (changes.length > 0)
    log.info({ changes: changes.length }, 'policies and rights of the database roles were brought up to date');
  const serviceUrl = urlOf(url, service);
  const serviceSql = openDatabase({
    url: serviceUrl,
    maxConnections: Math.min(config.databasePool, MAX_SERVICE_CONNECTIONS),
    applicationName: 'causeway service',
    log,
  });
  const tenants = openBoundDatabase({
    url: urlOf(url, tenant),
    maxConnections: config.databasePool,
    applicationName: 'causeway',
    log,
    statementTimeoutMs: config.statementTimeoutMs ?? 0,
  });
  return {
    service: serviceSql,
    serviceUrl,
    tenants,
    sqlOf: createTenantSessions(tenants),
    close: async () => {
      await Promise.all([tenants.end({ timeout: 5 }), serviceSql.end({ timeout: 5 })]);
    },
  };
}

/** Why the unprivileged roles could not be had at a start with these settings; null where they could. Changes nothing. */
export async function findRoleFault(
  owner: Sql,
  url: string,
  config: SessionSettings,
  log: Log,
): Promise<LoginRoleError | null> {
  try {
    const { tenant, service } = await rolesOf(owner, url, config);
    return await findLoginRoleFault(owner, url, [tenant, service], log);
  } catch (cause) {
    if (cause instanceof LoginRoleError) return cause;
    throw cause;
  }
}

/** Named after the owner, so that two installations in one server never share a role unless they share the owner. */
async function rolesOf(
  owner: Sql,
  url: string,
  config: SessionSettings,
): Promise<{ tenant: LoginRole; service: LoginRole }> {
  const [row] = await owner<{ name: string }[]>`select current_user as name`;
  const name = row?.name ?? '';
  const ownerPassword = decodeURIComponent(new URL(url).password);
  const passwordOf = (role: string) => {
    if (config.databaseRolePassword !== null) return config.databaseRolePassword;
    if (ownerPassword !== '')
      return createHmac('sha256', ownerPassword).update(`causeway database role ${role}`).digest('base64url');
    throw new LoginRoleError({
      code: 'no-password',
      problem: 'DATABASE_URL holds no password, from which those of the database roles could be made.',
      fix: 'Set CAUSEWAY_DATABASE_ROLE_PASSWORD, the same in every process. Make one with: openssl rand -base64 32',
    });
  };
  const role = (suffix: string): LoginRole => ({
    name: `${name}_${suffix}`,
    password: passwordOf(`${name}_${suffix}`),
  });
  return { tenant: role('tenant'), service: role('service') };
}
