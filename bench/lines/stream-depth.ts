import { type Choices, seededChoices } from '../../test/support/choices.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import { KeepAliveClient } from '../load/keep-alive-client.ts';
import { PAGE_EVENTS } from '../load/stream-load.ts';
import { measurementOf, median } from '../measurement.ts';
import { DEEP_POSITION, type Organization } from '../organization/organization.ts';

const NAME = 'stream.depth';
/** Pages begin within so many commits of the place that is meant, so that neither place is one page that stays in caches. */
const NEARBY_COMMITS = 20;

export const streamDepth: Line = {
  name: NAME,
  about: 'the time that a page takes at position 10 million, against the beginning',
  async measure(world) {
    const organization = await world.organization();
    const client = await KeepAliveClient.open((await world.api()).url, await world.createKey(organization), {
      keepsBodies: false,
    });
    const choices = seededChoices(`${world.options.seed}/${NAME}`);
    const deep: number[] = [];
    const shallow: number[] = [];
    try {
      await measurePair(world, client, choices);
      for (let round = 0; round < world.options.rounds; round += 1) {
        const pair = await measurePair(world, client, choices);
        deep.push(pair.deepMs);
        shallow.push(pair.shallowMs);
        world.progress(`${NAME}: round ${round + 1} of ${world.options.rounds}: ${pair.deepMs.toFixed(2)} ms`);
      }
    } finally {
      client.close();
    }
    const figure = {
      name: NAME,
      unit: 'ms/page',
      values: deep,
      reference: { name: 'the same at position 0', values: shallow },
      target: { of: 'ratio', atMost: 1.15 },
      note: `The head is at ${organization.head}; positions are as sparse as when every row had changed about ${Math.round(Number(organization.head) / organization.rows)} times.`,
    } as const;
    return [measurementOf(figure, organization)];
  },
};

/** Median times of single pages at both places, asked for in turn by one client. */
async function measurePair(world: World, client: KeepAliveClient, choices: Choices) {
  const organization = await world.organization();
  const endMs = performance.now() + world.options.seconds * 1_000;
  const deepMs: number[] = [];
  const shallowMs: number[] = [];
  while (performance.now() < endMs) {
    const near = BigInt(choices.whole(0, nearby(organization)));
    deepMs.push(await timePage(world, client, organization, DEEP_POSITION + near));
    shallowMs.push(await timePage(world, client, organization, near));
  }
  return { deepMs: median(deepMs), shallowMs: median(shallowMs) };
}

/** Positions around a place; a small organization has to leave room for a whole page behind the deep one. */
function nearby({ stride, commits, commitChanges }: Organization): number {
  const commitsBehind = commits - Number(DEEP_POSITION) / stride - PAGE_EVENTS / commitChanges - 2;
  return Math.max(0, Math.floor(Math.min(NEARBY_COMMITS, commitsBehind) * stride));
}

async function timePage(
  world: World,
  client: KeepAliveClient,
  organization: Organization,
  position: bigint,
): Promise<number> {
  const path = `/v1/transactions/sync?limit=${PAGE_EVENTS}&cursor=${world.cursorAt(organization, position)}`;
  const startMs = performance.now();
  const { status, bodyBytes } = await client.get(path);
  const elapsedMs = performance.now() - startMs;
  if (status !== 200 || bodyBytes < PAGE_EVENTS * 200)
    throw new Error(`${NAME}: a page at ${position} was answered with ${status} and ${bodyBytes} bytes`);
  return elapsedMs;
}
