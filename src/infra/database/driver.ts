import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import postgres from 'postgres';
import type { ParsedOptions } from './connection.ts';
import { DatabaseUnreachableError } from './unreachable.ts';

/** What the driver takes for "encrypt, and look at no certificate", as libpq does. */
const UNVERIFIED: ReadonlySet<unknown> = new Set(['require', 'allow', 'prefer']);

/**
 * Makes a postgres.js instance of a URL, which is how every one that connects to a server of somebody else has to be made: left to itself
 * the driver asks of the certificate of a server whose address is in numbers that it be valid for "localhost", so that whoever has
 * such a one can stand in for the database. Throws DatabaseUnreachableError where several servers are named and one of them by its address:
 * the driver does not tell TLS which it has reached.
 */
export function openDriver<Types extends Record<string, unknown> = Record<string, never>>(
  url: string,
  options: postgres.Options<Record<string, postgres.PostgresType>>,
): postgres.Sql<Types> {
  const driver = postgres(url, options);
  const ssl = verifyAddress(driver.options);
  // Nothing connects before the first query, and parsed options are accepted as they are, which the driver's types do not say.
  const own = ssl === null ? driver : postgres({ ...driver.options, ssl } as unknown as typeof options);
  return own as unknown as postgres.Sql<Types>; // What the types of the options are is for the caller to know.
}

/** What TLS needs to be told where the certificate is verified and a host is an address; null where nothing. */
function verifyAddress({ ssl, host }: ParsedOptions): ConnectionOptions | null {
  if (!ssl || UNVERIFIED.has(ssl) || !host.some((each) => isIP(each) !== 0)) return null;
  const [onlyHost] = host;
  if (host.length !== 1 || onlyHost === undefined)
    throw new DatabaseUnreachableError(
      'The certificates of several database servers cannot be verified by addresses in numbers. Name each server in the URL by its host name, or name one of them only.',
    );
  return { ...(typeof ssl === 'object' ? ssl : {}), host: onlyHost };
}
