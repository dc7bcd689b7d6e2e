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
    const posted = new Map<string, { readonly row: ObservedRow; readonly statement: StatementRows }[]>();
    for (const statement of statements) {
      for (const row of statement.rows) {
        const key = row.status === 'posted' && !told.has(row) ? keyOf(row) : null;
        if (key === null) continue;
        const list = posted.get(key) ?? [];
        list.push({ row, statement });
        posted.set(key, list);
      }
    }
    for (const statement of statements) {
      for (const row of statement.rows) {
        const key = row.status === 'pending' && !told.has(row) ? keyOf(row) : null;
        const booked = (key === null ? [] : (posted.get(key) ?? [])).find(
          (candidate) => candidate.statement !== statement && !used.has(candidate.row),
        );
        if (booked === undefined) continue;
        used.add(booked.row);
        told.add(row);
      }
    }
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
