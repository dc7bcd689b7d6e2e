import type { CommandParts } from '../../src/commands/parts.ts';
import type { ObservedRow } from '../../src/domain/observation.ts';
import { renderTransaction } from '../../src/domain/transaction-body.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { normaliseRow } from '../../src/ingest/accounts/normalise.ts';
import type { AccountKey, TransactionWrite } from '../../src/store/transactions/transaction-writes.ts';

type Parts = Pick<CommandParts, 'newId' | 'nowMs'>;

/** A transaction that a later write can change. */
export interface KnownRow {
  readonly id: string;
  readonly account: AccountKey;
  readonly row: ObservedRow;
  readonly revision: number;
}

/** The write that shows a row for the first time, or in its next state. Its body is rendered as the product renders it. */
export function planPut(parts: Parts, known: KnownRow): TransactionWrite & { readonly body: string } {
  const row = normaliseRow(known.row);
  const { id, account, revision } = known;
  const { connectionId, accountId } = account;
  const at = instantFromMs(parts.nowMs());
  return {
    ...baseOf(parts, known),
    type: revision === 1 ? 'added' : 'modified',
    row,
    body: renderTransaction({ id, connectionId, accountId, updatedAt: at, ...row.content }),
    changedFields: revision === 1 ? [] : ['status', 'postedDate'],
  };
}

/** The write that takes a pending row away because it was never booked. */
export function planExpiry(parts: Parts, known: KnownRow): TransactionWrite {
  return { ...baseOf(parts, known), type: 'removed', reason: 'pendingExpired', replacedById: null };
}

function baseOf(parts: Parts, { id, account, revision }: KnownRow) {
  const at = instantFromMs(parts.nowMs());
  return { account, id, eventId: parts.newId(), at, revision, evidence: null, syncRunId: null };
}
