import { startChild } from '../../test/support/processes/start-child.ts';
import { runRounds } from '../harness/rounds.ts';
import type { Line } from '../line.ts';
import { openStreamLoad } from '../load/stream-load.ts';
import { measurementOf } from '../measurement.ts';
import { createNaiveTable } from '../references/naive-table.ts';

const NAME = 'stream.vs_naive';

export const streamVsNaive: Line = {
  name: NAME,
  about: 'the same pages, against columns that become objects that the framework serialises',
  async measure(world) {
    const organization = await world.organization();
    world.progress(`${NAME}: filling the naive table`);
    await createNaiveTable(world.installation.sql, organization);
    const file = new URL('../references/naive-server.ts', import.meta.url);
    const naive = await startChild<{ readonly url: string }>(file, { settings: world.settings });
    const loads = [
      await openStreamLoad(world, await world.api(), { name: NAME }),
      await openStreamLoad(world, naive.hello, { name: NAME }),
    ] as const;
    try {
      const product = { name: 'product', run: loads[0].run };
      const rival = { name: 'naive route', run: loads[1].run };
      const { rounds, seconds } = world.options;
      const valuesOf = await runRounds([product, rival], { rounds, durationMs: seconds * 1_000 }, world.progress);
      const figure = {
        name: NAME,
        unit: 'pages/s',
        values: valuesOf(product),
        reference: { name: rival.name, values: valuesOf(rival) },
        target: { of: 'ratio', atLeast: 3 },
      } as const;
      return [measurementOf(figure, organization)];
    } finally {
      for (const load of loads) load.close();
      await naive.stop();
    }
  },
};
