import type { Sql } from '../../src/infra/database.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly fallback: string | null;
  readonly generated: boolean;
}
interface Definition {
  readonly table: string;
  readonly definition: string;
}

/** The tables, columns, constraints and indexes of the public schema as SQL, in an order that depends on names only. */
export async function dumpSchema(sql: Sql): Promise<string> {
  const columns = await sql<Column[]>`
    select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
      pg_get_expr(d.adbin, d.adrelid) as fallback, a.attgenerated <> '' as generated
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind = 'r' order by c.relname, a.attnum`;
  // A not-null constraint is told with its column; PostgreSQL names it since version 18 only.
  const constraints = await sql<Definition[]>`
    select c.conrelid::regclass::text as "table", 'constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace and n.nspname = 'public'
    where c.contype <> 'n' and c.conrelid <> 0 order by 1, c.conname`;
  const indexes = await sql<Definition[]>`
    select i.indrelid::regclass::text as "table", pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
    order by 1, c.relname`;
  const tables = [...new Set(columns.map(({ table }) => table))];
  return tables.map((table) => renderTable(table, { columns, constraints, indexes })).join('\n');
}

function renderTable(
  table: string,
  parts: { columns: readonly Column[]; constraints: readonly Definition[]; indexes: readonly Definition[] },
): string {
  const own = <T extends { readonly table: string }>(all: readonly T[]) => all.filter((each) => each.table === table);
  const lines = [
    ...own(parts.columns).map(renderColumn),
    ...own(parts.constraints).map(({ definition }) => definition),
  ];
  const indexes = own(parts.indexes).map(({ definition }) => `${definition};\n`);
  return `create table ${table} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);\n${indexes.join('')}`;
}

function renderColumn({ name, type, required, fallback, generated }: Column): string {
  const value =
    fallback === null ? '' : generated ? ` generated always as (${fallback}) stored` : ` default ${fallback}`;
  return `${name} ${type}${required ? ' not null' : ''}${value}`;
}
