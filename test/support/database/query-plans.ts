import type { Db, Sql, Transaction } from '../../../src/infra/database.ts';

export interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Runs a store function and answers the plans of its statements: with its values known, and with none known. */
export async function plansOf(
  sql: Sql,
  run: (db: Db) => Promise<unknown>,
): Promise<{ custom: Plan[]; generic: Plan[] }> {
  const statements: { readonly strings: readonly string[]; readonly values: unknown[]; readonly query: Sent }[] = [];
  const watched = new Proxy(sql, {
    apply: (target, self, [strings, ...values]) => {
      const query = Reflect.apply(target, self, [strings, ...values]);
      if (Array.isArray(strings)) statements.push({ strings, values, query });
      return query;
    },
  });
  await run(watched);
  const custom: Plan[] = [];
  const generic: Plan[] = [];
  for (const { strings, values, query } of statements) {
    // Fragments are never sent, and have no text of their own.
    if (typeof query.string !== 'string') continue;
    const [first = '', ...rest] = strings;
    const template = [`explain (analyze, format json) ${first}`, ...rest];
    // A list of strings with the raw ones beside it is what a template tag gets.
    const tagged = Object.assign(template, { raw: template }) as unknown as TemplateStringsArray;
    custom.push(await explain(sql, (tx) => tx(tagged, ...(values as never[]))));
    generic.push(await explain(sql, (tx) => tx.unsafe(`explain (generic_plan, format json) ${query.string}`).simple()));
  }
  if (custom.length === 0) throw new Error('no statement was sent');
  return { custom, generic };
}

/** A query of the driver once it was sent: `string` is the text that the server got. */
interface Sent {
  readonly string: unknown;
}

async function explain(
  sql: Sql,
  ask: (tx: Transaction) => PromiseLike<readonly Record<string, unknown>[]>,
): Promise<Plan> {
  let plan: Plan | null = null;
  await sql
    .begin(async (tx) => {
      const [row] = await ask(tx);
      // The only column of the only row, in the form that PostgreSQL documents.
      const answer = row?.['QUERY PLAN'] as [{ readonly Plan: Plan }] | undefined;
      plan = answer?.[0].Plan ?? null;
      throw ROLL_BACK;
    })
    .catch((error: unknown) => {
      if (error !== ROLL_BACK) throw error;
    });
  if (plan === null) throw new Error('no plan');
  return plan;
}
/** An explained statement is executed; what it would delete is to stay. */
const ROLL_BACK = new Error('roll back');

export function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/**
 * Runs a store function that has a transaction of its own, and answers the plans that its statements are prepared with, under the settings
 * that it has made there.
 */
export async function plansInTransaction(sql: Sql, run: (sql: Sql) => Promise<unknown>): Promise<Plan[]> {
  const plans: Plan[] = [];
  const watched = new Proxy(sql, {
    get: (target, name) => {
      if (name !== 'begin') return Reflect.get(target, name);
      return (work: (tx: Transaction) => Promise<unknown>) =>
        sql.begin(async (tx) => {
          const queries: Sent[] = [];
          const result = await work(
            new Proxy(tx, {
              apply: (inner, self, args) => {
                const query: Sent = Reflect.apply(inner, self, args);
                queries.push(query);
                return query;
              },
            }),
          );
          for (const { string: text } of queries) {
            if (typeof text !== 'string') continue;
            const [row] = await tx.unsafe(`explain (generic_plan, format json) ${text}`).simple();
            // The only column of the only row, in the form that PostgreSQL documents.
            const answer = row?.['QUERY PLAN'] as [{ readonly Plan: Plan }] | undefined;
            if (answer === undefined) throw new Error('no plan');
            plans.push(answer[0].Plan);
          }
          return result;
        });
    },
  });
  await run(watched);
  if (plans.length === 0) throw new Error('no statement was sent in a transaction');
  return plans;
}
