import postgres from 'postgres';
import type { Db } from '../../src/infra/database.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { readStream, readStreamText } from '../../src/store/transactions/transaction-stream.ts';

/** A statement that reads a page, as the product sends it to PostgreSQL. */
export interface PageQuery {
  /** SQL with `$1`, `$2`, … */
  readonly text: string;
  readonly parameters: readonly string[];
  /** Indexes of the parameters that hold the position after which the page begins. */
  readonly positionAt: readonly number[];
}

/** Which of the product's two ways of reading a page: as one text, or row by row. */
export type PageForm = 'text' | 'rows';

/** No stream of a bench reaches this, so it is found again among the parameters. */
const SENTINEL = 8_888_888_888_888n;
const LIMIT = 500;

/**
 * Listens to what the product's own function sends for a page of 500, so that the references run the very same query and
 * never a copy of it. Throws when the function sends anything else than one statement with a position.
 */
export async function capturePageQuery(databaseUrl: string, tenant: Tenant, form: PageForm): Promise<PageQuery> {
  const sent: { text: string; parameters: unknown[] }[] = [];
  const sql = postgres(databaseUrl, {
    max: 1,
    fetch_types: false,
    onnotice: () => undefined,
    transform: { column: { from: postgres.toCamel } },
    types: { int8: { to: 20, from: [20], serialize: String, parse: (text: string) => BigInt(text) } },
    debug: (_connection, text, parameters) => sent.push({ text, parameters }),
  });
  try {
    await sql`select 1`;
    sent.length = 0;
    const request = { position: SENTINEL, accountId: null, connectionId: null, limit: LIMIT };
    const db = sql as unknown as Db; // The driver below the product's pool, with the types that a page needs.
    if (form === 'text') await readStreamText(db, tenant, { ...request, since: 0n });
    else await readStream(db, tenant, request);
  } finally {
    await sql.end({ timeout: 5 });
  }
  const [query] = sent;
  if (query === undefined || sent.length !== 1)
    throw new Error(`a page is read by ${sent.length} statements; the references know how to run one`);
  const parameters = query.parameters.map(String);
  const positionAt = parameters.flatMap((value, index) => (value === String(SENTINEL) ? [index] : []));
  if (positionAt.length === 0) throw new Error('the query of a page has no parameter that holds the position');
  return { text: query.text, parameters, positionAt };
}
