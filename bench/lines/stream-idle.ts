import { startChild } from '../../test/support/processes/start-child.ts';
import { runRounds } from '../harness/rounds.ts';
import type { Line } from '../line.ts';
import { openHttpLoad } from '../load/http-load.ts';
import { CLIENTS } from '../load/stream-load.ts';
import { measurementOf } from '../measurement.ts';

const NAME = 'stream.idle';
/** The smallest answer of either route is larger. */
const MIN_BYTES = 20;

export const streamIdle: Line = {
  name: NAME,
  about: 'polls at the head that find nothing new, against an authenticated route that does nothing',
  async measure(world) {
    const organization = await world.organization();
    const file = new URL('../references/noop-server.ts', import.meta.url);
    const server = await startChild<{ readonly url: string; readonly noopPath: string }>(file, {
      settings: world.settings,
    });
    const { url, noopPath } = server.hello;
    const pollPath = `/v1/transactions/sync?limit=500&cursor=${world.cursorAt(organization, organization.head)}`;
    const key = await world.createKey(organization);
    const open = (path: string) =>
      openHttpLoad({ url, key, clients: CLIENTS, minBytes: MIN_BYTES, nextPath: () => path });
    const loads = [await open(pollPath), await open(noopPath)] as const;
    try {
      const polls = { name: 'polls at the head', run: loads[0].run };
      const noop = { name: 'no-op route', run: loads[1].run };
      const { rounds, seconds } = world.options;
      const valuesOf = await runRounds([polls, noop], { rounds, durationMs: seconds * 1_000 }, world.progress);
      const figure = {
        name: NAME,
        unit: 'polls/s',
        values: valuesOf(polls),
        reference: { name: noop.name, values: valuesOf(noop) },
        target: { of: 'ratio', atLeast: 0.35 },
      } as const;
      return [measurementOf(figure, organization)];
    } finally {
      for (const load of loads) load.close();
      await server.stop();
    }
  },
};
