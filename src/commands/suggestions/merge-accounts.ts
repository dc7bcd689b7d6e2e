import type { NormalisedRow } from '../../domain/observation.ts';
import { reconcileAccount } from '../../domain/reconcile/reconcile-account.ts';
import { settleAccountPairs } from '../../domain/reconcile/settle-account-pairs.ts';
import { changedFields, type TransactionContent } from '../../domain/transaction.ts';
import { renderTransaction } from '../../domain/transaction-body.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import {
  absorbAccount,
  copyTransactionViews,
  giveTransactionAliases,
  takeTransactionAliases,
} from '../../store/accounts/account-merge.ts';
import { type AccountRow, findAccount } from '../../store/accounts/accounts.ts';
import { insertEvents } from '../../store/events/events.ts';
import { listOpenPairs, type SuggestionRow, supersedeSuggestions, writeSettledPairs } from '../../store/suggestions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { listMirrorRows, type StoredMirrorRow } from '../../store/transactions/transaction-mirror.ts';
import { type TransactionWrite, writeTransactions } from '../../store/transactions/transaction-writes.ts';
import { renewBalances } from './renew-balances.ts';

interface Moment {
  readonly at: Instant;
  newId(): string;
}

/** How long a row stays pending at a bank of which no definition says it. */
const PENDING_WINDOW_DAYS = 10;

/**
 * Makes two accounts one, in the caller's transaction, which holds the lock of the newer one's connection; the older one is
 * listed nowhere any more. The newer account's rows are read into the older one as if a source showed them there: what is
 * known keeps its older id, the rest is added, and all rows of the newer account go in favour of those. Takes the stream
 * head last.
 */
export async function mergeAccounts(
  db: Db,
  tenant: Tenant,
  { olderId, newerId, connectionId }: SuggestionRow,
  moment: Moment,
): Promise<void> {
  const [older, newer] = [await findAccount(db, tenant, olderId), await findAccount(db, tenant, newerId)];
  if (older === null || newer === null) throw new Error('an open suggestion names an account that is gone');
  const everything = { from: null, to: null, sourceIds: [] };
  const mirror = await listMirrorRows(db, tenant, olderId, everything);
  const shown = await listMirrorRows(db, tenant, newerId, everything);
  const merge = planMerge(mirror, shown, moment);
  const aliases = await takeTransactionAliases(db, tenant.organizationId, newerId);
  await absorbAccount(db, tenant, newerId, olderId);
  const merged = await findAccount(db, tenant, olderId);
  if (merged === null) throw new Error('the account that was to stay is gone');
  const gone = merge.modified.flatMap(({ known }) => [known.content]);
  const come = [...merge.modified, ...merge.added].map(({ row }) => row.content);
  await renewBalances(db, merged, { gone, come, isRestated: true }, moment);
  const closed = [...shown.map(({ id }) => id), ...merge.modified.map(({ known }) => known.id)];
  await supersedeSuggestions(db, tenant.organizationId, closed, moment.at);
  const open = await listOpenPairs(db, tenant.organizationId, [olderId, newerId]);
  await writeSettledPairs(db, tenant.organizationId, settleAccountPairs(open, { olderId, newerId }), moment.at);
  const connectionIds = new Set([connectionId, ...merge.modified.map(({ known }) => known.connectionId)]);
  await announce(db, tenant, { before: older, after: merged, connectionIds }, moment);
  await writeTransactions(db, tenant, renderMerge(merge, { tenant, older: merged, newer, shown }, moment));
  const heirs = aliases.flatMap(({ sourceId, transactionId }) => {
    const heir = merge.heirOf.get(transactionId);
    return heir === undefined ? [] : [{ sourceId, transactionId: heir }];
  });
  await giveTransactionAliases(db, tenant.organizationId, olderId, heirs);
  const fresh = new Set(merge.added.map(({ id }) => id));
  const heirOf = new Map([...merge.heirOf].filter(([, heir]) => fresh.has(heir)));
  await copyTransactionViews(db, tenant.organizationId, olderId, heirOf);
}

interface Merge {
  readonly modified: readonly { readonly known: StoredMirrorRow; readonly row: NormalisedRow }[];
  readonly added: readonly { readonly id: string; readonly row: NormalisedRow }[];
  /** By the id of a row of the newer account: the transaction of the older account that stands for it. */
  readonly heirOf: ReadonlyMap<string, string>;
}

