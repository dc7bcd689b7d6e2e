import type { Contestant } from '../harness/rounds.ts';
import { runRounds } from '../harness/rounds.ts';
import type { World } from '../harness/world.ts';
import { createHistory } from '../ingest/bank-history.ts';
import { createIngestPlace, dropIngestPlace } from '../ingest/ingest-account.ts';
import { type IngestQuestion, type IngestWorker, startIngestWorker } from '../ingest/ingest-worker.ts';
import { countWrites, listRowVersions } from '../ingest/row-versions.ts';
import type { Line } from '../line.ts';
import { type Figure, measurementOf } from '../measurement.ts';

const NAME = 'ingest.reread';
const MAX_ROWS = 10_000;
const MIN_ROWS = 500;
const DAYS = 90;

export const ingestReread: Line = {
  name: NAME,
  about: 'a sync that finds a window of 10,000 rows unchanged, against the first sync of the same account',
  async measure(world) {
    const rows = Math.max(MIN_ROWS, Math.min(MAX_ROWS, Math.floor(world.options.rows / 100)));
    const history = createHistory({ rows, days: DAYS, withIds: true }, `${world.options.seed}/${NAME}`);
    const bank = { history, withIds: true, windowDays: DAYS };
    const place = await createIngestPlace(world.installation.sql);
    try {
      const rates = await measureRates(world, { place, bank });
      const writes = await measureWrites(world, { place, bank });
      const { seed } = world.options;
      return [...rates, writes].map((figure) => measurementOf(figure, { rows, seed }));
    } finally {
      await dropIngestPlace(world.installation.sql, place);
    }
  },
};

async function measureRates(world: World, question: IngestQuestion): Promise<readonly Figure[]> {
  const worker = await startIngestWorker(world);
  try {
    await worker.ask(question);
    const cold = coldContestant(world, worker, question);
    const reread: Contestant = { name: NAME, run: () => rereadOnce(worker, question) };
    const compared: Contestant = { name: `${NAME}.compared`, run: () => rereadInNewProcess(world, question) };
    const durationMs = world.options.seconds * 1_000;
    const values = await runRounds([reread, compared, cold], { ...world.options, durationMs }, world.progress);
    const reference = { name: cold.name, values: values(cold) };
    return [
      {
        name: NAME,
        unit: 'rows/s',
        values: values(reread),
        reference,
        target: { of: 'ratio', atLeast: 5 },
        note: `The whole sync, over a window of ${DAYS} days that holds all rows, which this process has read before.`,
      },
      {
        name: compared.name,
        unit: 'rows/s',
        values: values(compared),
        reference,
        note: 'The second sync of a new process, whose reading is compared with the stored rows one by one.',
      },
    ];
  } finally {
    await worker.stop();
  }
}

/** A process that has never read the account, but others, so that its code is warm. */
async function rereadInNewProcess(world: World, { bank }: IngestQuestion): Promise<number> {
  const { sql } = world.installation;
  const places = [await createIngestPlace(sql), await createIngestPlace(sql)] as const;
  const [first, second] = [await startIngestWorker(world), await startIngestWorker(world)];
  try {
    await first.ask({ bank, place: places[0] });
    await second.ask({ bank, place: places[1] });
    return await rereadOnce(second, { bank, place: places[0] });
  } finally {
    await Promise.all([first.stop(), second.stop()]);
    for (const place of places) await dropIngestPlace(sql, place);
  }
}

/** Throws where the sync found anything new: then it was no re-reading. */
async function rereadOnce(worker: IngestWorker, question: IngestQuestion): Promise<number> {
  const { elapsedMs, added, modified, removed } = await worker.ask(question);
  if (added + modified + removed > 0)
    throw new Error(`${NAME}: unchanged rows gave ${added + modified + removed} changes`);
  return (question.bank.history.rows.length / elapsedMs) * 1_000;
}

function coldContestant(world: World, worker: IngestWorker, { bank }: IngestQuestion): Contestant {
  const { sql } = world.installation;
  return {
    name: 'the first sync of the same account',
    run: async () => {
      const place = await createIngestPlace(sql);
      await sql`checkpoint`;
      const { elapsedMs, added } = await worker.ask({ place, bank });
      await dropIngestPlace(sql, place);
      return (added / elapsedMs) * 1_000;
    },
  };
}

/** What re-reading writes: every version of every row, before and after. */
async function measureWrites(world: World, question: IngestQuestion): Promise<Figure> {
  const { sql } = world.installation;
  const worker = await startIngestWorker(world);
  try {
    // The first reading of a process is compared in full, the others are known.
    const before = await listRowVersions(sql, question.place.organizationId);
    for (let round = 0; round < world.options.rounds; round += 1) await rereadOnce(worker, question);
    const { mirror, bookkeeping } = countWrites(before, await listRowVersions(sql, question.place.organizationId));
    return {
      name: `${NAME}.writes`,
      unit: 'row writes',
      values: [mirror],
      target: { of: 'value', atMost: 0 },
      note: `In transactions, their revisions and aliases, balances and stream heads, over ${world.options.rounds} re-readings; ${bookkeeping} rows of runs, evidence, accounts and connections.`,
    };
  } finally {
    await worker.stop();
  }
}
