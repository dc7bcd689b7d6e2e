import { findCurrencyExponent, normaliseCurrency } from '../currency-exponent.ts';
import type { Decimal } from '../decimal.ts';
import { quote } from '../problem.ts';
import {
  type Balance,
  type CurrencySource,
  normaliseAccountId,
  type StatementAccount,
  type Summary,
} from '../statement.ts';
import { formatAmount } from '../statement-tally.ts';
import type { AccountScope, Dialect } from './account-scope.ts';
import { FieldReader } from './field-reader.ts';
import { readFundsType } from './funds-type.ts';
import type { Bai2GroupHeader } from './group-header.ts';
import type { LogicalRecord } from './logical-record.ts';
import { hasDecimalPoint, parsePrintedAmount, resolvePrintedAmount } from './printed-amount.ts';
import { balanceTypeOf, findTypeCode } from './type-code.ts';

/** Record 03: the account with its balances and totals. */
export interface Bai2AccountHeader {
  readonly account: StatementAccount;
  readonly exponent: number;
  readonly balances: readonly Balance[];
  readonly summaries: readonly Summary[];
}

/** The currency a BAI2 file means when it names none, by the standard. */
const DEFAULT_CURRENCY = 'USD';

/** Reads record 03; damage is reported to the scope, and null comes back when the account itself cannot be told. */
export function parseAccountHeader(
  record: LogicalRecord,
  group: Bai2GroupHeader,
  scope: AccountScope,
  dialect: Dialect,
): Bai2AccountHeader | null {
  const { report } = scope;
  const fields = new FieldReader(record.pieces, true);
  const rawId = fields.next() ?? '';
  if (rawId === '') {
    report.damage('account_id_missing', 'the account number in record 03 is blank', record.position);
    return null;
  }
  report.accountId = rawId;
  const { currency, source } = resolveCurrency(fields.next() ?? '', group);
  const exponent = findCurrencyExponent(currency);
  if (exponent === null) report.warn('currency_unknown', `currency ${quote(currency)}`, record.position);
  if (source === 'formatDefault') report.warn('currency_assumed', `read as ${DEFAULT_CURRENCY}`, record.position);
  const account: StatementAccount = {
    rawId,
    id: normaliseAccountId(rawId),
    scheme: 'other',
    kind: null,
    currency,
    currencySource: source,
    name: null,
    ownerName: null,
    servicerId: group.originatorId,
    servicerName: null,
  };
  const reader = new SummaryReader(fields, record, scope, { currency, exponent: exponent ?? 2, date: group.asOfDate });
  reader.readAll(dialect);
  return { account, exponent: exponent ?? 2, balances: reader.balances, summaries: reader.summaries };
}

/**
 * Whether record 03 holds bare pairs of type code and amount, as National Australia Bank writes them: then what would be
 * the funds type is an amount.
 */
export function hasBarePairs(record: LogicalRecord): boolean {
  const fields = new FieldReader(record.pieces, true);
  const [, , , , third = '', fourth = ''] = Array.from({ length: 6 }, () => fields.next() ?? '');
  return /^\d{3}$/.test(third) && !/^[012ZSVD]?$/i.test(fourth);
}

function resolveCurrency(text: string, group: Bai2GroupHeader): { currency: string; source: CurrencySource } {
  const own = normaliseCurrency(text);
  if (own !== null) return { currency: own, source: 'account' };
  if (group.currency !== null) return { currency: group.currency, source: 'group' };
  return { currency: DEFAULT_CURRENCY, source: 'formatDefault' };
}

interface SummaryContext {
  readonly currency: string;
  readonly exponent: number;
  readonly date: Balance['date'];
}

class SummaryReader {
  readonly balances: Balance[] = [];
  readonly summaries: Summary[] = [];
  readonly #fields: FieldReader;
  readonly #record: LogicalRecord;
  readonly #scope: AccountScope;
  readonly #context: SummaryContext;

  constructor(fields: FieldReader, record: LogicalRecord, scope: AccountScope, context: SummaryContext) {
    this.#fields = fields;
    this.#record = record;
    this.#scope = scope;
    this.#context = context;
  }

  readAll(dialect: Dialect): void {
    while (!this.#fields.isAtEnd && !this.#scope.report.isDamaged) {
      const code = this.#fields.next() ?? '';
      // Some banks put an extra comma before the end mark, which leaves an empty code between groups.
      if (code !== '') this.#readGroup(code, dialect);
    }
  }

  #readGroup(code: string, dialect: Dialect): void {
    const typeCode = findTypeCode(code);
    if (typeCode === null) {
      this.#damage('type_code_invalid', `type code ${quote(code)}, expected three digits`);
      return;
    }
    const amountText = this.#fields.next() ?? '';
    const printed = amountText === '' ? null : parsePrintedAmount(amountText);
    if (amountText !== '' && printed === null) {
      this.#damage('amount_garbled', `amount ${quote(amountText)} of type code ${code}`);
      return;
    }
    const countText = dialect === 'nai' ? '' : (this.#fields.next() ?? '');
    if (dialect === 'bai2' && !this.#readFunds(code)) return;
    if (printed !== null) this.#scope.addToControl(printed);
    const amount = printed === null ? null : this.#format(printed, amountText);
    if (typeCode.level !== 'status') {
      this.summaries.push({ code, amount, itemCount: /^\d{1,15}$/.test(countText) ? Number(countText) : null });
    } else if (amount !== null) {
      const { currency, date } = this.#context;
      this.balances.push({ type: balanceTypeOf(code), code, amount, currency, date, isIntermediate: false });
    }
  }

  #readFunds(code: string): boolean {
    const funds = readFundsType(this.#fields, (printed) => this.#format(printed, ''));
    if (!funds.ok) this.#damage('funds_type_invalid', `${funds.reason} (type code ${code})`);
    return funds.ok;
  }

  #format(printed: Decimal, text: string): string {
    if (hasDecimalPoint(text))
      this.#scope.report.warn('explicit_decimal_point', `amount ${quote(text)}`, this.#record.position);
    return formatAmount(
      resolvePrintedAmount(printed, this.#context.exponent, hasDecimalPoint(text)),
      this.#context.currency,
    );
  }

  #damage(code: 'type_code_invalid' | 'amount_garbled' | 'funds_type_invalid', reason: string): void {
    this.#scope.report.damage(code, reason, this.#record.position);
  }
}
