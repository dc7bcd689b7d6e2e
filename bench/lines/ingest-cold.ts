import type { Contestant } from '../harness/rounds.ts';
import { runRounds } from '../harness/rounds.ts';
import type { World } from '../harness/world.ts';
import { type BankHistory, createHistory } from '../ingest/bank-history.ts';
import { createIngestPlace, dropIngestPlace, type IngestPlace } from '../ingest/ingest-account.ts';
import { type IngestWorker, startIngestWorker } from '../ingest/ingest-worker.ts';
import type { Line } from '../line.ts';
import { measurementOf } from '../measurement.ts';
import { openCopyFloor } from '../references/copy-floor.ts';

const NAME = 'ingest.cold';
const MAX_ROWS = 50_000;
const MIN_ROWS = 500;
const DAYS = 730;

interface Counted {
  lost: number;
  doubled: number;
}

export const ingestCold: Line = {
  name: NAME,
  about: 'the first sync of a large account, against COPY of the same rows into a bare table',
  async measure(world) {
    const rows = Math.max(MIN_ROWS, Math.min(MAX_ROWS, Math.floor(world.options.rows / 20)));
    const history = createHistory({ rows, days: DAYS, withIds: true }, `${world.options.seed}/${NAME}`);
    const counted: Counted = { lost: 0, doubled: 0 };
    const worker = await startIngestWorker(world);
    try {
      const first = await createIngestPlace(world.installation.sql);
      await worker.ask({ place: first, bank: bankOf(history) });
      const floor = await openCopyFloor(world.settings.DATABASE_URL ?? '', first.organizationId);
      await dropIngestPlace(world.installation.sql, first);
      try {
        const product = coldContestant(world, worker, history, counted);
        const durationMs = world.options.seconds * 1_000;
        const values = await runRounds([product, floor], { ...world.options, durationMs }, world.progress);
        const figure = {
          name: NAME,
          unit: 'rows/s',
          values: values(product),
          reference: { name: floor.name, values: values(floor) },
          target: { of: 'ratio', atLeast: 0.3 },
          counted,
          note: 'From the taken job to the committed run: rows with positions, revisions, aliases and rendered texts, balances and their proof.',
        } as const;
        return [measurementOf(figure, { rows, seed: world.options.seed })];
      } finally {
        await floor.close();
      }
    } finally {
      await worker.stop();
    }
  },
};

/** A new account each time; one turn is one first sync, however long it takes. */
function coldContestant(world: World, worker: IngestWorker, history: BankHistory, counted: Counted): Contestant {
  const { sql } = world.installation;
  return {
    name: NAME,
    run: async () => {
      const place = await createIngestPlace(sql);
      await sql`checkpoint`;
      const { elapsedMs, added } = await worker.ask({ place, bank: bankOf(history) });
      const stored = await countStored(world, place);
      counted.lost += history.rows.length - stored.names;
      counted.doubled += stored.rows - stored.names;
      await dropIngestPlace(sql, place);
      if (added !== history.rows.length) throw new Error(`${NAME}: ${added} of ${history.rows.length} rows were added`);
      return (added / elapsedMs) * 1_000;
    },
  };
}

/** Rows of the place, and of how many different source ids they are. */
async function countStored({ installation }: World, { organizationId }: IngestPlace) {
  const [row] = await installation.sql<{ rows: number; names: number }[]>`select
    (select count(*) from transactions where organization_id = ${organizationId})::int as rows,
    (select count(distinct (transaction_id)) from transaction_aliases
      where organization_id = ${organizationId} and source_id like 'row-%')::int as names`;
  if (row === undefined) throw new Error('a count gave no row');
  return row;
}

function bankOf(history: BankHistory) {
  return { history, withIds: true, windowDays: DAYS };
}
