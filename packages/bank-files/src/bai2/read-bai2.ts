import type { BankFileEvent } from '../bank-file-event.ts';
import { addDecimals, compareDecimals, type Decimal, formatDecimal, ZERO } from '../decimal.ts';
import type { TextChunk } from '../decode-text.ts';
import { LineSplitter, type PhysicalLine } from '../line-splitter.ts';
import { buildProblem, FILE_SCOPE, type ProblemCode, quote } from '../problem.ts';
import type { FilePosition, StatementHeader } from '../statement.ts';
import type { ReadingProgress, TextFault, TextReader } from '../text-reader.ts';
import { hasBarePairs, parseAccountHeader } from './account-header.ts';
import { AccountScope, type Dialect } from './account-scope.ts';
import { findFiller } from './field-reader.ts';
import { type Bai2FileHeader, parseFileHeader } from './file-header.ts';
import { type Bai2GroupHeader, parseGroupHeader } from './group-header.ts';
import { type LogicalRecord, LogicalRecordAssembler } from './logical-record.ts';
import { type Bai2Trailer, parseAccountTrailer, parseOuterTrailer } from './trailer.ts';
import { parseTransaction } from './transaction.ts';

/** What a BAI2 file leaves to its bank, and a bound on one record. */
export interface Bai2Options {
  /** Side of codes that the bank defines itself, or means otherwise than the standard: `{ "931": "debit" }`. */
  readonly typeCodes?: Readonly<Record<string, 'credit' | 'debit'>>;
  /** Physical lines one record may span; default 10,000. */
  readonly maxLinesPerRecord?: number;
}

/** Banks write lines of 80 characters, some of a few thousand. */
const MAX_LINE_LENGTH = 1_000_000;

/** Sum of the totals and number of records and members below a 98 or 99, to hold against it. */
interface Level {
  total: Decimal;
  members: number;
  records: number;
}

/** Reads a BAI2 file (or its NAI dialect) into events. One record and one account's sums are held, no entries. */
export class Bai2Reader implements TextReader {
  readonly #splitter: LineSplitter;
  readonly #options: Bai2Options;
  readonly #assembler: LogicalRecordAssembler;
  readonly #events: BankFileEvent[] = [];
  #statementCount = 0;
  #file: Bai2FileHeader | null = null;
  #fileAnnounced = false;
  #dialect: Dialect = 'bai2';
  #group: Bai2GroupHeader | null = null;
  #account: AccountScope | null = null;
  #fileLevel: Level = { total: ZERO, members: 0, records: 0 };
  #groupLevel: Level = { total: ZERO, members: 0, records: 0 };
  #isClosed = false;
  #isCutInTrailer = false;

  constructor(startOffset: number, options: Bai2Options) {
    this.#splitter = new LineSplitter(startOffset, MAX_LINE_LENGTH);
    this.#options = options;
    this.#assembler = new LogicalRecordAssembler(options.maxLinesPerRecord ?? 10_000);
  }