function planMerge(mirror: readonly StoredMirrorRow[], shown: readonly StoredMirrorRow[], { newId }: Moment): Merge {
  const rows = new Map(shown.map((each) => [rowOf(each), each.id] as const));
  // Nothing is taken as gone: what only the older account has came before the newer one was found.
  const changes = reconcileAccount({
    mirror,
    rows: [...rows.keys()],
    coverage: { from: null, to: null, complete: true, proves: [] },
    sourceIds: 'none',
    pendingWindowDays: PENDING_WINDOW_DAYS,
  });
  const byId = new Map(mirror.map((row) => [row.id, row]));
  const added = changes.add.map(({ row }) => ({ id: newId(), row }));
  const heirs = [...changes.matched, ...added].map(({ id, row }) => [rows.get(row) ?? '', id] as const);
  return {
    modified: changes.modify.flatMap(({ id, row }) => {
      const known = byId.get(id);
      return known === undefined ? [] : [{ known, row }];
    }),
    added,
    heirOf: new Map(heirs),
  };
}

function rowOf({ content, pendingDate, valueDate, matchKey }: StoredMirrorRow): NormalisedRow {
  return {
    sourceId: null,
    pendingDate: pendingDate === null ? null : calendarDate(pendingDate),
    valueDate: valueDate == null ? null : calendarDate(valueDate),
    content,
    matchKey,
    location: null,
  };
}

interface Sides {
  readonly tenant: Tenant;
  /** The account that stays, as it is once the other one is taken over. */
  readonly older: AccountRow;
  readonly newer: AccountRow;
  readonly shown: readonly StoredMirrorRow[];
}

/** What stays comes first, so that a client which applies one event at a time never lacks the money. */
function renderMerge(merge: Merge, { tenant, older, newer, shown }: Sides, { at, newId }: Moment): TransactionWrite[] {
  const base = (account: AccountRow, connectionId: string) => ({
    account: { ...tenant, accountId: account.id, connectionId, entityId: account.entityId },
    at,
    syncRunId: null,
    evidence: null,
    eventId: newId(),
  });
  const body = (id: string, connectionId: string, content: TransactionContent) =>
    renderTransaction({ id, connectionId, accountId: older.id, updatedAt: at, ...content });
  return [
    ...merge.added.map(
      ({ id, row }): TransactionWrite => ({
        ...base(older, older.connectionId),
        type: 'added',
        id,
        revision: 1,
        row,
        body: body(id, older.connectionId, row.content),
        changedFields: [],
      }),
    ),
    ...merge.modified.map(
      ({ known, row }): TransactionWrite => ({
        ...base(older, known.connectionId),
        type: 'modified',
        id: known.id,
        revision: known.revision + 1,
        row,
        body: body(known.id, known.connectionId, row.content),
        changedFields: changedFields(known.content, row.content),
      }),
    ),
    ...shown.map(
      ({ id, connectionId, revision }): TransactionWrite => ({
        ...base(newer, connectionId),
        type: 'removed',
        id,
        revision: revision + 1,
        reason: 'replaced',
        replacedById: merge.heirOf.get(id) ?? null,
      }),
    ),
  ];
}

async function announce(
  db: Db,
  tenant: Tenant,
  change: { readonly before: AccountRow; readonly after: AccountRow; readonly connectionIds: ReadonlySet<string> },
  { at, newId }: Moment,
): Promise<void> {
  const { id: accountId, connectionId, entityId } = change.after;
  const changed = EXPOSED.filter((field) => change.before[field] !== change.after[field]);
  const updated = {
    type: 'account.updated',
    data: { accountId, connectionId, entityId, changedFields: changed },
  } as const;
  const signals = [...change.connectionIds].map((each) => ({
    type: 'transactions.sync_available' as const,
    data: { connectionId: each, accountId: null, syncRunId: null },
  }));
  const events = [...(changed.length === 0 ? [] : [updated]), ...signals];
  await insertEvents(
    db,
    tenant,
    events.map((event) => ({ ...event, id: newId(), createdAt: at })),
  );
}

/** Fields of the account that clients see under these names and that the newer one gives. */
const EXPOSED = [
  'connectionId',
  'type',
  'name',
  'status',
  'officialName',
  'accountNumber',
  'routingNumber',
  'swiftBic',
] as const;
