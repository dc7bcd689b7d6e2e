import type { ObservedRow } from '../../domain/observation.ts';

/** One statement of a file, among others of the same account. */
export interface StatementRows {
  readonly rows: readonly ObservedRow[];
  /** Ledger balances as stated; null where the statement has none. */
  readonly opening: string | null;
  readonly closing: string | null;
  /** MT942 tells what is new since the report before; other reports of the day tell the whole day so far. */
  readonly isIncrement: boolean;
}

/**
 * The rows of one account that another statement of the same file tells as well, so that a file counts like the same
 * statements in files of their own. Look-alike postings without a reference of the bank stay as many as they are.
 */
export function findOverlaps(statements: readonly StatementRows[]): ReadonlySet<ObservedRow> {
  const told = new Set<ObservedRow>();
  if (statements.length < 2) return told;
  addRepeatedPostings(statements, told);
  addRepeatedPendings(statements, told);
  addPendingsThatArePosted(statements, told);
  return told;
}

/** A posting with the same reference and the same words is the same one, unless the statements follow on each other. */
function addRepeatedPostings(statements: readonly StatementRows[], told: Set<ObservedRow>): void {
  const taken = new Set<string>();
  let previous: StatementRows | null = null;
  for (const statement of statements) {
    const follows = previous !== null && isNext(previous, statement);
    previous = statement;
    const rows = statement.rows.filter(({ status }) => status === 'posted');
    const counts = countBy(rows, ({ bankReference }) => bankReference ?? '');
    // A reference that a statement has twice is none of a single entry.
    const named = rows.filter((row) => isReference(row.bankReference) && counts.get(row.bankReference) === 1);
    if (!follows) for (const row of named) if (taken.has(wordsOf(row))) told.add(row);
    for (const row of named) taken.add(wordsOf(row));
  }
}

/** A later page begins with the balance that the one before ended with: between them nothing can stand twice. */
function isNext({ opening, closing }: StatementRows, next: StatementRows): boolean {
  return closing !== null && closing === next.opening && closing !== opening;
}

/** Reports of the running day repeat what the earlier ones told; as many as one of them shows are there. */
function addRepeatedPendings(statements: readonly StatementRows[], told: Set<ObservedRow>): void {
  const most = new Map<string, number>();
  for (const { rows, isIncrement } of statements) {
    const here = new Map<string, number>();
    for (const row of rows) {
      if (row.status !== 'pending' || (isIncrement && !isReference(row.bankReference))) continue;
      const words = wordsOf(row);
      const count = (here.get(words) ?? 0) + 1;
      here.set(words, count);
      if (count <= (most.get(words) ?? 0)) told.add(row);
    }
    for (const [words, count] of here) most.set(words, Math.max(count, most.get(words) ?? 0));
  }
}

/** What a report of the running day told and the final statement books is booked: by reference, else by day and amount, one to one. */
function addPendingsThatArePosted(statements: readonly StatementRows[], told: Set<ObservedRow>): void {
  const used = new Set<ObservedRow>();
  for (const keyOf of [referenceOf, dayOf]) {
    const posted = new Map<string, PostedRows>();
    for (const statement of statements) {
      for (const row of statement.rows) {
        const key = row.status === 'posted' && !told.has(row) && !used.has(row) ? keyOf(row) : null;
        if (key === null) continue;
        const rows = posted.get(key) ?? new PostedRows();
        rows.add(row, statement);
        posted.set(key, rows);
      }
    }
    for (const rows of posted.values()) rows.begin();
    for (const statement of statements) {
      for (const row of statement.rows) {
        const key = row.status === 'pending' && !told.has(row) ? keyOf(row) : null;
        const booked = key === null ? undefined : posted.get(key)?.takeFromOther(statement);
        if (booked === undefined) continue;
        used.add(booked);
        told.add(row);
      }
    }
  }
}

/** Postings that look alike, by their statements. Each is taken once and then gone, so that thousands of them are not walked past with each. */
class PostedRows {
  /** While rows come in, in their order; then from the last to the first, as the end of a list is cheap to take from. */
  readonly #queues: { readonly statement: StatementRows; readonly rows: ObservedRow[] }[] = [];

  add(row: ObservedRow, statement: StatementRows): void {
    const last = this.#queues.at(-1);
    if (last?.statement === statement) last.rows.push(row);
    else this.#queues.push({ statement, rows: [row] });
  }

  begin(): void {
    this.#queues.reverse();
    for (const { rows } of this.#queues) rows.reverse();
  }

  /** The first row that is left of another statement than this. */
  takeFromOther(statement: StatementRows): ObservedRow | undefined {
    const first = this.#queues.length - 1;
    const at = this.#queues[first]?.statement === statement ? first - 1 : first;
    const queue = this.#queues[at];
    const row = queue?.rows.pop();
    if (queue?.rows.length === 0) this.#queues.splice(at, 1);
    return row;
  }
}

function referenceOf({ bankReference, amount, currency }: ObservedRow): string | null {
  return isReference(bankReference) ? JSON.stringify([bankReference, amount, currency]) : null;
}

function dayOf({ postedDate, amount, currency }: ObservedRow): string | null {
  return postedDate === null ? null : JSON.stringify([postedDate, amount, currency]);
}

/** Banks fill the field with zeros where they have none. */
function isReference(reference: string | null): reference is string {
  return reference !== null && !/^0*$/.test(reference);
}

function wordsOf(row: ObservedRow): string {
  const { postedDate, valueDate, amount, currency, rawDescription, bankReference, paymentReference } = row;
  return JSON.stringify([postedDate, valueDate, amount, currency, rawDescription, bankReference, paymentReference]);
}

function countBy(rows: readonly ObservedRow[], keyOf: (row: ObservedRow) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}
