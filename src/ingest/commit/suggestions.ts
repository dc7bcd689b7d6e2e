import type { NormalisedRow } from '../../domain/observation.ts';
import { voidsSuggestion } from '../../domain/suggestion.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import {
  insertSuggestions,
  type NewSuggestion,
  supersedeOlderAccounts,
  supersedeSuggestions,
} from '../../store/suggestions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import type { TransactionWrite } from '../../store/transactions/transaction-writes.ts';
import type { AccountCommit } from '../accounts/account-outcome.ts';

/** What a run writes, and from which accounts. */
interface RunWrites {
  readonly commits: readonly AccountCommit[];
  readonly writes: readonly TransactionWrite[];
}

/**
 * Closes the suggestions about transactions that these writes take away or make into something else, and those about
 * accounts that were not listed any more and are again.
 */
export async function closeOvertaken(
  db: Db,
  tenant: Tenant,
  { commits, writes }: RunWrites,
  at: Instant,
): Promise<void> {
  // A file that names an account does not tell that the bank lists it.
  const read = commits.flatMap(({ existing, source }) => (existing === null || source === 'file' ? [] : [existing.id]));
  await supersedeOlderAccounts(db, tenant.organizationId, read, at);
  const overtaken = writes.filter(
    (write) => write.type === 'removed' || (write.type === 'modified' && voidsSuggestion(write.changedFields)),
  );
  await supersedeSuggestions(
    db,
    tenant.organizationId,
    overtaken.map(({ id }) => id),
    at,
  );
}

/**
 * Keeps the pairs that reconciliation was not sure about, for a person to decide. Called once the rows are written. A pair
 * whose older transaction goes in the same commit needs no decision.
 */
export async function keepSuggestions(
  db: Db,
  tenant: Tenant,
  { commits, writes }: RunWrites,
  moment: { readonly at: Instant; newId(): string },
): Promise<void> {
  const accounts = commits.flatMap(({ key, pairs = [] }) =>
    pairs.map(({ id: olderId, reasons }): NewSuggestion => {
      const { connectionId, accountId } = key;
      const pair = { olderId, newerId: accountId, reasons, connectionId, accountId };
      return { ...pair, id: moment.newId(), kind: 'account', createdAt: moment.at };
    }),
  );
  await insertSuggestions(db, tenant, accounts);
  const proposals = commits.flatMap(({ key, changes }) => changes.suggestions.map((pair) => ({ ...pair, key })));
  if (proposals.length === 0) return;
  const idOf = new Map<NormalisedRow, string>();
  const removed = new Set<string>();
  for (const write of writes) {
    if (write.type === 'added') idOf.set(write.row, write.id);
    if (write.type === 'removed') removed.add(write.id);
  }
  const kept = proposals.flatMap(({ key, transactionId, row, reasons }): NewSuggestion[] => {
    const newerId = idOf.get(row);
    if (newerId === undefined || removed.has(transactionId)) return [];
    const { connectionId, accountId } = key;
    const pair = { olderId: transactionId, newerId, reasons, connectionId, accountId };
    return [{ ...pair, id: moment.newId(), kind: 'transaction', createdAt: moment.at }];
  });
  await insertSuggestions(db, tenant, kept);
}
