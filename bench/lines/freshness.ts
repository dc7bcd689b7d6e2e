import { setTimeout as wait } from 'node:timers/promises';
import { createOrganization } from '../../src/commands/people/create-organization.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { type AccountKey, writeTransactions } from '../../src/store/transactions/transaction-writes.ts';
import { type Choices, seededChoices } from '../../test/support/choices.ts';
import { type StartedChild, startChild } from '../../test/support/processes/start-child.ts';
import { createCustomer, listPlaces } from '../../test/support/records/customers.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import type { Sighting, WatcherQuestion, WatchMode } from '../load/watching.ts';
import { type Figure, measurementOf, quantile } from '../measurement.ts';
import { planPut } from '../organization/row-writer.ts';
import { chooseRow } from '../organization/sample-row.ts';

const NAME = 'freshness';
/** Commits come at random moments, about a hundred in a second. */
const MAX_PAUSE_MS = 20;
const COMMITS_PER_SECOND = 50;
const MAX_COMMIT_ROWS = 10;
/** What has not been seen by then is lost. */
const GIVE_UP_MS = 30_000;
const TARGET = { of: 'value', atMost: 20 } as const;

type Watcher = StartedChild<null, WatcherQuestion, readonly Sighting[]>;

/** What one watcher saw of one round, in milliseconds after the commits. */
interface Round {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly lost: number;
  readonly doubled: number;
}

export const freshness: Line = {
  name: NAME,
  about: 'from the return of a commit until a poll, or the live stream, has shown it to a client',
  async measure(world) {
    const organization = await world.organization();
    const place = await createPlace(world);
    const figures: Figure[] = [];
    try {
      for (const mode of ['poll', 'live'] as const) figures.push(...(await measureMode(world, place, mode)));
    } finally {
      const { sql } = world.installation;
      await sql`delete from organizations where id = ${place.organizationId}`;
    }
    return figures.map((figure) => measurementOf(figure, organization));
  },
};

async function measureMode(world: World, account: AccountKey, mode: WatchMode): Promise<readonly Figure[]> {
  const choices = seededChoices(`${world.options.seed}/${NAME}/${mode}`);
  const rounds: Round[] = [];
  const watcher = await startWatcher(world, account, mode);
  try {
    // The first round warms up.
    for (let round = 0; round <= world.options.rounds; round += 1) {
      const result = await runRound(world, account, watcher, choices);
      if (round > 0) rounds.push(result);
      world.progress(`${NAME}.${mode}: round ${round} of ${world.options.rounds}: p99 ${result.p99.toFixed(2)} ms`);
    }
  } finally {
    await watcher.stop();
  }
  const counted = {
    lost: rounds.reduce((sum, { lost }) => sum + lost, 0),
    doubled: rounds.reduce((sum, { doubled }) => sum + doubled, 0),
  };
  const longest = Math.max(...rounds.map(({ max }) => max));
  const note = `p99 of each round; the longest of all was ${longest.toFixed(1)} ms.`;
  const p99: Figure = {
    name: `${NAME}.${mode}`,
    unit: 'ms p99',
    values: rounds.map((each) => each.p99),
    counted,
    note,
  };
  const p50: Figure = { name: `${NAME}.${mode}.p50`, unit: 'ms p50', values: rounds.map((each) => each.p50) };
  return [{ ...p99, target: TARGET }, p50];
}

async function startWatcher(world: World, account: AccountKey, mode: WatchMode): Promise<Watcher> {
  const { url } = await world.api();
  const key = await world.createKey(account);
  const head = await fetch(`${url}/v1/transactions/sync`, { headers: { authorization: `Bearer ${key}` } });
  // The contract's own tests prove the form.
  const { nextCursor: cursor } = (await head.json()) as { nextCursor: string };
  return startChild(new URL('../load/watcher.ts', import.meta.url), { mode, url, key, cursor });
}

async function runRound(world: World, account: AccountKey, watcher: Watcher, choices: Choices): Promise<Round> {
  const committedAtNs = new Map<string, bigint>();
  const commits = Math.ceil(world.options.seconds * COMMITS_PER_SECOND);
  for (let commit = 0; commit < commits; commit += 1) {
    await wait(choices.real() * MAX_PAUSE_MS);
    const ids = await commitRows(world, account, choices);
    const atNs = process.hrtime.bigint();
    for (const id of ids) committedAtNs.set(id, atNs);
  }
  const sightings = await watcher.ask({ changes: committedAtNs.size, timeoutMs: GIVE_UP_MS });
  const seen = new Set<string>();
  const delaysMs: number[] = [];
  for (const { transactionId, atNs } of sightings) {
    const committed = committedAtNs.get(transactionId);
    if (committed === undefined) throw new Error(`${NAME}: ${transactionId} was seen, but never written`);
    seen.add(transactionId);
    delaysMs.push(Number(atNs - committed) / 1e6);
  }
  return {
    p50: quantile(delaysMs, 0.5),
    p99: quantile(delaysMs, 0.99),
    max: Math.max(...delaysMs),
    lost: committedAtNs.size - seen.size,
    doubled: sightings.length - seen.size,
  };
}

/** One commit of a few new rows; their ids. */
async function commitRows(world: World, account: AccountKey, choices: Choices): Promise<readonly string[]> {
  const { commands, sql } = world.installation;
  const writes = Array.from({ length: choices.whole(1, MAX_COMMIT_ROWS) }, () => {
    const row = { ...chooseRow(choices, choices.whole(0, 999_999_999), 'EUR'), sourceId: null };
    return planPut(commands, { id: commands.newId(), account, row, revision: 1 });
  });
  await sql.begin((db) => writeTransactions(db, account, writes));
  return writes.map(({ id }) => id);
}

/** An account of an organization of its own in the same tables, so that the measured one stays as it was seeded. */
async function createPlace({ installation }: World): Promise<AccountKey> {
  const { commands, sql } = installation;
  const { id: organizationId } = await createOrganization(commands, 'Bench freshness');
  await createCustomer(commands, organizationId);
  const tenant: Tenant = { organizationId, environment: 'live' };
  const place = (await listPlaces(sql, organizationId)).find(({ environment }) => environment === 'live');
  if (place === undefined) throw new Error('the customer has no account');
  return { ...tenant, ...place };
}
