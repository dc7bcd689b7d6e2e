import type {
  AccountKind,
  AccountScheme,
  Balance,
  BalanceType,
  Charge,
  Counterparty,
  Entry,
  EntryDetail,
  InstructedAmount,
  PaymentReferences,
  TransactionCodes,
} from '../statement.ts';

/** One movement to be written. An `Entry` that was read is one. */
export interface OutgoingEntry {
  /** `YYYY-MM-DD`; null only for an entry that is not booked, in formats that have such entries. */
  readonly bookingDate: string | null;
  readonly valueDate?: string | null;
  /** Signed decimal, credit positive. */
  readonly amount: string;
  /** The account's when absent. */
  readonly currency?: string | null;
  /** The side of a zero amount; any other amount has it in its sign. */
  readonly entryType?: Entry['entryType'];
  /** `posted` when absent. */
  readonly status?: Entry['status'];
  readonly isReversal?: boolean;
  readonly description?: string | null;
  readonly counterparty?: Partial<Counterparty>;
  readonly bankReference?: string | null;
  readonly customerReference?: string | null;
  readonly references?: Partial<PaymentReferences>;
  readonly codes?: Partial<TransactionCodes>;
  readonly instructed?: InstructedAmount | null;
  readonly charges?: readonly Charge[];
  readonly availability?: Entry['availability'];
  readonly details?: readonly EntryDetail[];
  /** The caller's own stable id, for the format that needs one (OFX) and an entry that the bank gave none. */
  readonly id?: string | null;
}

/** A balance that the file is to state; an `opening` one is that before the first entry of its day. */
export interface OutgoingBalance {
  readonly type: Exclude<BalanceType, 'other'>;
  /** Signed decimal. */
  readonly amount: string;
  readonly date: string;
}

/** An account as a file can name it. A format that has no place for a part reports the loss. */
export interface OutgoingAccount {
  /** IBAN or other number. */
  readonly id: string;
  /** Told from the number when absent. */
  readonly scheme?: AccountScheme;
  /** ISO 4217. */
  readonly currency: string;
  readonly kind?: AccountKind | null;
  readonly name?: string | null;
  readonly ownerName?: string | null;
  /** BIC, or routing number. */
  readonly servicerId?: string | null;
}

/** One account and one stretch of days; formats that know no longer one take it day by day, see `splitByDay`. */
export interface OutgoingStatement {
  readonly account: OutgoingAccount;
  readonly statementId: string;
  readonly sequenceNumber?: string | null;
  /** The day the statement speaks for, `YYYY-MM-DD`. */
  readonly asOfDate: string;
  readonly periodFrom?: string | null;
  readonly periodTo?: string | null;
  readonly balances: readonly OutgoingBalance[];
  /** May be produced while it is written, so that any number of entries needs no memory. */
  readonly entries: Iterable<OutgoingEntry> | AsyncIterable<OutgoingEntry>;
}

/** Statements, produced while they are written or all at hand. */
export type OutgoingStatements = Iterable<OutgoingStatement> | AsyncIterable<OutgoingStatement>;

/** What stands around the statements. */
export interface OutgoingFile {
  readonly fileId: string;
  readonly senderId: string;
  readonly receiverId: string;
  /** Instant in UTC, `2026-01-05T12:00:00Z`. */
  readonly createdAt: string;
}

/** The balance of one type, or null. */
export function findOutgoingBalance(
  balances: readonly OutgoingBalance[],
  type: Balance['type'],
): OutgoingBalance | null {
  return balances.find((balance) => balance.type === type) ?? null;
}
