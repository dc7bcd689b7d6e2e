import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/infra/log.ts';
import { startWorker, type Worker } from '../../src/jobs/worker.ts';
import { enqueueJob, type JobName, type JobPayloads } from '../../src/store/jobs.ts';
import { stageDatabase } from '../support/database/stages.ts';
import { eventually } from '../support/system/onboarding.ts';

const ORGANIZATIONS = {
  a: '019a1f60-0000-7000-8000-00000000000a',
  b: '019a1f60-0000-7000-8000-00000000000b',
};
type Name = keyof typeof ORGANIZATIONS;

const database = stageDatabase();
let stopWorker: () => Promise<void>;
afterEach(async () => {
  await stopWorker();
  await database.sql`delete from graphile_worker._private_jobs`;
  await database.sql`truncate job_turns`;
});

/** A job that was begun, as organization and number, and how to let it end. */
interface Begun {
  readonly name: string;
  end(): void;
}

/** A worker whose jobs end when they are told to. */
async function start(concurrency: number) {
  const begun: Begun[] = [];
  let worker: Worker | null = null;
  const hold = async (name: string) => {
    const gate = Promise.withResolvers<void>();
    begun.push({ name, end: gate.resolve });
    await gate.promise;
  };
  stopWorker = async () => {
    const stopped = worker?.stop();
    // What begins while it stops ends as well.
    await eventually(
      async () => {
        for (const each of begun) each.end();
        return Promise.race([stopped?.then(() => true), new Promise((resolve) => setTimeout(resolve, 10, false))]);
      },
      (isStopped) => isStopped !== false,
      'the worker to stop',
    );
  };
  worker = await startWorker({
    databaseUrl: database.url,
    concurrency,
    handlers: {
      'sync-connection': ({ syncRunId }) => hold(syncRunId),
      'poll-file-source': ({ sourceId }) => hold(sourceId),
    },
    putBack: (name, payload, key) => enqueueJob(database.sql, name, payload, { key, againInMs: 0 }),
    log: silentLog,
  });
  const names = () => begun.map(({ name }) => name).sort();
  return {
    names,
    end: (name: string) => begun.find((each) => each.name === name)?.end(),
    until: (count: number) =>
      eventually(
        async () => names(),
        (each) => each.length >= count,
        `${count} jobs under way`,
      ),
  };
}

const payloadOf = {
  'sync-connection': (organizationId: string, id: string): JobPayloads['sync-connection'] => ({
    ...{ organizationId, environment: 'live', connectionId: id, syncRunId: id },
  }),
  'poll-file-source': (organizationId: string, id: string): JobPayloads['poll-file-source'] => ({
    ...{ organizationId, environment: 'live', sourceId: id },
  }),
};

async function queue(job: JobName, name: Name, count: number, prefix = ''): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    const id = `${prefix}${name}${index}`;
    const payload = payloadOf[job](ORGANIZATIONS[name], id);
    await enqueueJob(database.sql, job, payload as never, { key: id, turn: 'ordinary' }); // Of this job, by the table above.
  }
}

/** Jobs that wait and may be taken. */
async function waiting(): Promise<number> {
  const rows =
    await database.sql`select from graphile_worker._private_jobs where locked_at is null and attempts < max_attempts`;
  return rows.length;
}

describe('an organization whose jobs never end', () => {
  it.each([
    ['syncs', 'sync-connection'],
    ['looks into file sources', 'poll-file-source'],
  ] as const)('has so many places for its %s, and others have one', async (_, job) => {
    await queue(job, 'a', 12);
    const { names, until } = await start(3);
    await until(3);
    await queue(job, 'b', 1);
    expect(await until(4)).toEqual([
      expect.stringMatching(/^a/),
      expect.stringMatching(/^a/),
      expect.stringMatching(/^a/),
      'b1',
    ]);
    // What the fourth place had taken too much of is back.
    await eventually(waiting, (count) => count === 9, 'the rest to wait');
    expect(names()).toHaveLength(4);
  });

  it('goes on with the next one when one ends, and loses none', async () => {
    await queue('sync-connection', 'a', 8);
    const { names, until, end } = await start(1);
    for (let count = 1; count <= 8; count += 1) {
      const under = await until(count);
      expect(under).toHaveLength(count);
      for (const name of names()) end(name);
    }
    await eventually(waiting, (count) => count === 0, 'no job to wait');
    expect(names()).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8']);
  });
});

describe('looks into file sources that never end', () => {
  it('take no place of a sync, and syncs none of theirs', async () => {
    const { until } = await start(1);
    await queue('poll-file-source', 'a', 3, 'poll-');
    await queue('poll-file-source', 'b', 3, 'poll-');
    await until(2);
    await queue('sync-connection', 'a', 3, 'sync-');
    await queue('sync-connection', 'b', 3, 'sync-');
    // Which job of an organization is taken first is open where several places look at once.
    expect(await until(4)).toEqual(
      [/^poll-a/, /^poll-b/, /^sync-a/, /^sync-b/].map((each) => expect.stringMatching(each)),
    );
  });
});
