import { Buffer } from 'node:buffer';
import type { BankFileEvent } from '../src/bank-file-event.ts';
import { type BankFileOptions, createBankFileReader } from '../src/create-bank-file-reader.ts';
import { addDecimals, compareDecimals, type Decimal, parseDecimal, ZERO } from '../src/decimal.ts';
import type { Entry, StatementTrailer } from '../src/statement.ts';
import type { Random } from './random.ts';

/** Reads in pieces and overwrites each, which shows whether the reader keeps hold of the caller's memory. */
export function readInPieces(bytes: Uint8Array, random: Random, options: BankFileOptions): BankFileEvent[] {
  const reader = createBankFileReader(options);
  const events: BankFileEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random.below(bytes.length);
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    events.push(...reader.write(chunk));
    chunk.fill(0x5a);
    at += size;
  }
  return [...events, ...reader.end()];
}

/** All events of a file that comes as one piece: what the same bytes in any other pieces must give as well. */
export function readWhole(bytes: Uint8Array, options: BankFileOptions): BankFileEvent[] {
  const reader = createBankFileReader(options);
  return [...reader.write(bytes), ...reader.end()];
}

/** What is wrong with the events of a file, whatever the file is; null when nothing is. */
export function findFault(events: readonly BankFileEvent[]): string | null {
  const last = events.at(-1)?.type;
  if (last !== 'fileEnd' && last !== 'error') return `the last event is ${last}`;
  let open: { index: number; entries: Entry[] } | null = null;
  const judged = new Set<number>();
  for (const [at, event] of events.entries()) {
    const isLast = at === events.length - 1;
    switch (event.type) {
      case 'file':
        if (events.findIndex(({ type }) => type === 'file') !== at) return 'two file events';
        break;
      case 'statement':
        if (open !== null) return 'a statement within a statement';
        open = { index: event.statement.statementIndex, entries: [] };
        break;
      case 'entry':
        if (open === null || event.entry.statementIndex !== open.index) return 'an entry outside of its statement';
        if (event.entry.entryIndex !== open.entries.length) return 'entries are not numbered one by one';
        open.entries.push(event.entry);
        break;
      case 'statementEnd': {
        if (open === null || event.statementEnd.statementIndex !== open.index) return 'an end without a statement';
        const fault = findMoneyFault(open.entries, event.statementEnd);
        if (fault !== null || judged.has(open.index)) return fault ?? 'two verdicts about a statement';
        judged.add(open.index);
        open = null;
        break;
      }
      case 'statementError': {
        const { statementIndex } = event.error;
        if (statementIndex === null || judged.has(statementIndex)) return 'an error without a statement, or the second';
        if (open !== null && open.index !== statementIndex) return 'an error of another statement';
        judged.add(statementIndex);
        open = null;
        break;
      }
      case 'statementRepeated': {
        const { statementIndex } = event.warning;
        if (open === null || open.index !== statementIndex) return 'a repeat that was not open';
        judged.add(open.index);
        open = null;
        break;
      }
      case 'warning':
        if (event.warning.reason === '' || event.warning.line < 1) return 'a warning without place or reason';
        break;
      case 'fileEnd':
      case 'error':
        if (!isLast || open !== null) return `${event.type} before the end`;
        break;
    }
  }
  return null;
}

function findMoneyFault(entries: readonly Entry[], { totals }: StatementTrailer): string | null {
  if (totals.entryCount !== entries.length) return `${entries.length} entries, ${totals.entryCount} in the totals`;
  const sums = new Map<string | null, Decimal>();
  for (const { amount, entryType, status, currency } of entries) {
    const value = parseDecimal(amount);
    if (value === null) return `amount ${amount}`;
    if (value.units !== 0n && value.units > 0n !== (entryType === 'credit')) return `${entryType} of ${amount}`;
    if (status === 'posted') sums.set(currency, addDecimals(sums.get(currency) ?? ZERO, value));
  }
  for (const { currency, credits, debits } of totals.sums) {
    const [plus, minus] = [parseDecimal(credits), parseDecimal(debits)];
    if (plus === null || minus === null) return `sums ${credits} and ${debits}`;
    const net = addDecimals(plus, { units: -minus.units, scale: minus.scale });
    if (compareDecimals(net, sums.get(currency) ?? ZERO) !== 0) return `sums of ${currency} differ from the entries`;
  }
  return null;
}
