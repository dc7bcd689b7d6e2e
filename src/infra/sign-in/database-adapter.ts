import type { BetterAuthOptions } from 'better-auth';
import { type CleanedWhere, createAdapterFactory } from 'better-auth/adapters';
import postgres from 'postgres';
import type { Db, Sql } from '../database.ts';

type Row = Record<string, unknown>;
type Fragment = postgres.PendingQuery<postgres.Row[]>;

/**
 * The sign-in library's way to its tables. It asks for rows by model and field; names and values go through the driver, which quotes
 * names and turns `personId` into `person_id`. Every method is one statement, so what the library asks for as one step is one.
 */
export function createDatabaseAdapter(sql: Sql, newId: () => string): Adapter {
  return (options) =>
    adapterOf(
      sql,
      newId,
      (work) =>
        // Every step of a transaction goes through the one connection that it has.
        sql.begin((db) => work(adapterOf(db, newId, null)(options))) as ReturnType<typeof work>,
    )(options);
}

type Adapter = ReturnType<typeof createAdapterFactory<BetterAuthOptions>>;
type Transact = <R>(work: (adapter: ReturnType<Adapter>) => Promise<R>) => Promise<R>;

function adapterOf(sql: Db, newId: () => string, transaction: Transact | null): Adapter {
  return createAdapterFactory({
    // Instants arrive as text, which the library turns into the dates that it works with.
    config: {
      adapterId: 'causeway',
      adapterName: 'Causeway',
      supportsDates: false,
      supportsBooleans: true,
      supportsNumericIds: false,
      customIdGenerator: newId,
      transaction: transaction ?? false,
    },
    adapter: () => ({
      create: async ({ model, data }) => {
        // A row as the library gave it, with what it left out.
        const [row] = await sql<Row[]>`insert into ${named(sql, model)} ${sql(data as Row)} returning *`;
        return row as typeof data;
      },
      findOne: async <T>({ model, where }: { model: string; where: CleanedWhere[] }) => {
        const [row] = await sql<Row[]>`select * from ${named(sql, model)} ${conditionsOf(sql, where)} limit 1`;
        return (row ?? null) as T | null; // The library knows the fields of its models.
      },
      findMany: async <T>({ model, where, limit, sortBy, offset }: FindMany) => {
        const order =
          sortBy === undefined
            ? sql``
            : sql`order by ${named(sql, sortBy.field)} ${sortBy.direction === 'desc' ? sql`desc` : sql`asc`}`;
        const rows = await sql<Row[]>`
          select * from ${named(sql, model)} ${conditionsOf(sql, where ?? [])} ${order} limit ${limit} offset ${offset ?? 0}`;
        return rows as unknown as T[]; // As above.
      },
      count: async ({ model, where }) => {
        const [row] = await sql<{ count: number }[]>`
          select count(*)::integer as count from ${named(sql, model)} ${conditionsOf(sql, where ?? [])}`;
        return row?.count ?? 0;
      },
      update: async <T>({ model, where, update }: { model: string; where: CleanedWhere[]; update: T }) => {
        const [row] = await sql<Row[]>`
          update ${named(sql, model)} set ${sql(update as Row)} ${oneOf(sql, model, where)} returning *`;
        return (row ?? null) as T | null; // As above.
      },
      updateMany: async ({ model, where, update }) => {
        const { count } = await sql`update ${named(sql, model)} set ${sql(update)} ${conditionsOf(sql, where)}`;
        return count;
      },
      delete: async ({ model, where }) => {
        await sql`delete from ${named(sql, model)} ${oneOf(sql, model, where)}`;
      },
      deleteMany: async ({ model, where }) => {
        const { count } = await sql`delete from ${named(sql, model)} ${conditionsOf(sql, where)}`;
        return count;
      },
      consumeOne: async <T>({ model, where }: { model: string; where: CleanedWhere[] }) => {
        const [row] = await sql<Row[]>`delete from ${named(sql, model)} ${oneOf(sql, model, where)} returning *`;
        return (row ?? null) as T | null; // As above.
      },
      incrementOne: async <T>({ model, where, increment, set }: Increment) => {
        const changes = [
          ...Object.entries(increment).map(
            ([field, by]) => sql`${named(sql, field)} = coalesce(${named(sql, field)}, 0) + ${by}::integer`,
          ),
          ...Object.entries(set ?? {}).map(([field, value]) => sql`${named(sql, field)} = ${value as string | null}`),
        ];
        const [row] = await sql<Row[]>`
          update ${named(sql, model)} set ${joined(sql, changes, sql`, `)} ${oneOf(sql, model, where)} returning *`;
        return (row ?? null) as T | null; // As above.
      },
    }),
  });
}

interface FindMany {
  readonly model: string;
  readonly where?: CleanedWhere[] | undefined;
  readonly limit: number;
  readonly sortBy?: { readonly field: string; readonly direction: 'asc' | 'desc' } | undefined;
  readonly offset?: number | undefined;
}

interface Increment {
  readonly model: string;
  readonly where: CleanedWhere[];
  readonly increment: Record<string, number>;
  readonly set?: Row | undefined;
}

/** Of the rows that fit, one that nobody else has taken meanwhile. */
function oneOf(sql: Db, model: string, where: readonly CleanedWhere[]): Fragment {
  // Looked for twice: the row that was found first may have changed by the time its lock is had.
  const conditions = conditionsOf(sql, where);
  return sql`${conditions} and id = (select id from ${named(sql, model)} ${conditions} order by id limit 1 for update)`;
}

function conditionsOf(sql: Db, where: readonly CleanedWhere[]): Fragment {
  const tests = where.map((each) => ({ connector: each.connector, test: testOf(sql, each) }));
  const all = tests.filter(({ connector }) => connector === 'AND').map(({ test }) => test);
  const any = tests.filter(({ connector }) => connector === 'OR').map(({ test }) => test);
  const groups = [...all, ...(any.length === 0 ? [] : [sql`(${joined(sql, any, sql` or `)})`])];
  return groups.length === 0 ? sql`where true` : sql`where ${joined(sql, groups, sql` and `)}`;
}

function testOf(sql: Db, { field, operator, value }: CleanedWhere): Fragment {
  const column = named(sql, field);
  switch (operator) {
    case 'eq':
      return value === null ? sql`${column} is null` : sql`${column} = ${value as string}`;
    case 'ne':
      return value === null ? sql`${column} is not null` : sql`${column} <> ${value as string}`;
    case 'lt':
      return sql`${column} < ${value as string}`;
    case 'lte':
      return sql`${column} <= ${value as string}`;
    case 'gt':
      return sql`${column} > ${value as string}`;
    case 'gte':
      return sql`${column} >= ${value as string}`;
    case 'in':
      return sql`${column} in ${sql(value as string[])}`;
    default:
      throw new Error(`the sign-in library asks for rows by ${operator}, which it never did`);
  }
}

function joined(sql: Db, parts: readonly Fragment[], between: Fragment): Fragment {
  return parts.reduce((all, part) => sql`${all}${between}${part}`);
}

/** A table or column by the name that it has in code. */
function named(sql: Db, name: string) {
  return sql(postgres.fromCamel(name));
}
