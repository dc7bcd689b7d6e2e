import { addDays } from '../../src/domain/values/calendar-date.ts';
import type { World } from '../harness/world.ts';
import {
  addToday,
  type BankHistory,
  createHistory,
  type HistoryShape,
  showWindow,
  TODAY,
} from '../ingest/bank-history.ts';
import { createIngestPlace, dropIngestPlace, type IngestPlace } from '../ingest/ingest-account.ts';
import { type IngestReply, startIngestWorker } from '../ingest/ingest-worker.ts';
import type { Line } from '../line.ts';
import { measurementOf } from '../measurement.ts';

const NAME = 'ingest.window';
const MAX_ROWS = 100_000;
const MIN_ROWS = 1_000;
const DAYS = 900;
/** A tenth of the rows lies within. */
const WINDOW_DAYS = 89;
/** Rows that the bank has booked since the last read. */
const NEW_ROWS = 100;

export const ingestWindow: Line = {
  name: NAME,
  about: 'a sync of 10,000 rows of an account that has 100,000, in a process of its own: time and memory',
  async measure(world) {
    const rows = Math.max(MIN_ROWS, Math.min(MAX_ROWS, Math.floor(world.options.rows / 10)));
    const measurements = [];
    for (const withIds of [true, false]) {
      const name = withIds ? NAME : `${NAME}.no_ids`;
      const replies = await measureWindow(world, { rows, days: DAYS, withIds }, name);
      const figures = [
        {
          name,
          unit: 'ms',
          values: replies.map(({ elapsedMs }) => elapsedMs),
          target: { of: 'value', atMost: 1_000 },
          note: `The whole sync of a tenth of the rows and ${NEW_ROWS} new ones; ${withIds ? 'stable ids' : 'no ids: every row is known by its look'}.`,
        },
        {
          name: `${name}.memory`,
          unit: 'MB',
          values: replies.map(({ peakMb, beforeMb }) => peakMb - beforeMb),
          target: { of: 'value', atMost: 150 },
          note: `What the sync added at its highest to Node and the answer of the bank; the whole process held up to ${Math.max(...replies.map(({ peakMb }) => peakMb)).toFixed(0)} MB.`,
        },
      ] as const;
      measurements.push(...figures.map((figure) => measurementOf(figure, { rows, seed: world.options.seed })));
    }
    return measurements;
  },
};

async function measureWindow(world: World, shape: HistoryShape, name: string): Promise<readonly IngestReply[]> {
  const { sql } = world.installation;
  const seed = `${world.options.seed}/${name}`;
  const place = await createIngestPlace(sql);
  const replies: IngestReply[] = [];
  try {
    let history = createHistory(shape, seed);
    await syncInOwnProcess(world, place, shape, history);
    for (let round = 0; round <= world.options.rounds; round += 1) {
      history = addToday(history, shape, NEW_ROWS, `${seed}/${round}`);
      const reply = await syncInOwnProcess(world, place, shape, shownOf(history));
      if (reply.added !== NEW_ROWS || reply.modified + reply.removed > 0)
        throw new Error(`${name}: ${NEW_ROWS} new rows gave ${JSON.stringify(reply)}`);
      // The first round warms up.
      if (round > 0) replies.push(reply);
      world.progress(
        `${name}: round ${round} of ${world.options.rounds}: ${reply.elapsedMs.toFixed(0)} ms, ${reply.peakMb.toFixed(0)} MB`,
      );
    }
  } finally {
    await dropIngestPlace(sql, place);
  }
  return replies;
}

/** The worker gets no more than the bank would answer. */
function shownOf(history: BankHistory): BankHistory {
  return showWindow(history, { from: addDays(TODAY, -WINDOW_DAYS), to: TODAY });
}

async function syncInOwnProcess(
  world: World,
  place: IngestPlace,
  shape: HistoryShape,
  history: BankHistory,
): Promise<IngestReply> {
  const worker = await startIngestWorker(world);
  try {
    return await worker.ask({ place, bank: { history, withIds: shape.withIds, windowDays: WINDOW_DAYS } });
  } finally {
    await worker.stop();
  }
}
