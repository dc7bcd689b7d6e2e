import type { Sql } from '../../src/infra/database.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { KeepAliveClient } from './keep-alive-client.ts';

/** What whole catch-ups showed, beside the table: both counts are 0 or the stream is broken. */
export interface CatchUpResult {
  readonly lost: number;
  readonly doubled: number;
}

/** One event's transaction; a client needs no more than this to count. */
interface PageJson {
  readonly events: readonly ({ readonly transaction: { readonly id: string } } | { readonly transactionId: string })[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

const PATH = '/v1/transactions/sync?limit=500&';

/**
 * Reads the whole stream from its beginning once with every client, side by side, and compares what each was shown with
 * the table. Nothing may be written meanwhile. Throws on an answer that is not a page.
 */
export async function countCatchUps(
  sql: Sql,
  tenant: Tenant,
  server: { readonly url: string; readonly key: string; readonly clients: number },
): Promise<CatchUpResult> {
  const placeOf = new Map<string, number>();
  const rows = sql<{ id: string }[]>`select id from transactions
    where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}`.cursor(10_000);
  for await (const batch of rows) for (const { id } of batch) placeOf.set(id, placeOf.size);
  const results = await Promise.all(
    Array.from({ length: server.clients }, () => countOneCatchUp(server.url, server.key, placeOf)),
  );
  const sum = (pick: (result: CatchUpResult) => number) => results.reduce((total, result) => total + pick(result), 0);
  return { lost: sum(({ lost }) => lost), doubled: sum(({ doubled }) => doubled) };
}

async function countOneCatchUp(url: string, key: string, placeOf: ReadonlyMap<string, number>): Promise<CatchUpResult> {
  const client = await KeepAliveClient.open(url, key, { keepsBodies: true });
  const shown = new Uint8Array(placeOf.size);
  let doubled = 0;
  try {
    for (let from = 'from=beginning'; ; ) {
      const { status, body } = await client.get(PATH + from);
      if (status !== 200) throw new Error(`a page of the catch-up was answered with ${status}: ${body.toString()}`);
      // The contract's own tests prove the form.
      const page = JSON.parse(body.toString()) as PageJson;
      for (const event of page.events) {
        const id = 'transaction' in event ? event.transaction.id : event.transactionId;
        const place = placeOf.get(id);
        if (place === undefined) throw new Error(`the stream showed ${id}, which the table does not hold`);
        if (shown[place] === 1) doubled += 1;
        shown[place] = 1;
      }
      if (!page.hasMore) break;
      from = `cursor=${page.nextCursor}`;
    }
  } finally {
    client.close();
  }
  return { lost: shown.reduce((lost, seen) => lost + (seen === 0 ? 1 : 0), 0), doubled };
}
