import { type Clock, sleep } from '../clock.ts';
import { CausewayError } from '../errors.ts';
import type { AccountDigest } from '../wire.ts';
import { type AccountSum, addHash, EMPTY_SUM, formatChecksum, hashTransaction } from './checksum.ts';
import type { MirrorClient } from './run.ts';
import type { MirrorFilter, MirrorStorage } from './storage.ts';

/**
 * `equal`: proved to hold exactly what the server holds. `different`: proved not to. `damaged`: the rows no longer are what
 * was stored, as something else has written them. `unsettled`: the account kept changing, so that nothing could be proved.
 */
export type Verdict = 'equal' | 'different' | 'damaged' | 'unsettled';

/** Number of transactions, and their checksum as the contract's digest has it. */
export interface CountAndChecksum {
  readonly count: number;
  readonly checksum: string;
}

/** What the comparison of one account came to, with both sides. */
export interface AccountVerdict {
  readonly accountId: string;
  readonly verdict: Verdict;
  /** Null when the server does not have the account any more. */
  readonly server: CountAndChecksum | null;
  readonly mirror: CountAndChecksum;
}

/** What the comparison of the whole mirror came to. */
export interface MirrorReport {
  /** Every account is proved to be equal. */
  readonly equal: boolean;
  readonly accounts: readonly AccountVerdict[];
}

/** How thoroughly to compare, and how to end early. */
export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Sum up every row (the default) instead of trusting the sums that were kept write by write. */
  readonly recompute?: boolean | undefined;
  readonly onAccount?: ((verdict: AccountVerdict) => void) | undefined;
}

export interface VerifyParts {
  readonly client: MirrorClient;
  readonly storage: MirrorStorage;
  readonly filter: MirrorFilter;
  readonly clock: Clock;
  /** Reads the mirror's own stream to its end. */
  readonly catchUp: () => Promise<unknown>;
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 250;
const ROWS_PER_PAGE = 1_000;

/** Compares every account with the server's digest, one after the other. */
export async function verifyMirror(parts: VerifyParts, options: VerifyOptions): Promise<MirrorReport> {
  await parts.catchUp();
  const accounts: AccountVerdict[] = [];
  for (const accountId of await findAccountIds(parts, options)) {
    const verdict = await verifyAccount(parts, accountId, options);
    options.onAccount?.(verdict);
    accounts.push(verdict);
  }
  return { equal: accounts.every(({ verdict }) => verdict === 'equal'), accounts };
}

/** Those of the server and those of the mirror: an account that one of them lacks would otherwise go unseen. */
async function findAccountIds({ client, storage, filter }: VerifyParts, { signal }: VerifyOptions): Promise<string[]> {
  const ids = new Set((await storage.listAccountSums()).keys());
  if (filter.accountId !== null) ids.add(filter.accountId);
  else
    for await (const { id } of client.iterate.accounts(
      { fields: 'id', limit: 500, ...(filter.connectionId === null ? {} : { connectionId: filter.connectionId }) },
      { signal },
    ))
      ids.add(id);
  return [...ids].sort();
}

/**
 * The contract's comparison: take the digest, read the own stream to its end, and see that nothing has changed in the
 * account since the digest. Where something has, try again.
 */
async function verifyAccount(parts: VerifyParts, accountId: string, options: VerifyOptions): Promise<AccountVerdict> {
  for (let attempt = 1; ; attempt += 1) {
    const digest = await findDigest(parts.client, accountId, options);
    await parts.catchUp();
    const own = await sumAccount(parts.storage, accountId, options.recompute ?? true);
    const settled = own !== null && (await isUnchanged(parts.client, digest, options));
    if (settled || attempt === ATTEMPTS) return toVerdict(accountId, digest, own?.sum ?? EMPTY_SUM, settled && own);
    await sleep(parts.clock, FIRST_PAUSE_MS * 2 ** (attempt - 1), options.signal);
  }
}

/** Null when the account is gone; an account that is there without its digest is not. */
async function findDigest(client: MirrorClient, accountId: string, { signal }: VerifyOptions) {
  try {
    return await client.getAccountDigest({ accountId }, { signal });
  } catch (error) {
    if (!isNotFound(error) || (await exists(client, accountId, signal))) throw error;
    return null;
  }
}

async function exists(client: MirrorClient, accountId: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await client.getAccount({ accountId }, { signal });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof CausewayError && error.code === 'not_found';
}

/** An account that is gone stays gone: ids are not given twice. */
async function isUnchanged(client: MirrorClient, digest: AccountDigest | null, { signal }: VerifyOptions) {
  if (digest === null) return true;
  const { accountId, headCursor: cursor } = digest;
  const { events } = await client.syncTransactions({ accountId, cursor, limit: 1 }, { signal });
  return events.length === 0;
}

interface OwnSum {
  readonly sum: AccountSum;
  /** The rows are not those that were written. */
  readonly damaged: boolean;
}

/** Null when another process wrote in between, so that rows and kept sum do not belong together. */
async function sumAccount(storage: MirrorStorage, accountId: string, recompute: boolean): Promise<OwnSum | null> {
  const revision = (await storage.load())?.revision;
  const kept = (await storage.listAccountSums()).get(accountId) ?? EMPTY_SUM;
  if (!recompute) return { sum: kept, damaged: false };
  const sum = await sumRows(storage, accountId);
  if ((await storage.load())?.revision !== revision) return null;
  return { sum, damaged: kept.count !== sum.count || kept.sum !== sum.sum };
}

async function sumRows(storage: MirrorStorage, accountId: string): Promise<AccountSum> {
  let sum = EMPTY_SUM;
  let afterId: string | null = null;
  for (;;) {
    const rows = await storage.listRows(accountId, { afterId, limit: ROWS_PER_PAGE });
    for (const row of rows) sum = addHash(sum, hashTransaction(row));
    afterId = rows.at(-1)?.id ?? null;
    if (rows.length < ROWS_PER_PAGE) return sum;
  }
}

function toVerdict(
  accountId: string,
  digest: AccountDigest | null,
  sum: AccountSum,
  settled: OwnSum | false | null,
): AccountVerdict {
  const server = digest === null ? null : { count: digest.count, checksum: digest.checksum };
  const mirror = { count: sum.count, checksum: formatChecksum(sum.sum) };
  const facts = { accountId, server, mirror };
  if (settled === false || settled === null) return { ...facts, verdict: 'unsettled' };
  const wanted = server ?? { count: 0, checksum: formatChecksum(0n) };
  if (wanted.count === mirror.count && wanted.checksum === mirror.checksum)
    return { ...facts, verdict: settled.damaged ? 'damaged' : 'equal' };
  return { ...facts, verdict: settled.damaged ? 'damaged' : 'different' };
}
