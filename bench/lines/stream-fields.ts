import { runRounds } from '../harness/rounds.ts';
import type { Line } from '../line.ts';
import { openStreamLoad } from '../load/stream-load.ts';
import { measurementOf } from '../measurement.ts';

const NAME = 'stream.fields';
/** Together with the three ids that always come. */
const FIELDS = 'amount,currency,postedDate,description';
/** Room of an event with these fields alone. */
const MIN_EVENT_BYTES = 100;

export const streamFields: Line = {
  name: NAME,
  about: 'the same pages with a selection of fields, against pages without one; no target, the rate is what it is',
  async measure(world) {
    const organization = await world.organization();
    const api = await world.api();
    const thin = { name: NAME, query: `&fields=${FIELDS}`, minEventBytes: MIN_EVENT_BYTES };
    const loads = [await openStreamLoad(world, api, thin), await openStreamLoad(world, api, { name: NAME })] as const;
    try {
      const selected = { name: `fields=${FIELDS}`, run: loads[0].run };
      const whole = { name: 'pages without fields', run: loads[1].run };
      const { rounds, seconds } = world.options;
      const valuesOf = await runRounds([selected, whole], { rounds, durationMs: seconds * 1_000 }, world.progress);
      const figure = {
        name: NAME,
        unit: 'pages/s',
        values: valuesOf(selected),
        reference: { name: whole.name, values: valuesOf(whole) },
        note: `fields=${FIELDS}.`,
      };
      return [measurementOf(figure, organization)];
    } finally {
      for (const load of loads) load.close();
    }
  },
};
