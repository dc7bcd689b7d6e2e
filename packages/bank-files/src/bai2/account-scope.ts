import type { BankFileEvent } from '../bank-file-event.ts';
import { addDecimals, type Decimal, ZERO } from '../decimal.ts';
import type { StatementHeader } from '../statement.ts';
import { StatementReport } from '../statement-report.ts';
import { formatAmount, StatementTally } from '../statement-tally.ts';
import { hasDecimalPoint, resolvePrintedAmount } from './printed-amount.ts';

export type Dialect = 'bai2' | 'nai';

/** What is known while the records of one account are read; none of its entries is kept. */
export class AccountScope {
  readonly report: StatementReport;
  readonly tally = new StatementTally();
  /** Null as long as, or because, the account header could not be read. */
  header: StatementHeader | null = null;
  exponent = 2;
  recordCount = 0;
  entryCount = 0;
  /** Sum of all printed amounts, signs as printed, type codes ignored: what record 49 states. */
  controlSum: Decimal = ZERO;

  constructor(statementIndex: number, events: BankFileEvent[]) {
    this.report = new StatementReport(statementIndex, events);
  }

  get currency(): string | null {
    return this.header?.account.currency ?? null;
  }

  addToControl(printed: Decimal): void {
    this.controlSum = addDecimals(this.controlSum, printed);
  }

  /** The money of a printed amount; `text` tells whether its decimal point was written. */
  resolve(printed: Decimal, text: string): Decimal {
    return resolvePrintedAmount(printed, this.exponent, hasDecimalPoint(text));
  }

  format(amount: Decimal): string {
    return formatAmount(amount, this.currency);
  }
}
