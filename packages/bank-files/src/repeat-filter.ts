import type { BankFileEvent } from './bank-file-event.ts';
import { NumberSet } from './number-set.ts';
import { buildProblem } from './problem.ts';
import type { Entry, StatementHeader, StatementTrailer } from './statement.ts';

/** Statements that are remembered of one file; a file of more is not compared any further, so that memory stays bounded. */
const MAX_STATEMENTS = 200_000;

interface OpenStatement {
  readonly header: StatementHeader;
  readonly digest: Digest;
  entryCount: number;
  firstEntry: string;
  /** Whether there are entries that differ from each other. */
  isVaried: boolean;
  /** Whether every entry has a reference of the bank's own. */
  isReferenced: boolean;
}

/**
 * Drops a statement that stands in the file once more, as in two downloads put into one file: taken twice it would double every entry.
 * Two pages that look alike without having to be the same stay two.
 */
export class RepeatFilter {
  readonly #seen = new NumberSet(MAX_STATEMENTS);
  #open: OpenStatement | null = null;

  /** Changes the list itself: of a large file there are many. */
  apply(events: BankFileEvent[]): BankFileEvent[] {
    for (const [at, event] of events.entries()) {
      const judged = this.#take(event);
      if (judged !== event) events[at] = judged;
    }
    return events;
  }

  #take(event: BankFileEvent): BankFileEvent {
    switch (event.type) {
      case 'statement':
        this.#open = { header: event.statement, digest: new Digest(), ...NO_ENTRIES };
        break;
      case 'entry':
        if (this.#open !== null) addEntry(this.#open, event.entry);
        break;
      case 'statementEnd': {
        const open = this.#open;
        this.#open = null;
        if (open !== null && this.#isRepeated(open, event.statementEnd)) return repeatOf(open.header);
        break;
      }
      case 'statementError':
        this.#open = null;
        break;
    }
    return event;
  }

  #isRepeated(open: OpenStatement, end: StatementTrailer): boolean {
    if (open.entryCount === 0 || !isOne(open, end)) return false;
    return this.#seen.add(keyOf(open, end));
  }
}

const NO_ENTRIES = { entryCount: 0, firstEntry: '', isVaried: false, isReferenced: true };

function addEntry(open: OpenStatement, entry: Entry): void {
  const { amount, currency, status, bookingDate, valueDate, bankReference, customerReference, description } = entry;
  const words = `${amount} ${currency} ${status} ${bookingDate} ${valueDate}\n${bankReference}\n${customerReference}\n${description}`;
  open.entryCount++;
  if (open.entryCount === 1) open.firstEntry = words;
  else if (words !== open.firstEntry) open.isVaried = true;
  if (bankReference === null || /^0*$/.test(bankReference)) open.isReferenced = false;
  open.digest.add(words);
}

/**
 * Whether a statement with the same words has to be the same one. An account cannot go twice from one balance to another; the id
 * of a camt message and the references of a bank are given once; and a list of several entries is no chance.
 */
function isOne({ header, entryCount, isVaried, isReferenced }: OpenStatement, { balances }: StatementTrailer): boolean {
  const opening = balances.find(({ type }) => type === 'opening');
  const closing = balances.find(({ type }) => type === 'closing');
  if (opening !== undefined && closing !== undefined && opening.amount !== closing.amount) return true;
  if (isReferenced || (entryCount > 2 && isVaried)) return true;
  return header.format.startsWith('camt') && header.statementId !== null;
}

function keyOf({ header, digest }: OpenStatement, { balances, totals, asOfDate }: StatementTrailer): number {
  const { account, statementId, sequenceNumber, periodFrom, periodTo, page, timing, isCorrection } = header;
  const told = balances.map(({ code, amount, currency, date }) => [code, amount, currency, date]);
  digest.add(
    JSON.stringify([
      [account.rawId, account.currency, statementId, sequenceNumber, periodFrom, periodTo, page?.number ?? null],
      [timing, isCorrection, asOfDate, header.asOfTime, totals.entryCount, totals.detailCount],
      told,
    ]),
  );
  return digest.value;
}

function repeatOf({ statementIndex, account, position }: StatementHeader): BankFileEvent {
  const reason = 'same account, balances and entries as an earlier statement of the file';
  const scope = { statementIndex, accountId: account.rawId };
  return { type: 'statementRepeated', warning: buildProblem('statement_repeated', reason, position, scope) };
}

/** 53 bits of what a statement says: enough to tell statements of one account in one file apart, and one number each. */
class Digest {
  #high = 0x811c9dc5;
  #low = 0x050c5d1f;

  add(text: string): void {
    let high = this.#high;
    let low = this.#low;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ (unit + at), 0x85ebca6b);
    }
    // The end of a text counts, so that texts do not run into each other.
    this.#high = Math.imul(high ^ 0xff, 0x01000193);
    this.#low = Math.imul((low ^ (low >>> 15)) + 1, 0xc2b2ae35);
  }

  get value(): number {
    const high = (this.#high ^ (this.#high >>> 13)) >>> 0;
    return high * 0x20_0000 + ((this.#low ^ (this.#low >>> 11)) & 0x1f_ffff);
  }
}
