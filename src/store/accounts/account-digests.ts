import type { Db } from '../../infra/database.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Fingerprint of the current transactions of an account, and the head of the order in the same snapshot. */
export interface AccountDigest {
  readonly head: bigint;
  readonly count: bigint;
  /** Decimal text. */
  readonly sumPosted: string;
  readonly sumPending: string;
  /** Sum modulo 2^256 of one SHA-256 per transaction. */
  readonly checksum: bigint;
}

/**
 * Computes the digest of an account from its rows, in one statement and in the database: the hash of each row's text is
 * summed as eight words of 32 bits, which `numeric` adds exactly. Takes time in proportion to the account's rows.
 */
export async function computeAccountDigest(
  db: Db,
  tenant: Tenant,
  account: { readonly id: string; readonly currency: string },
): Promise<AccountDigest> {
  const word = (index: number) =>
    db`coalesce(sum(('x' || substr(t.hash, ${1 + index * 8}::int, 8))::bit(32)::bigint), 0)::text`;
  const [row] = await db<
    { head: bigint; count: bigint; sumPosted: string; sumPending: string; words: string[] }[]
  >`select
      (select head from stream_heads
        where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}) as head,
      count(*) as count,
      coalesce(sum(t.amount) filter (where t.status = 'posted' and t.currency = ${account.currency}), 0) as sum_posted,
      coalesce(sum(t.amount) filter (where t.status = 'pending' and t.currency = ${account.currency}), 0) as sum_pending,
      array[${word(0)}, ${word(1)}, ${word(2)}, ${word(3)}, ${word(4)}, ${word(5)}, ${word(6)}, ${word(7)}] as words
    from (
      select amount, status, currency, encode(sha256(convert_to(concat_ws(E'\t',
          body::json ->> 'id', body::json ->> 'status', coalesce(body::json ->> 'postedDate', ''), body::json ->> 'amount',
          body::json ->> 'currency', body::json ->> 'updatedAt'), 'UTF8')), 'hex') as hash
      from transactions
      where organization_id = ${tenant.organizationId} and environment = ${tenant.environment}
        and account_id = ${account.id} and removed_at is null
    ) t`;
  if (row === undefined) throw new Error('an aggregate gave no row');
  const { words, ...rest } = row;
  return { ...rest, checksum: joinWords(words) };
}

const MODULUS = 1n << 256n;

/** Eight sums, the most significant word first, as one number modulo 2^256. */
function joinWords(words: readonly string[]): bigint {
  return words.reduce((sum, word) => (sum << 32n) + BigInt(word), 0n) % MODULUS;
}