  get progress(): ReadingProgress {
    const { line, lineEnding } = this.#splitter;
    return { statementCount: this.#statementCount, line, lineEnding };
  }

  write(chunk: TextChunk): BankFileEvent[] {
    this.#readLines(this.#splitter.write(chunk));
    if (this.#splitter.isOverflowing)
      return this.abort({ code: 'line_too_long', reason: `more than ${MAX_LINE_LENGTH} characters` });
    return this.#events.splice(0);
  }

  end(): BankFileEvent[] {
    this.#readLines(this.#splitter.end());
    for (const record of this.#assembler.end()) this.#read(record);
    this.#announceFile();
    this.#account?.report.damage('file_truncated', 'the file ends before record 49 of this account', this.#place());
    if (!this.#isClosed) this.#fail({ code: 'file_truncated', reason: 'the file has no record 99' });
    else if (this.#isCutInTrailer) this.#fail({ code: 'file_truncated', reason: 'the file ends within record 99' });
    return this.#events.splice(0);
  }

  abort(fault: TextFault): BankFileEvent[] {
    for (const record of this.#assembler.end()) this.#read(record);
    this.#announceFile();
    this.#account?.report.damage(fault.code, fault.reason, this.#place());
    this.#fail(fault);
    return this.#events.splice(0);
  }

  #fail(fault: TextFault): void {
    const error = { ...buildProblem(fault.code, fault.reason, this.#place()), format: 'bai2' as const };
    this.#events.push({ type: 'error', error });
  }

  #place(): FilePosition {
    return { byteOffset: this.#splitter.byteOffset, line: this.#splitter.line, record: '' };
  }

  #readLines(lines: readonly PhysicalLine[]): void {
    for (const line of lines) {
      for (const record of this.#assembler.write(line)) this.#read(record);
    }
  }

  #read(record: LogicalRecord): void {
    this.#countRecords(record);
    if (record.isOverlong) {
      this.#openDamaged(
        'too_many_lines',
        `record ${record.position.record} has more lines than the limit`,
        record.position,
      );
    }
    this.#warnAboutLines(record);
    switch (record.code) {
      case '01':
        this.#readFileHeader(record);
        break;
      case '02':
        this.#readGroupHeader(record);
        break;
      case '03':
        this.#readAccountHeader(record);
        break;
      case '16':
        this.#readTransaction(record);
        break;
      case '49':
        this.#readAccountTrailer(record);
        break;
      case '98':
        this.#readGroupTrailer(record);
        break;
      case '99':
        this.#readFileTrailer(record);
        break;
      case null:
        this.#warn('line_without_record_code', 'no record stands before this line', record.position);
        break;
    }
  }

  #countRecords(record: LogicalRecord): void {
    this.#fileLevel.records += record.recordCount;
    this.#groupLevel.records += record.recordCount;
    if (this.#account !== null) this.#account.recordCount += record.recordCount;
  }

  #warnAboutLines(record: LogicalRecord): void {
    const bare = record.pieces.find((piece) => piece.code === null);
    const report = this.#account?.report;
    if (bare !== undefined && record.code !== null) {
      const place = { byteOffset: bare.byteOffset, line: bare.line, record: record.code };
      const reason = `line begins with ${quote(bare.body.slice(0, 20))}`;
      if (report === undefined) this.#warn('line_without_record_code', reason, place);
      else report.warn('line_without_record_code', reason, place);
    }
    const filler = record.code === '16' ? null : findFiller(record.pieces);
    if (filler !== null) {
      const place = { byteOffset: filler.byteOffset, line: filler.line, record: record.code ?? '' };
      this.#warn('text_after_terminator', `record ${record.code} goes on behind its end mark`, place);
    }
  }

  #readFileHeader(record: LogicalRecord): void {
    if (this.#file !== null && !this.#isClosed) {
      this.#closeGroup(record.position);
      this.#warn('group_trailer_missing', 'a new file begins before record 99 of the one before', record.position);
    }
    this.#file = parseFileHeader(record);
    this.#isClosed = false;
    this.#dialect = 'bai2';
    this.#fileLevel = { total: ZERO, members: 0, records: record.recordCount };
  }

  #readGroupHeader(record: LogicalRecord): void {
    this.#closeGroup(record.position);
    const group = parseGroupHeader(record);
    for (const warning of group.warnings) this.#warn(warning.code, warning.reason, record.position);
    this.#group = group;
    this.#groupLevel = { total: ZERO, members: 0, records: record.recordCount };
    this.#fileLevel.members++;
  }

  #readAccountHeader(record: LogicalRecord): void {
    if (this.#file?.version === null && hasBarePairs(record)) this.#dialect = 'nai';
    this.#announceFile();
    this.#closeAccount(record.position);
    this.#groupLevel.members++;
    const group = this.#group;
    if (group?.action === 'skip') return;
    const scope = this.#openAccount();
    scope.recordCount = record.recordCount;
    if (group === null) {
      scope.report.damage('record_out_of_place', 'record 03 outside of a group', record.position);
      return;
    }
    const parsed = parseAccountHeader(record, group, scope, this.#dialect);
    if (group.damage !== null) scope.report.damage(group.damage.code, group.damage.reason, record.position);
    if (parsed === null || scope.report.isDamaged) return;
    scope.exponent = parsed.exponent;
    scope.header = this.#buildHeader(parsed, group, scope, record.position);
    this.#events.push({ type: 'statement', statement: scope.header });
  }

  #buildHeader(
    parsed: Pick<StatementHeader, 'account' | 'balances' | 'summaries'>,
    group: Bai2GroupHeader,
    scope: AccountScope,
    position: FilePosition,
  ): StatementHeader {
    return {
      statementIndex: scope.report.statementIndex,
      format: 'bai2',
      account: parsed.account,
      statementId: null,
      sequenceNumber: null,
      fileReference: this.#file?.fileId ?? null,
      asOfDate: group.asOfDate,
      asOfTime: group.asOfTime,
      periodFrom: null,
      periodTo: null,
      page: null,
      timing: group.timing,
      isCorrection: group.action === 'correct',
      floorLimit: null,
      balances: parsed.balances,
      summaries: parsed.summaries,
      position,
    };
  }

  #readTransaction(record: LogicalRecord): void {
    if (this.#group?.action === 'skip') return;
    const scope =
      this.#account ?? this.#openDamaged('record_out_of_place', 'record 16 outside of an account', record.position);
    if (scope.report.isDamaged || scope.header === null) return;
    const parsed = parseTransaction(record, scope.header, scope, {
      dialect: this.#dialect,
      recordLength: this.#file?.recordLength ?? 0,
      typeCodes: this.#options.typeCodes ?? {},
    });
    if (parsed === null) return;
    scope.tally.add(parsed.entry, parsed.amount);
    this.#events.push({ type: 'entry', entry: parsed.entry });
  }

  #readAccountTrailer(record: LogicalRecord): void {
    if (this.#group?.action === 'skip') return;
    const trailer = parseAccountTrailer(record, this.#dialect);
    if (trailer.total.kind === 'stated')
      this.#groupLevel.total = addDecimals(this.#groupLevel.total, trailer.total.value);
    const scope = this.#account;
    if (scope === null) {
      this.#openDamaged('record_out_of_place', 'record 49 outside of an account', record.position);
    } else {
      this.#endStatement(scope, trailer, record);
    }
    this.#account = null;
  }

  #endStatement(scope: AccountScope, trailer: Bai2Trailer, record: LogicalRecord): void {
    const { report, header } = scope;
    if (record.isCut) report.damage('file_truncated', 'the file ends within record 49', record.position);
    const controlTotalMatches = this.#checkTotal(trailer, scope, record.position);
    const recordCountMatches = this.#checkCount(trailer, scope, controlTotalMatches === true, record.position);
    if (report.isDamaged || header === null) return;
    const balancesAddUp = scope.tally.balancesAddUp(header.balances);
    if (balancesAddUp === false) {
      report.warn('balances_do_not_add_up', 'opening (010) plus transactions is not closing (015)', record.position);
    }
    this.#events.push({
      type: 'statementEnd',
      statementEnd: {
        statementIndex: report.statementIndex,
        balances: header.balances,
        summaries: header.summaries,
        asOfDate: header.asOfDate,
        information: [],
        totals: scope.tally.totals(),
        checks: { balancesAddUp, controlTotalMatches, recordCountMatches, summariesMatch: null, detailsAddUp: null },
        warningCount: report.warningCount,
      },
    });
  }

