import { type Choices, seededChoices } from '../../test/support/choices.ts';
import { type ProcessMemory, readProcessMemory } from '../harness/process-memory.ts';
import { startProductServer } from '../harness/product-server.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import { KeepAliveClient } from '../load/keep-alive-client.ts';
import { CLIENTS, PAGE_EVENTS } from '../load/stream-load.ts';
import { measurementOf } from '../measurement.ts';
import { type Organization, positionAt } from '../organization/organization.ts';

const NAME = 'footprint.memory';

interface Reading {
  readonly server: ProcessMemory;
  readonly launcher: ProcessMemory;
}

export const footprintMemory: Line = {
  name: NAME,
  about: 'memory of a fresh server after it has sent as many events as the organization has rows',
  async measure(world) {
    const organization = await world.organization();
    const choices = seededChoices(`${world.options.seed}/${NAME}`);
    const readings: Reading[] = [];
    for (let round = 0; round < world.options.rounds; round += 1) {
      const reading = await serveEvents(world, organization, choices);
      readings.push(reading);
      world.progress(`${NAME}: round ${round + 1}: ${reading.server.residentMb.toFixed(0)} MB`);
    }
    const peaks = readings.flatMap(({ server }) => server.peakMb ?? []);
    const events = `After ${organization.rows.toLocaleString('en-US')} events to ${CLIENTS} clients.`;
    const figures = [
      {
        name: NAME,
        values: readings.map(({ server }) => server.residentMb),
        target: { of: 'value', atMost: 200 },
        note: events,
      },
      ...(peaks.length === 0 ? [] : [{ name: `${NAME}.peak`, values: peaks, note: 'The most it held at any moment.' }]),
      {
        name: `${NAME}.launcher`,
        values: readings.map(({ launcher }) => launcher.residentMb),
        note: 'The process that found the pinned Node and started the server.',
      },
    ] as const;
    return figures.map((figure) => measurementOf({ unit: 'MB', ...figure }, organization));
  },
};

async function serveEvents(world: World, organization: Organization, choices: Choices): Promise<Reading> {
  const server = await startProductServer({ worker: false, settings: world.settings });
  const key = await world.createKey(organization);
  try {
    let pages = Math.ceil(organization.rows / PAGE_EVENTS);
    const read = async () => {
      const client = await KeepAliveClient.open(server.url, key, { keepsBodies: false });
      try {
        for (; pages > 0; pages -= 1) {
          const cursor = world.cursorAt(organization, positionAt(organization, choices.real(), choices.real()));
          const { status } = await client.get(`/v1/transactions/sync?limit=${PAGE_EVENTS}&cursor=${cursor}`);
          if (status !== 200) throw new Error(`${NAME}: a page was answered with ${status}`);
        }
      } finally {
        client.close();
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, read));
    return { server: readProcessMemory(server.pid), launcher: readProcessMemory(server.launcherPid) };
  } finally {
    await server.stop();
  }
}
