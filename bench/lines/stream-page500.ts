import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../test/support/processes/start-child.ts';
import { type Contestant, runRounds } from '../harness/rounds.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import { countCatchUps } from '../load/catch-up.ts';
import { openHttpLoad } from '../load/http-load.ts';
import { KeepAliveClient } from '../load/keep-alive-client.ts';
import { CLIENTS, openStreamLoad, PAGE_EVENTS } from '../load/stream-load.ts';
import { type Figure, measurementOf } from '../measurement.ts';
import { positionAt } from '../organization/organization.ts';
import { startDriverLoop } from '../references/driver-loop-contestant.ts';
import { capturePageQuery, type PageForm } from '../references/page-query.ts';
import { findPgbench, PGBENCH_MISSING, pgbenchContestant } from '../references/pgbench.ts';
import { readSessionSettings } from '../references/session-settings.ts';

const NAME = 'stream.page500';

/** A contestant that the product is compared with, and the figure that comes of it. */
interface Rival {
  readonly figure: string;
  readonly label: string;
  /** Null where it cannot run here. */
  readonly contestant: Contestant | null;
  readonly target?: { readonly of: 'ratio'; readonly atLeast: number };
}

export const streamPage500: Line = {
  name: NAME,
  about: 'pages of 500 events over HTTP, against pgbench, the bare driver and a bare node:http server',
  async measure(world) {
    const organization = await world.organization();
    const api = await world.api();
    const key = await world.createKey(organization);
    world.progress(`${NAME}: ${CLIENTS} clients read the whole stream once`);
    const counted = await countCatchUps(world.installation.sql, organization, { url: api.url, key, clients: CLIENTS });
    const load = await openStreamLoad(world, api, { name: NAME });
    const ends: (() => unknown)[] = [load.close];
    try {
      const product: Contestant = { name: 'product', run: load.run };
      const rivals = [
        await pgbenchRival(world, 'text', { of: 'ratio', atLeast: 0.55 }),
        await pgbenchRival(world, 'rows'),
        await driverRival(world, ends),
        await memoryRival(world, api.url, key, ends),
      ];
      const running = [product, ...rivals.flatMap(({ contestant }) => contestant ?? [])];
      const { rounds, seconds } = world.options;
      const valuesOf = await runRounds(running, { rounds, durationMs: seconds * 1_000 }, world.progress);
      return rivals.map(({ figure, label, contestant, target }) => {
        const values = contestant === null ? null : valuesOf(contestant);
        const base: Figure = {
          name: figure,
          unit: 'pages/s',
          values: valuesOf(product),
          reference: { name: label, values, ...(contestant === null ? { note: PGBENCH_MISSING } : {}) },
          counted,
        };
        return measurementOf(target === undefined ? base : { ...base, target }, organization);
      });
    } finally {
      for (const end of ends.reverse()) await end();
    }
  },
};

async function pgbenchRival(world: World, form: PageForm, target?: Rival['target']): Promise<Rival> {
  const program = findPgbench();
  const label = form === 'text' ? 'pgbench, same query' : 'pgbench, same rows as rows';
  const figure = form === 'text' ? NAME : `${NAME}.rows`;
  const organization = await world.organization();
  const { databaseUrl, sql } = world.installation;
  const contestant =
    program === null
      ? null
      : pgbenchContestant({
          name: label,
          program,
          databaseUrl,
          sessionSettings: await readSessionSettings(sql),
          query: await capturePageQuery(databaseUrl, organization, form),
          organization,
          clients: CLIENTS,
          scriptFile: join(world.folder, `${form}.sql`),
        });
  return target === undefined ? { figure, label, contestant } : { figure, label, contestant, target };
}

async function driverRival(world: World, ends: (() => unknown)[]): Promise<Rival> {
  const organization = await world.organization();
  const { databaseUrl, sql } = world.installation;
  const label = 'bare driver loop';
  const contestant = await startDriverLoop(label, {
    databaseUrl,
    sessionSettings: await readSessionSettings(sql),
    query: await capturePageQuery(databaseUrl, organization, 'rows'),
    organization,
    clients: CLIENTS,
    seed: world.options.seed,
  });
  ends.push(contestant.stop);
  return { figure: `${NAME}.driver`, label, contestant };
}

/** A page of the product, sent again and again. */
async function memoryRival(world: World, url: string, key: string, ends: (() => unknown)[]): Promise<Rival> {
  const organization = await world.organization();
  const cursor = world.cursorAt(organization, positionAt(organization, 0.5, 0));
  const path = `/v1/transactions/sync?limit=${PAGE_EVENTS}&cursor=${cursor}`;
  const client = await KeepAliveClient.open(url, key, { keepsBodies: true });
  const { body } = await client.get(path);
  client.close();
  const pageFile = join(world.folder, 'page.json');
  writeFileSync(pageFile, body);
  const file = new URL('../references/memory-server.ts', import.meta.url);
  const server = await startChild<{ readonly url: string }>(file, { pageFile });
  ends.push(server.stop);
  const load = await openHttpLoad({
    url: server.hello.url,
    key,
    clients: CLIENTS,
    minBytes: body.length,
    nextPath: () => path,
  });
  ends.push(load.close);
  const label = 'bare node:http from memory';
  return { figure: `${NAME}.memory`, label, contestant: { name: label, run: load.run } };
}
