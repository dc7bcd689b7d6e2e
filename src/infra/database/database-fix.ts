import { systemErrorCode } from '../system-error.ts';
import { isReadOnlyRefusal, isSaidOfDatabase } from './unavailable.ts';

/** Who asked for which database. */
export interface Visitor {
  readonly role: string;
  readonly database: string;
}

const DATABASE_URL_FIX = 'Is the server up, and are host, port, user, password and name in DATABASE_URL right?';

/** What Node says of a certificate whose issuer it does not trust. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);
const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';

/** SQLSTATE of a user or password that is not taken, and of a database that is not there. */
const NOT_LET_IN: ReadonlySet<string> = new Set(['28000', '28P01', '3D000']);
/** SQLSTATE of a role that no rule of pg_hba.conf lets in, that is not there, or that may not log in. */
const NO_RULE = '28000';
const NO_ROOM = '53300';
const NO_PRIVILEGE = '42501';

/** The role may not connect to the database. A right that is missing afterwards has the same SQLSTATE, but ends no session. */
export function lacksConnect(cause: unknown): boolean {
  return (
    systemErrorCode(cause) === NO_PRIVILEGE &&
    cause instanceof Error &&
    'severity' in cause &&
    cause.severity === 'FATAL'
  );
}

/** The server has as many connections as it takes, or as the role or the database may have. */
export function lacksRoom(cause: unknown): boolean {
  return systemErrorCode(cause) === NO_ROOM;
}

/** Whether an error is the database's way of letting nobody in or doing nothing now, for which `fixOfDatabase` knows what to do. */
export function isDatabaseRefusal(cause: unknown): boolean {
  const code = systemErrorCode(cause) ?? '';
  return isSaidOfDatabase(cause) || NOT_LET_IN.has(code) || lacksConnect(cause);
}

/** Whether the certificate of the server was not taken. */
export function isCertificateRefusal(cause: unknown): boolean {
  const code = systemErrorCode(cause) ?? '';
  return UNTRUSTED.has(code) || code === OTHER_NAME;
}

/** What to do where the database of DATABASE_URL cannot be asked, by what went wrong. `visitor` is null where it is not known. */
export function fixOfDatabase(cause: unknown, visitor: Visitor | null): string {
  const code = systemErrorCode(cause) ?? '';
  if (UNTRUSTED.has(code))
    return "Name the file with the certificate of the authority that issued the server's in NODE_EXTRA_CA_CERTS, as PEM, in the settings of every process.";
  if (code === OTHER_NAME)
    return 'Write the host in DATABASE_URL as the certificate of the server names it; an address in numbers has to be in the certificate as an IP address.';
  if (isReadOnlyRefusal(cause))
    return 'Let DATABASE_URL lead to the primary, or promote the standby. Where it is none (pg_is_in_recovery() is false), reset default_transaction_read_only for server, database and role.';
  if (lacksRoom(cause))
    return 'Raise max_connections of the server or the "connection limit" of the role or database, lower CAUSEWAY_DATABASE_POOL, or end other programs that keep connections.';
  if (lacksConnect(cause)) {
    const { database, role } = visitor ?? { database: '<name in DATABASE_URL>', role: '<user in DATABASE_URL>' };
    return `Let an administrator run: grant connect on database ${quote(database)} to ${quote(role)}; the other roles of Causeway need it, too.`;
  }
  if (code === NO_RULE)
    return 'Let a line of pg_hba.conf take in the role and the database of DATABASE_URL from this machine, and reload the server. A "hostssl" line needs sslmode=verify-full in DATABASE_URL. The role has to be there and to have the right to log in.';
  return DATABASE_URL_FIX;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
