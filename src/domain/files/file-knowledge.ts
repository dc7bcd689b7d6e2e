/** Order of day, month and year in a file that writes dates in digits. */
export const DATE_ORDERS = ['DMY', 'MDY', 'YMD'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/**
 * What a person knows about bank files that the files do not say. Kept per connection and per source of files, and given
 * when a file is accepted from quarantine; what is given later outranks what was known before.
 */
export interface FileKnowledge {
  /** Our account of every statement that names none. A file that names another account is refused. */
  readonly accountId?: string | null;
  /** Number of the account where no account of ours exists yet. */
  readonly accountNumber?: string | null;
  /** ISO 4217 code, for files that name none. */
  readonly currency?: string | null;
  readonly dateOrder?: DateOrder | null;
  /** How a CSV export is built, in the form of `CsvProfile` of `@causeway/bank-files`. */
  readonly csvProfile?: Readonly<Record<string, unknown>> | null;
  /** Refuses statements that are read with a warning otherwise, such as totals that do not add up. */
  readonly isStrict?: boolean | null;
  /** Takes the entries in front of the damage of a damaged statement. */
  readonly takesDamaged?: boolean | null;
  /** Takes accounts that are known to belong to another entity as accounts of this connection. */
  readonly takesForeign?: boolean | null;
}

/**
 * Put together from the most general to the most particular; null and what is left out say nothing. An account's id and
 * its number answer one question, so that either takes the place of both.
 */
export function mergeKnowledge(...parts: readonly (FileKnowledge | null)[]): FileKnowledge {
  const merged: Record<string, unknown> = {};
  for (const part of parts) {
    if (part?.accountId != null || part?.accountNumber != null) {
      delete merged.accountId;
      delete merged.accountNumber;
    }
    for (const [name, value] of Object.entries(part ?? {}))
      if (value !== null && value !== undefined) merged[name] = value;
  }
  return merged as FileKnowledge; // Made of the properties of others.
}
