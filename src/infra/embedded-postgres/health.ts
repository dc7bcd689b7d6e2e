import postgres from 'postgres';

/** PostgreSQL's code for "this database does not exist" (class 3D, invalid catalog name). */
const NO_SUCH_DATABASE = '3D000';
/** Two processes made it at the same time (duplicate database, or the unique index below it). */
const ALREADY_THERE = ['42P04', '23505'];

/** Proves with `select 1` that the database of the URL can be used, creating it first when it is missing. */
export async function ensureDatabase(url: string): Promise<void> {
  if (await isUsable(url)) return;
  const maintenance = new URL(url);
  const name = decodeURIComponent(maintenance.pathname.slice(1));
  maintenance.pathname = '/postgres';
  await withConnection(maintenance.href, async (sql) => {
    try {
      await sql`create database ${sql(name)}`;
    } catch (error) {
      if (!(error instanceof postgres.PostgresError && ALREADY_THERE.includes(error.code))) throw error;
    }
  });
  await withConnection(url, selectOne);
}

async function isUsable(url: string): Promise<boolean> {
  try {
    await withConnection(url, selectOne);
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === NO_SUCH_DATABASE) return false;
    throw error;
  }
}

async function selectOne(sql: postgres.Sql): Promise<void> {
  await sql`select 1`;
}

/** A server that has just said that it is ready answers at once, unless the whole machine is held up. */
const CONNECT_TIMEOUT_S = 30;

async function withConnection(url: string, use: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_S,
    fetch_types: false,
    onnotice: () => undefined,
  });
  try {
    await use(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
