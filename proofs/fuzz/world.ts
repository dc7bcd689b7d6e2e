import { setTimeout as delay } from 'node:timers/promises';
import { finishSyncRun, STOPPED_RUN } from '../../src/store/connections/sync-runs.ts';
import { nobodyAs, type PathIds } from '../../test/support/calls/every-operation.ts';
import { type Stock, stockTenant } from '../../test/support/records/stocked-tenant.ts';
import type { RunningSystem } from '../../test/support/system/running-system.ts';
import { ONLY_SCOPE } from './expectation.ts';
import type { IdRef, KeyKind } from './fuzz-request.ts';

/** Settings of the server: no request may be held back, as what limits do is tested on its own. */
export const WITHOUT_LIMITS = {
  CAUSEWAY_RATE_LIMIT_PER_KEY: '0',
  CAUSEWAY_RATE_LIMIT_PER_ORGANIZATION: '0',
  CAUSEWAY_FAILED_KEY_LIMIT: '0',
};
/** Two transactions that may be one. */
const ROWS = [{}, { rawDescription: 'COFFEE TO GO' }];
/** How many of each thing an organization begins with. */
const STOCKS = 3;

/** A server with organizations that hold one of everything and more. */
export interface World {
  readonly system: RunningSystem;
  /** Goes on with an organization on which nobody has acted yet. */
  renew(): Promise<void>;
  keyOf(kind: KeyKind): string | null;
  idOf(ref: IdRef): string;
  /** Takes note of an id that an answer told. */
  learn(idOf: string, id: string): void;
  /** Ends every run of a file until the work is over, as a worker would: nothing here waits for one. */
  withUploads<T>(work: () => Promise<T>): Promise<T>;
}

type Ids = Map<string, string[]>;

export async function createWorld(system: RunningSystem): Promise<World> {
  const { commands, evidence } = system.installation;
  const { sql } = system.database;
  const others = await system.createOrganization();
  const foreign: Ids = new Map();
  addStock(foreign, await stockTenant(commands, others.id, 'test'));
  const spent = {
    expired: await system.createKey(others.id, 'test'),
    revoked: await system.createKey(others.id, 'test'),
  };
  const idOfKey = (key: string) => key.split('_')[2] ?? '';
  await sql`update api_keys set expires_at = now() - interval '1 second' where key_id = ${idOfKey(spent.expired)}`;
  await sql`update api_keys set revoked_at = now() where key_id = ${idOfKey(spent.revoked)}`;
  const document = await evidence.put(Buffer.from('%PDF-1.7 one'), { maxBytes: 100 });
  let own: Ids = new Map();
  let keys: Readonly<Partial<Record<KeyKind, string>>> = {};
  return {
    system,
    renew: async () => {
      const { id, test, live: liveCaller } = await system.createOrganization();
      own = new Map([['institutionId', ['harbor-demo-bank', 'ridgeline-demo-bank', 'no-such-bank']]]);
      for (let count = 0; count < STOCKS; count += 1) addStock(own, await stockTenant(commands, id, 'test', ROWS));
      // An entity belongs to both environments, and is not foreign.
      const { entityId: _, ...live } = await stockTenant(commands, id, 'live');
      addStock(foreign, live);
      keys = { own: test.key, live: liveCaller.key, scopeless: await system.createKey(id, 'test', [ONLY_SCOPE]) };
      // What is stocked are rows; these have bytes.
      await sql`update statements set sha256 = ${document.sha256}`;
      await sql`update sync_run_steps set screenshot_sha256 = ${document.sha256}`;
      // The newer one of a suggestion is there, too.
      await sql`update suggestions s set newer_id = t.id from transactions t
        where s.organization_id = ${id} and t.organization_id = ${id} and t.account_id = s.account_id and t.id <> s.older_id`;
      await sql`update quarantined_files set file_sha256 = ${document.sha256} where organization_id = ${id}`;
    },
    keyOf: (kind) => {
      if (kind === 'missing') return null;
      if (kind === 'malformed') return 'way_test_short';
      if (kind === 'unknown') return `way_test_nobody_${'x'.repeat(30)}`;
      return kind === 'expired' || kind === 'revoked' ? spent[kind] : (keys[kind] ?? '');
    },
    idOf: ({ idOf, from, index }) => {
      if (from === 'nobody') return nobodyAs(idOf as keyof PathIds); // Any name gives a well-formed id.
      const ids = (from === 'own' ? own : foreign).get(idOf) ?? [];
      return ids[index % ids.length] ?? (idOf.startsWith('cursor') ? 'lc_none' : nobodyAs(idOf as keyof PathIds));
    },
    learn: (idOf, id) => addId(own, idOf, id),
    withUploads: (work) => withUploads(system, work),
  };
}

function addStock(ids: Ids, { account: _, ...stock }: Partial<Stock>): void {
  for (const [name, id] of Object.entries(stock)) if (name !== 'institutionId') addId(ids, name, String(id));
}

function addId(ids: Ids, name: string, id: string): void {
  const known = ids.get(name) ?? [];
  if (!known.includes(id)) known.push(id);
  // The latest are the most interesting; an index means the same one until then.
  ids.set(name, known.slice(-12));
}

async function withUploads<T>({ database: { sql } }: RunningSystem, work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const ending = (async () => {
    while (!isOver) {
      const queued = await sql<{ organizationId: string; id: string }[]>`select organization_id, id from sync_runs
        where trigger = 'upload' and status = 'queued'`;
      for (const { organizationId, id } of queued)
        await finishSyncRun(sql, { organizationId, environment: 'test' }, id, {
          ...STOPPED_RUN,
          finishedAt: new Date().toISOString(),
        });
      await delay(5);
    }
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await ending;
  }
}
