import { seededChoices } from '../../test/support/choices.ts';
import type { World } from '../harness/world.ts';
import { positionAt } from '../organization/organization.ts';
import { type HttpLoad, openHttpLoad } from './http-load.ts';

/** As many as `pgbench` gets. */
export const CLIENTS = 8;
export const PAGE_EVENTS = 500;
/** An event is larger than this, so a full page cannot be smaller than so many times it. */
const MIN_EVENT_BYTES = 200;
/** Cursors that a turn draws from: more than the pages it reads before they come again, made before it starts. */
const CURSORS = 20_000;

/** Clients that read pages of 500 from random positions; `query` is added to each request. */
export async function openStreamLoad(
  world: World,
  server: { readonly url: string },
  options: { readonly name: string; readonly query?: string; readonly minEventBytes?: number },
): Promise<HttpLoad> {
  const organization = await world.organization();
  const choices = seededChoices(`${world.options.seed}/${options.name}`);
  const paths = Array.from({ length: CURSORS }, () => {
    const cursor = world.cursorAt(organization, positionAt(organization, choices.real(), choices.real()));
    return `/v1/transactions/sync?limit=${PAGE_EVENTS}&cursor=${cursor}${options.query ?? ''}`;
  });
  let next = 0;
  return openHttpLoad({
    url: server.url,
    key: await world.createKey(organization),
    clients: CLIENTS,
    minBytes: PAGE_EVENTS * (options.minEventBytes ?? MIN_EVENT_BYTES),
    nextPath: () => {
      next = (next + 1) % paths.length;
      return paths[next] ?? '';
    },
  });
}
