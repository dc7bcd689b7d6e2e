import { mergeViews, type TransactionViews } from '../../domain/reconcile/merge-views.ts';
import { changedFields } from '../../domain/transaction.ts';
import { renderTransaction } from '../../domain/transaction-body.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { findAccount } from '../../store/accounts/accounts.ts';
import { insertEvents } from '../../store/events/events.ts';
import { type SuggestionRow, supersedeSuggestions } from '../../store/suggestions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import {
  findMergeableTransaction,
  type MergeableTransaction,
  moveIdentity,
} from '../../store/transactions/transaction-merge.ts';
import { listTransactionViews, upsertTransactionViews } from '../../store/transactions/transaction-views.ts';
import { type TransactionWrite, writeTransactions } from '../../store/transactions/transaction-writes.ts';
import { renewBalances } from './renew-balances.ts';

interface Moment {
  readonly at: Instant;
  newId(): string;
}

/**
 * Makes two transactions of one account one, in the caller's transaction, which holds the connection's lock: writes,
 * balances, events. Takes the stream head last. Throws when either is gone: its removal would have closed the suggestion.
 */
export async function mergeTransactions(
  db: Db,
  tenant: Tenant,
  suggestion: SuggestionRow,
  moment: Moment,
): Promise<void> {
  const older = await findMergeableTransaction(db, tenant, suggestion.olderId);
  const newer = await findMergeableTransaction(db, tenant, suggestion.newerId);
  const account = await findAccount(db, tenant, suggestion.accountId);
  if (older === null || newer === null || account === null)
    throw new Error('an open suggestion names a transaction that is gone');
  const views = await joinViews(db, older, newer);
  const content = views === null ? newer.content : mergeViews(views);
  await moveIdentity(db, tenant.organizationId, newer, older);
  await supersedeSuggestions(db, tenant.organizationId, [older.id, newer.id], moment.at);
  const change = { gone: [older.content, newer.content], come: [content], isRestated: false };
  await renewBalances(db, account, change, moment);
  const signals = [...new Set([older.connectionId, newer.connectionId])].map((connectionId) => ({
    id: moment.newId(),
    type: 'transactions.sync_available' as const,
    createdAt: moment.at,
    data: { connectionId, accountId: null, syncRunId: null },
  }));
  await insertEvents(db, tenant, signals);
  await writeTransactions(db, tenant, planWrites(tenant, older, { ...newer, content }, moment));
  if (views !== null)
    await upsertTransactionViews(db, tenant.organizationId, older.accountId, [{ id: older.id, views }]);
}

/** What each source has shown of the two; null where only one of them has. */
async function joinViews(
  db: Db,
  older: MergeableTransaction,
  newer: MergeableTransaction,
): Promise<TransactionViews | null> {
  const ids = [older.id, newer.id];
  const known = await listTransactionViews(db, older.organizationId, older.accountId, ids);
  const viewsOf = (transaction: MergeableTransaction): Partial<TransactionViews> => {
    const { content, pendingDate, valueDate, matchKey } = transaction;
    const own = { content, pendingDate, valueDate, matchKey };
    return known.get(transaction.id) ?? (known.has(transaction.id) ? { file: own } : { bank: own });
  };
  const { bank, file } = { ...viewsOf(older), ...viewsOf(newer) };
  return bank === undefined || file === undefined ? null : { bank, file };
}

/** The older one changes first, so that a client which applies one event at a time never lacks the money. */
function planWrites(
  tenant: Tenant,
  older: MergeableTransaction,
  newer: MergeableTransaction,
  { at, newId }: Moment,
): TransactionWrite[] {
  const base = ({ accountId, connectionId, entityId }: MergeableTransaction) => ({
    account: { ...tenant, accountId, connectionId, entityId },
    at,
    syncRunId: null,
    evidence: newer.evidenceId === null ? null : { id: newer.evidenceId, location: newer.evidenceLocation },
  });
  const { id, connectionId, accountId } = older;
  const { content, pendingDate, valueDate, matchKey } = newer;
  const changed = changedFields(older.content, content);
  const modified: TransactionWrite = {
    ...base(older),
    type: 'modified',
    id,
    eventId: newId(),
    revision: older.revision + 1,
    row: { sourceId: null, pendingDate, valueDate, content, matchKey, location: null },
    body: renderTransaction({ id, connectionId, accountId, updatedAt: at, ...content }),
    changedFields: changed,
  };
  const removed: TransactionWrite = {
    ...base(newer),
    type: 'removed',
    id: newer.id,
    eventId: newId(),
    revision: newer.revision + 1,
    reason: 'replaced',
    replacedById: id,
  };
  // Two that look alike to the last field leave nothing that a client could see change.
  return changed.length === 0 ? [removed] : [modified, removed];
}
