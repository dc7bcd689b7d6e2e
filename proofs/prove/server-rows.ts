import { ENVIRONMENTS, type Environment } from '../../src/domain/environment.ts';
import type { Db } from '../../src/infra/database.ts';
import { getStreamHead } from '../../src/store/transactions/transaction-stream.ts';

/** A live row of the server, read past the API and the stream. */
export interface ServerRow {
  readonly id: string;
  readonly environment: Environment;
  readonly connectionId: string;
  readonly accountId: string;
  readonly body: string;
}

/** The server's state when all is quiet. */
export interface ServerState {
  readonly rows: ReadonlyMap<string, ServerRow>;
  readonly heads: Readonly<Record<Environment, number>>;
  readonly tombstones: number;
}

export async function readServer(db: Db, organizationId: string): Promise<ServerState> {
  const rows = await db<ServerRow[]>`select id, environment, connection_id, account_id, body from transactions
    where organization_id = ${organizationId} and removed_at is null`;
  const [gone] = await db<{ count: bigint }[]>`select count(*) from transactions
    where organization_id = ${organizationId} and removed_at is not null`;
  const heads = { live: 0, test: 0 };
  for (const environment of ENVIRONMENTS)
    heads[environment] = Number(await getStreamHead(db, { organizationId, environment }));
  return { rows: new Map(rows.map((row) => [row.id, row])), heads, tombstones: Number(gone?.count ?? 0n) };
}
