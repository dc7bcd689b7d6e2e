import { expect, it } from 'vitest';
import { openDatabase, type Sql } from '../database.ts';
import { silentLog } from '../log.ts';
import { askDatabase } from './ask-database.ts';
import { DatabaseUnreachableError } from './unreachable.ts';

const FIX = 'Is the server up, and are host, port, user, password and name in DATABASE_URL right?';

/** A database that refuses with this. */
function refusing(code: string, severity = 'FATAL'): Sql {
  const refuse = () => Promise.reject(Object.assign(new Error('not for you'), { code, severity }));
  // Nothing but the one query is asked of it.
  return Object.assign(refuse, { options: { user: 'owner', database: 'db' } }) as unknown as Sql;
}

it('says what to look at where no server answers', async () => {
  const sql = openDatabase({
    url: 'postgres://x:y@127.0.0.1:1/db',
    maxConnections: 1,
    applicationName: 'test',
    log: silentLog,
  });
  await expect(askDatabase(sql)).rejects.toThrow(
    new DatabaseUnreachableError(`The database cannot be asked: connect ECONNREFUSED 127.0.0.1:1. ${FIX}`),
  );
  await sql.end({ timeout: 1 });
});

it.each(['28P01', '3D000', 'ENOTFOUND'])('and where it lets nobody in: %s', async (code) => {
  await expect(askDatabase(refusing(code))).rejects.toThrow(`The database cannot be asked: not for you. ${FIX}`);
});

it.each([
  ['42501', 'grant connect on database "db" to "owner"'],
  ['53300', 'Raise max_connections'],
  ['28000', 'pg_hba.conf'],
  ['25006', 'Let DATABASE_URL lead to the primary'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'as the certificate of the server names it'],
])('and what to do about each other refusal, of the server or of its certificate: %s', async (code, fix) => {
  const refused = askDatabase(refusing(code));
  await expect(refused).rejects.toBeInstanceOf(DatabaseUnreachableError);
  await expect(refused).rejects.toThrow(fix);
});

it('does not take a right that is missing on a table for one that is missing on the database', async () => {
  await expect(askDatabase(refusing('42501', 'ERROR'))).rejects.not.toBeInstanceOf(DatabaseUnreachableError);
});

it('leaves a fault of another kind as it is', async () => {
  await expect(askDatabase(refusing('XX000'))).rejects.not.toBeInstanceOf(DatabaseUnreachableError);
});
