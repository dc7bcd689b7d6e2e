import { createHmac } from 'node:crypto';
import postgres from 'postgres';
import { Agent, request } from 'undici';
import { answerParent } from '../../test/support/processes/child.ts';

export interface NotedPostsConfig {
  readonly databaseUrl: string;
  readonly url: string;
  /** Requests under way at the same time. */
  readonly width: number;
  readonly body: string;
}

/** Rows that are read and noted together. */
const BATCH = 500;
const SECRETS = ['a secret of the one scheme', 'a secret of the other scheme'];

interface Waiting {
  readonly id: string;
  readonly body: string;
}

/**
 * The least that a sender can do which forgets nothing: reads bodies from a bare table, signs each twice, posts it, and notes what was
 * taken in batches, each in one transaction with the end of its wait. No registrations, retries, leases, order, bounds or fairness.
 * Answers how many posts of a table of `count` it made in a second.
 */
answerParent<NotedPostsConfig, null, { readonly count: number }, number>(async ({ databaseUrl, url, width, body }) => {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => undefined });
  await sql`create schema if not exists bench`;
  await sql`drop table if exists bench.waiting_posts, bench.noted_posts`;
  await sql`create table bench.waiting_posts (id bigint primary key, body text not null)`;
  await sql`create table bench.noted_posts (id bigint primary key, status int not null, posted_at timestamptz not null)`;
  const dispatcher = new Agent({ connections: width, pipelining: 1 });
  const post = async (waiting: Waiting): Promise<number> => {
    const signatures = SECRETS.map((secret) => createHmac('sha256', secret).update(waiting.body).digest('base64'));
    const headers = { 'content-type': 'application/json', 'webhook-id': waiting.id, signatures: signatures.join(' ') };
    const response = await request(url, { method: 'POST', dispatcher, headers, body: waiting.body });
    await response.body.dump();
    return response.statusCode;
  };
  const note = async (batch: readonly (Waiting & { readonly status: number })[]) => {
    const ids = batch.map(({ id }) => id);
    await sql.begin(async (db) => {
      await db`delete from bench.waiting_posts where id = any (${ids}::bigint[])`;
      await db`insert into bench.noted_posts select id, status, now()
        from unnest(${ids}::bigint[], ${batch.map(({ status }) => status)}::int[]) as done (id, status)`;
    });
  };
  return {
    hello: null,
    answer: async ({ count }) => {
      await sql`truncate bench.noted_posts`;
      await sql`insert into bench.waiting_posts select id, ${body} from generate_series(1, ${count}) as id`;
      const begin = performance.now();
      await postAll(sql, { width, post, note });
      return (count * 1_000) / (performance.now() - begin);
    },
  };
});

interface Work {
  readonly width: number;
  post(waiting: Waiting): Promise<number>;
  note(batch: readonly (Waiting & { readonly status: number })[]): Promise<void>;
}

/** Posts every row: the next batch is read, and the last one noted, while others are on their way. */
async function postAll(sql: postgres.Sql, { width, post, note }: Work): Promise<void> {
  const read = (after: string) =>
    sql<Waiting[]>`select id, body from bench.waiting_posts where id > ${after} order by id limit ${BATCH}`;
  const notes: Promise<void>[] = [];
  let coming: PromiseLike<readonly Waiting[]> = read('0');
  for (let batch = await coming; batch.length > 0; batch = await coming) {
    coming = read(batch.at(-1)?.id ?? '0').then((rows) => rows);
    const queue = [...batch];
    const done: (Waiting & { readonly status: number })[] = [];
    const loop = async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop())
        done.push({ ...next, status: await post(next) });
    };
    await Promise.all(Array.from({ length: width }, loop));
    notes.push(note(done));
  }
  await Promise.all(notes);
}
