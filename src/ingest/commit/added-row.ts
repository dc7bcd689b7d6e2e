import type { NormalisedRow } from '../../domain/observation.ts';
import { renderTransaction } from '../../domain/transaction-body.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { AccountKey, TransactionWrite } from '../../store/transactions/transaction-writes.ts';

/**
 * The write of a new transaction. Its ids are made and its text is rendered when it is written: those of a first sync would
 * fill the memory, and take time in which the server has nothing to do.
 */
export class AddedRow {
  readonly type = 'added';
  readonly revision = 1;
  readonly changedFields: readonly never[] = [];
  readonly account: AccountKey;
  readonly at: Instant;
  readonly syncRunId: string;
  readonly evidence: TransactionWrite['evidence'];
  readonly row: NormalisedRow;
  private readonly ids: { newId(): string };
  private knownId: string | null = null;
  private knownEventId: string | null = null;

  constructor(
    row: NormalisedRow,
    place: { readonly account: AccountKey; readonly at: Instant; readonly syncRunId: string },
    evidence: TransactionWrite['evidence'],
    ids: { newId(): string },
  ) {
    this.account = place.account;
    this.ids = ids;
    this.at = place.at;
    this.syncRunId = place.syncRunId;
    this.evidence = evidence;
    this.row = row;
  }

  get id(): string {
    this.knownId ??= this.ids.newId();
    return this.knownId;
  }

  get eventId(): string {
    this.knownEventId ??= this.ids.newId();
    return this.knownEventId;
  }

  get body(): string {
    const { connectionId, accountId } = this.account;
    return renderTransaction({ id: this.id, connectionId, accountId, updatedAt: this.at, ...this.row.content });
  }
}
