import { createOrganization } from '../../src/commands/people/create-organization.ts';
import type { Db } from '../../src/infra/database.ts';
import type { Installation } from '../../src/main.ts';
import type { Tenant } from '../../src/store/tenants/tenant.ts';
import { getStreamHead } from '../../src/store/transactions/transaction-stream.ts';
import {
  type AccountKey,
  type TransactionWrite,
  writeTransactions,
} from '../../src/store/transactions/transaction-writes.ts';
import { type Choices, seededChoices } from '../../test/support/choices.ts';
import { createCustomer, listPlaces } from '../../test/support/records/customers.ts';
import { DEEP_POSITION, type Organization } from './organization.ts';
import { type KnownRow, planExpiry, planPut } from './row-writer.ts';
import { bookRow, chooseRow } from './sample-row.ts';

const CUSTOMERS = 5;
const ENVIRONMENT = 'live';
/** New rows of one commit. A small organization is written in smaller commits, so that it spreads over all positions too. */
const MAX_COMMIT_ROWS = 1_000;
const MIN_COMMITS = 50;
/** Where the head ends: far enough behind the deep position for pages to follow it. */
const HEAD = (DEEP_POSITION * 12n) / 10n;
const BOOKED_SHARE = 0.7;

interface Seeding {
  readonly installation: Installation;
  readonly choices: Choices;
  readonly accounts: readonly AccountKey[];
  readonly stride: number;
  written: number;
  bodyBytes: number;
  bodies: number;
  pending: KnownRow[];
}

/**
 * An organization of that many transactions, written commit by commit through the product's own write path. About three in
 * a hundred rows appear as pending and are booked or expire with the next commit. Between commits the head is moved on, as
 * if the rows had changed many times: what is left of such a history is one row at its latest position.
 */
export async function seedOrganization(
  installation: Installation,
  { rows, seed }: { readonly rows: number; readonly seed: string },
  progress: (text: string) => void,
): Promise<Organization> {
  const { commands, sql } = installation;
  const { id: organizationId } = await createOrganization(commands, 'Bench');
  for (let count = 0; count < CUSTOMERS; count += 1) await createCustomer(commands, organizationId);
  const tenant = { organizationId, environment: ENVIRONMENT } as const;
  const places = await listPlaces(sql, organizationId);
  const commitRows = Math.max(1, Math.min(MAX_COMMIT_ROWS, Math.floor(rows / MIN_COMMITS)));
  const commits = Math.ceil(rows / commitRows);
  const seeding: Seeding = {
    installation,
    choices: seededChoices(`${seed}/rows`),
    accounts: places.filter(({ environment }) => environment === ENVIRONMENT).map((place) => ({ ...tenant, ...place })),
    stride: Math.ceil(Number(HEAD) / commits),
    written: 0,
    bodyBytes: 0,
    bodies: 0,
    pending: [],
  };
  for (let commit = 0; commit < commits; commit += 1) {
    await writeCommit(seeding, tenant, commit, Math.min(commitRows, rows - seeding.written));
    if (commit % 50 === 49) progress(`seeding: ${seeding.written.toLocaleString('en-US')} transactions`);
  }
  // What autovacuum does a little later; without it the first reader of each row would pay for its hint bits.
  await sql`vacuum analyze transactions`;
  return {
    ...tenant,
    seed,
    rows,
    head: await getStreamHead(sql, tenant),
    commits,
    commitChanges: commitRows,
    stride: seeding.stride,
    meanBodyBytes: Math.round(seeding.bodyBytes / seeding.bodies),
  };
}

async function writeCommit(seeding: Seeding, tenant: Tenant, commit: number, count: number): Promise<void> {
  const { installation, choices, accounts } = seeding;
  const { commands, sql } = installation;
  const settled = seeding.pending.map((known) => {
    const next = { ...known, row: bookRow(known.row), revision: known.revision + 1 };
    return choices.chance(BOOKED_SHARE) ? planPut(commands, next) : planExpiry(commands, next);
  });
  const added = Array.from({ length: count }, (_, index): KnownRow => {
    const account = choices.pick(accounts);
    const row = chooseRow(choices, seeding.written + index, 'EUR');
    return { id: commands.newId(), account, row, revision: 1 };
  });
  const puts = added.map((known) => planPut(commands, known));
  for (const { body } of puts) seeding.bodyBytes += Buffer.byteLength(body);
  const writes: TransactionWrite[] = [...puts, ...settled];
  await sql.begin(async (db) => {
    await moveHead(db, tenant, BigInt(commit * seeding.stride));
    await writeTransactions(db, tenant, writes);
  });
  seeding.bodies += count;
  seeding.written += count;
  seeding.pending = added.filter(({ row }) => row.status === 'pending');
}

async function moveHead(db: Db, { organizationId, environment }: Tenant, head: bigint): Promise<void> {
  await db`update stream_heads set head = greatest(head, ${head})
    where organization_id = ${organizationId} and environment = ${environment}`;
}