  #checkTotal(trailer: Bai2Trailer, scope: AccountScope, position: FilePosition): boolean | null {
    if (trailer.total.kind === 'garbled') {
      scope.report.damage('amount_garbled', `control total ${quote(trailer.total.text)}`, position);
    }
    if (trailer.total.kind !== 'stated') return null;
    const matches = compareDecimals(trailer.total.value, scope.controlSum) === 0;
    if (!matches)
      scope.report.warn('control_total_mismatch', describeTotals(trailer.total.value, scope.controlSum), position);
    return matches;
  }

  /**
   * A count that disagrees means lost or doubled records, unless the control total proves every amount: then the bank only
   * counts in its own way (one counts transactions, others do not count continuations), which is worth a warning.
   */
  #checkCount(trailer: Bai2Trailer, scope: AccountScope, isProven: boolean, position: FilePosition): boolean | null {
    const stated = trailer.recordCount;
    if (stated.kind === 'blank') return null;
    const matches = stated.kind === 'stated' && stated.value === scope.recordCount;
    const statedText = stated.kind === 'stated' ? String(stated.value) : quote(stated.text);
    const reason = `record 49 states ${statedText} records, found ${scope.recordCount}`;
    if (!matches && isProven) scope.report.warn('record_count_mismatch', reason, position);
    if (!matches && !isProven) scope.report.damage('record_count_mismatch', reason, position);
    return matches;
  }

  #readGroupTrailer(record: LogicalRecord): void {
    this.#closeAccount(record.position);
    const trailer = parseOuterTrailer(record);
    if (this.#group === null) this.#warn('record_out_of_place', 'record 98 outside of a group', record.position);
    else if (this.#group.action !== 'skip') this.#checkOuter(trailer, this.#groupLevel, record.position);
    if (trailer.total.kind === 'stated')
      this.#fileLevel.total = addDecimals(this.#fileLevel.total, trailer.total.value);
    this.#group = null;
  }

  #readFileTrailer(record: LogicalRecord): void {
    this.#closeGroup(record.position);
    const trailer = parseOuterTrailer(record);
    this.#checkOuter(trailer, this.#fileLevel, record.position);
    this.#isClosed = true;
    this.#isCutInTrailer = record.isCut && trailer.recordCount.kind !== 'stated' && this.#dialect === 'bai2';
    if (record.isCut)
      this.#warn('file_trailer_unterminated', 'record 99 has neither end mark nor line end', record.position);
  }

  /** The accounts are closed by now, each with its own proof, so a wrong outer total only warns. */
  #checkOuter(trailer: Bai2Trailer, level: Level, position: FilePosition): void {
    const { total, memberCount, recordCount } = trailer;
    if (total.kind === 'stated' && compareDecimals(total.value, level.total) !== 0) {
      this.#warn('control_total_mismatch', describeTotals(total.value, level.total), position);
    }
    if (total.kind === 'garbled') this.#warn('control_total_mismatch', `control total ${quote(total.text)}`, position);
    const members = position.record === '98' ? 'accounts' : 'groups';
    this.#checkOuterCount(memberCount, level.members, members, position);
    if (this.#dialect === 'bai2') this.#checkOuterCount(recordCount, level.records, 'records', position);
  }

  #checkOuterCount(stated: Bai2Trailer['recordCount'], found: number, noun: string, position: FilePosition): void {
    if (stated.kind === 'blank' || (stated.kind === 'stated' && stated.value === found)) return;
    const statedText = stated.kind === 'stated' ? String(stated.value) : quote(stated.text);
    this.#warn(
      'record_count_mismatch',
      `record ${position.record} states ${statedText} ${noun}, found ${found}`,
      position,
    );
  }

  #openAccount(): AccountScope {
    const scope = new AccountScope(this.#statementCount++, this.#events);
    this.#account = scope;
    return scope;
  }

  /** Damages the open account; where there is none, the orphan records become a statement that is damaged from the start. */
  #openDamaged(code: ProblemCode, reason: string, position: FilePosition): AccountScope {
    this.#announceFile();
    const scope = this.#account ?? this.#openAccount();
    scope.report.damage(code, reason, position);
    return scope;
  }

  #closeAccount(position: FilePosition): void {
    this.#account?.report.damage(
      'account_trailer_missing',
      `record ${position.record} follows without a record 49`,
      position,
    );
    this.#account = null;
  }

  #closeGroup(position: FilePosition): void {
    this.#closeAccount(position);
    if (this.#group !== null) {
      this.#warn('group_trailer_missing', `record ${position.record} follows without a record 98`, position);
    }
    this.#group = null;
  }

  /** Waits for the first account, whose record tells the dialect. */
  #announceFile(): void {
    if (this.#fileAnnounced) return;
    this.#fileAnnounced = true;
    const version = this.#file?.version ?? null;
    const dialect = this.#dialect === 'nai' ? 'nai' : null;
    this.#events.push({ type: 'file', file: { format: 'bai2', version, dialect } });
    if (version !== '2' && dialect === null) {
      const reason =
        version === null ? 'record 01 names no version, expected 2' : `version ${quote(version)}, expected 2`;
      this.#warn('file_version_unknown', reason, { byteOffset: 0, line: 1, record: '01' });
    }
  }

  #warn(code: ProblemCode, reason: string, position: FilePosition): void {
    this.#events.push({ type: 'warning', warning: buildProblem(code, reason, position, FILE_SCOPE) });
  }
}

function describeTotals(stated: Decimal, found: Decimal): string {
  return `stated ${formatDecimal(stated, 0)}, amounts sum to ${formatDecimal(found, 0)} (as printed)`;
}
