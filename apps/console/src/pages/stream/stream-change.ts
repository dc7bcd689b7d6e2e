import type { StreamMessage } from '../../api/event-stream.ts';
import type { Schemas } from '../../api/operation-types.ts';

type Transaction = Schemas['Transaction'];

/** One change as it came. */
export interface StreamChange {
  readonly eventId: string;
  readonly eventAt: string;
  readonly type: 'added' | 'modified' | 'removed';
  readonly transactionId: string;
  readonly accountId: string;
  /** Null for what was removed. */
  readonly transaction: Transaction | null;
  readonly reason: string | null;
  readonly replacedByTransactionId: string | null;
  /** Where a client stands that has applied it; null within a page. */
  readonly cursor: string | null;
  /** Fields that differ from what was seen of the transaction before; null where nothing was. */
  readonly changedFields: readonly string[] | null;
}

/** An event of the stream, as its operations send it. */
type SentEvent =
  | {
      readonly eventId: string;
      readonly eventAt: string;
      readonly type: 'added' | 'modified';
      readonly transaction: Transaction;
    }
  | {
      readonly eventId: string;
      readonly eventAt: string;
      readonly type: 'removed';
      readonly transactionId: string;
      readonly accountId: string;
      readonly reason: string;
      readonly replacedByTransactionId: string | null;
    };

/** An event as a change; `seen` is what is known of its transaction. */
export function toChange(event: SentEvent, cursor: string | null, seen: Transaction | undefined): StreamChange {
  const shared = { eventId: event.eventId, eventAt: event.eventAt, type: event.type, cursor };
  if (event.type === 'removed')
    return {
      ...shared,
      ...{ transactionId: event.transactionId, accountId: event.accountId, transaction: null },
      ...{ reason: event.reason, replacedByTransactionId: event.replacedByTransactionId, changedFields: null },
    };
  const { transaction } = event;
  return {
    ...shared,
    ...{ transactionId: transaction.id, accountId: transaction.accountId, transaction },
    ...{ reason: null, replacedByTransactionId: null },
    changedFields: seen === undefined ? null : differencesOf(seen, transaction),
  };
}

/** The event of a message of the live stream; null for messages of another kind. */
export function readEvent({ event, data }: StreamMessage): SentEvent | null {
  if (event !== 'added' && event !== 'modified' && event !== 'removed') return null;
  return JSON.parse(data) as SentEvent; // Of the contract's form for these messages.
}

function differencesOf(before: Transaction, after: Transaction): string[] {
  const former: Readonly<Record<string, unknown>> = { ...before };
  return Object.entries(after).flatMap(([name, value]) =>
    name !== 'updatedAt' && former[name] !== value ? [name] : [],
  );
}
