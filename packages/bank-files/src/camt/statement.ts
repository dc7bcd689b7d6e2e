import type { BankFileEvent } from '../bank-file-event.ts';
import { compareDecimals } from '../decimal.ts';
import type { ProblemCode } from '../problem.ts';
import {
  type Balance,
  type FilePosition,
  findBalance,
  type StatementAccount,
  type StatementHeader,
} from '../statement.ts';
import { StatementReport } from '../statement-report.ts';
import { StatementTally } from '../statement-tally.ts';
import { parseAccount } from './account.ts';
import { parseBalance } from './balance.ts';
import { parseEntry } from './entry.ts';
import { type DetailDraft, parseDetail } from './entry-detail.ts';
import { type AnnouncedEntries, EntrySums, parseEntrySummary } from './entry-summary.ts';
import { buildStatementHeader, type CamtFormat } from './statement-header.ts';
import { findChild, type XmlElement } from './xml-element.ts';

export interface CamtStatementContext {
  readonly format: CamtFormat;
  readonly statementIndex: number;
  readonly group: XmlElement | null;
  readonly position: FilePosition;
  readonly maxDetailsPerEntry: number;
}

/** One `Stmt`, `Rpt` or `Ntfctn` while it is read: its parts arrive one by one and are dropped when mapped. */
export class CamtStatement {
  readonly report: StatementReport;
  readonly #events: BankFileEvent[];
  readonly #context: CamtStatementContext;
  readonly #fields = new Map<string, XmlElement>();
  readonly #balances: Balance[] = [];
  readonly #tally = new StatementTally();
  readonly #sums = new EntrySums();
  #account: StatementAccount | null = null;
  #announced: AnnouncedEntries | null = null;
  #header: StatementHeader | null = null;
  #drafts: DetailDraft[] = [];
  #detailsAddUp: boolean | null = null;

  constructor(context: CamtStatementContext, events: BankFileEvent[]) {
    this.#context = context;
    this.#events = events;
    this.report = new StatementReport(context.statementIndex, events);
  }

  /** Takes a complete `TxDtls` of the entry that is being read. */
  readDetail(element: XmlElement): void {
    if (this.#drafts.length >= this.#context.maxDetailsPerEntry) {
      this.damage(
        'xml_too_large',
        `an entry has more than ${this.#context.maxDetailsPerEntry} details`,
        this.#context.position,
      );
      return;
    }
    this.#drafts.push(parseDetail(element, this.report));
  }

  /** Takes a complete child of the statement element. */
  readPart(element: XmlElement): void {
    if (this.report.isDamaged) return;
    switch (element.name) {
      case 'Acct':
        this.#account = parseAccount(element);
        this.report.accountId = this.#account?.rawId ?? null;
        break;
      case 'Bal': {
        const balance = parseBalance(element, this.report);
        if (balance !== null) this.#balances.push(balance);
        break;
      }
      case 'TxsSummry':
        this.#announced = parseEntrySummary(element, this.#account?.currency ?? null);
        break;
      case 'Ntry':
        this.#readEntry(element);
        break;
      default:
        // Only the fields of the header are kept; the rest, repeated elements above all, would pile up.
        if (HEADER_FIELDS.has(element.name)) this.#fields.set(element.name, element);
    }
  }

  #readEntry(element: XmlElement): void {
    const drafts = this.#drafts;
    this.#drafts = [];
    const header = this.#openHeader(findChild(element, 'Amt')?.currency ?? null);
    if (header === null || this.report.isDamaged) return;
    const parsed = parseEntry(element, drafts, {
      header,
      report: this.report,
      entryIndex: this.#tally.entryCount,
    });
    if (parsed === null || this.report.isDamaged) return;
    this.#tally.add(parsed.entry, parsed.amount);
    this.#sums.add(parsed.entry, parsed.amount);
    if (parsed.detailsAddUp !== null) this.#detailsAddUp = parsed.detailsAddUp && this.#detailsAddUp !== false;
    this.#events.push({ type: 'entry', entry: parsed.entry });
  }

  /** Emits the header once, as late as the first entry, which may have to tell the currency. */
  #openHeader(firstEntryCurrency: string | null): StatementHeader | null {
    if (this.#header !== null) return this.#header;
    if (this.#account === null) {
      this.damage('account_id_missing', 'the statement has no Acct/Id that can be read', this.#context.position);
      return null;
    }
    const { format, statementIndex, group, position } = this.#context;
    const summaries = this.#announced?.summaries ?? [];
    const parts = {
      group,
      fields: this.#fields,
      account: this.#account,
      balances: [...this.#balances],
      summaries,
      firstEntryCurrency,
    };
    this.#header = buildStatementHeader(parts, format, statementIndex, position);
    this.#events.push({ type: 'statement', statement: this.#header });
    return this.#header;
  }

  /** The statement element is closed. */
  end(): void {
    if (this.report.isDamaged) return;
    const header = this.#openHeader(null);
    if (header === null) return;
    const balancesAddUp = this.#tally.balancesAddUp(this.#balances);
    if (balancesAddUp === false) {
      this.report.warn('balances_do_not_add_up', 'opening plus booked entries is not closing', header.position);
    }
    const recordCountMatches = this.#checkCount(header, balancesAddUp === true);
    const summariesMatch = this.#announced === null ? null : this.#sums.matches(this.#announced);
    if (summariesMatch === false) this.report.warn('summary_mismatch', 'TxsSummry states other sums', header.position);
    if (this.report.isDamaged) return;
    this.#events.push({
      type: 'statementEnd',
      statementEnd: {
        statementIndex: header.statementIndex,
        balances: this.#balances,
        summaries: this.#announced?.summaries ?? [],
        asOfDate: findBalance(this.#balances, 'closing')?.date ?? header.asOfDate,
        information: [],
        totals: this.#tally.totals(),
        checks: {
          balancesAddUp,
          controlTotalMatches: null,
          recordCountMatches,
          summariesMatch,
          detailsAddUp: this.#detailsAddUp,
        },
        warningCount: this.report.warningCount,
      },
    });
  }

  damage(code: ProblemCode, reason: string, position: FilePosition): void {
    this.#drafts = [];
    this.report.damage(code, reason, position);
  }

  /**
   * A number of entries that disagrees means lost or doubled entries, unless the balances prove that none is, or the
   * statement is one page of several, whose summary may speak for all of them: then it is worth a warning.
   */
  #checkCount(header: StatementHeader, isProven: boolean): boolean | null {
    const count = this.#announced?.count ?? null;
    if (count === null) return null;
    const found = this.#tally.entryCount;
    if (compareDecimals(count, { units: BigInt(found), scale: 0 }) === 0) return true;
    const isPaged = header.page !== null && !(header.page.isLast && header.page.number === '1');
    const reason = `TxsSummry states ${count.units} entries, found ${found}`;
    if (isProven || isPaged) this.report.warn('record_count_mismatch', reason, header.position);
    else this.damage('record_count_mismatch', reason, header.position);
    return false;
  }
}

const HEADER_FIELDS: ReadonlySet<string> = new Set([
  'Id',
  'ElctrncSeqNb',
  'LglSeqNb',
  'CreDtTm',
  'FrToDt',
  'StmtPgntn',
  'RptPgntn',
  'NtfctnPgntn',
]);
