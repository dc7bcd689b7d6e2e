import { createEntity } from '../../src/commands/entities/create-entity.ts';
import { createApiKey } from '../../src/commands/keys/create-api-key.ts';
import { revokeApiKey } from '../../src/commands/keys/revoke-api-key.ts';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import { parseApiKey } from '../../src/domain/access/api-key.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import { KeepAliveClient } from '../load/keep-alive-client.ts';
import { measurementOf } from '../measurement.ts';

const NAME = 'refusals';
const PATH = '/v1/entities';
const SECRET = '0'.repeat(32);
/** Well formed, and the id of nothing. */
const NOBODY = '019a0000-0000-7000-8000-000000000000';

/** One kind of request that is refused. */
interface Kind {
  /** Null for what the others are held against. */
  readonly name: string | null;
  readonly against: string;
  readonly status: 401 | 404;
  readonly key: string;
  readonly path: string;
}

export const refusals: Line = {
  name: NAME,
  about:
    'the time of refusals that must not be told apart by it: foreign and unknown ids, keys of all kinds; no target',
  async measure(world) {
    const organization = await world.organization();
    const { url } = await world.api();
    const kinds = await makeKinds(world);
    const clients: KeepAliveClient[] = [];
    try {
      for (const { key } of kinds) clients.push(await KeepAliveClient.open(url, key, { keepsBodies: false }));
      const { rounds, seconds } = world.options;
      const values = kinds.map((): number[] => []);
      // The first round warms up.
      for (let round = 0; round <= rounds; round += 1) {
        const medians = await askInTurn(kinds, clients, seconds * 1_000);
        if (round > 0) for (const [index, median] of medians.entries()) values[index]?.push(median);
        world.progress(`round ${round} of ${rounds}: ${medians.map((each) => each.toFixed(0)).join(', ')} µs`);
      }
      return kinds.flatMap(({ name, against }, index) => {
        if (name === null) return [];
        const base = values[kinds.findIndex((other) => other.name === null && other.against === against)] ?? [];
        const reference = { name: against, values: base };
        const note = 'Median over the requests of a round, all kinds mixed by chance, one request at a time.';
        const figure = { name: `${NAME}.${name}`, unit: 'µs', values: values[index] ?? [], reference, note };
        return [measurementOf(figure, organization)];
      });
    } finally {
      for (const client of clients) client.close();
    }
  },
};

async function makeKinds({ installation: { commands } }: World): Promise<Kind[]> {
  const [ours, theirs] = [await createOrganization(commands, 'Ours'), await createOrganization(commands, 'Theirs')];
  const makeKey = async (lifetimeMs: number): Promise<string> => {
    const request = { organizationId: ours.id, environment: 'test', name: 'bench', scopes: ['entities:read'] } as const;
    const made = await createApiKey(commands, { ...request, lifetimeMs });
    if (!made.ok) throw new Error(made.refusal.message);
    return made.value.text;
  };
  const entity = await createEntity(commands, theirs.id, { externalEntityId: 'foreign', name: null, metadata: {} });
  if (!entity.ok) throw new Error(entity.refusal.message);
  const [key, revoked, expired] = [await makeKey(86_400_000), await makeKey(86_400_000), await makeKey(1)];
  await revokeApiKey(commands, parseApiKey(revoked)?.keyId ?? '');
  const keyId = parseApiKey(key)?.keyId ?? '';
  const notFound = { against: 'unknown id', status: 404, key } as const;
  const unauthorized = { against: 'unknown key', status: 401, path: `${PATH}/${NOBODY}` } as const;
  return [
    { ...notFound, name: null, path: `${PATH}/${NOBODY}` },
    { ...notFound, name: 'foreign_id', path: `${PATH}/${entity.value.id}` },
    { ...unauthorized, name: null, key: `way_test_nobody_${SECRET}` },
    { ...unauthorized, name: 'wrong_secret', key: `way_test_${keyId}_${SECRET}` },
    { ...unauthorized, name: 'revoked', key: revoked },
    { ...unauthorized, name: 'expired', key: expired },
    { ...unauthorized, name: 'malformed', key: 'way_test_nobody' },
  ];
}

/** Asks requests of all kinds for that long for each, and each kind once at least. The median of each kind, in microseconds. */
async function askInTurn(kinds: readonly Kind[], clients: readonly KeepAliveClient[], durationMs: number) {
  const times = kinds.map((): number[] => []);
  const endMs = performance.now() + durationMs * kinds.length;
  while (performance.now() < endMs || times.some(({ length }) => length === 0)) {
    // By chance, so that none always comes in the wake of the same neighbour.
    const index = Math.floor(Math.random() * kinds.length);
    const [kind, client] = [kinds[index], clients[index]];
    if (kind === undefined || client === undefined) continue;
    const beganMs = performance.now();
    const { status } = await client.get(kind.path);
    times[index]?.push((performance.now() - beganMs) * 1_000);
    if (status !== kind.status) throw new Error(`${kind.name ?? kind.against} was answered with ${status}`);
  }
  return times.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0);
}
