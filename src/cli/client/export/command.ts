import { pipeline } from 'node:stream/promises';
import {
  BankFileWriteError,
  type OutgoingEntry,
  type OutgoingStatement,
  splitByDay,
  type WritableFormat,
  type WriteLoss,
  writeBankFile,
} from '@causeway/bank-files';
import type { Client, Schemas } from '@causeway/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CalendarDate, calendarDate, parseCalendarDate } from '../../../domain/values/calendar-date.ts';
import { addDecimals, compareDecimals, decimal, ZERO } from '../../../domain/values/decimal.ts';
import { systemErrorCode } from '../../../infra/system-error.ts';
import { CommandRefused } from '../../outcome.ts';
import { forTerminal } from '../../terminal/line-output.ts';
import { addServerOptions, createRemoteClient, type RemoteOptions, withRemoteErrors } from '../remote-options.ts';
import {
  findBalances,
  listPosted,
  type Period,
  type PeriodBalances,
  type PeriodTotals,
  sumPeriod,
} from './account-period.ts';
import { writeTarget } from './write-target.ts';

const FORMATS = ['camt053', 'mt940', 'bai2', 'ofx', 'csv'] as const satisfies readonly WritableFormat[];

interface ExportOptions extends RemoteOptions {
  readonly account: string;
  readonly format: WritableFormat;
  readonly accountNumber?: string;
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  readonly out?: string;
}

/** `causeway export`: the posted transactions of an account as a bank file. */
export function addExportCommand(program: Command): void {
  addServerOptions(program.command('export').description('write the posted transactions of an account as a bank file'))
    .requiredOption('--account <id>', 'account to export')
    .addOption(new Option('--format <format>', 'format of the file').choices(FORMATS).makeOptionMandatory())
    .option('--from <date>', 'first posted date', readDate)
    .option('--to <date>', 'last posted date', readDate)
    .option('--account-number <number>', 'number of the account in the file, where the key may not see it')
    .option('--out <file>', 'file to write; standard output when left out')
    .action(exportAccount);
}

async function exportAccount(options: ExportOptions): Promise<void> {
  const client = createRemoteClient(options);
  const period = { accountId: options.account, from: options.from ?? null, to: options.to ?? null };
  await withRemoteErrors(async () => {
    const account = await client.getAccount({ accountId: options.account });
    const totals = await sumPeriod(client, period);
    const balances = await findBalances(client, period, totals, account.currency);
    if ('missing' in balances) process.stderr.write(`${balances.missing} The file has no balances.\n`);
    const known = 'missing' in balances ? null : balances;
    const statement = buildStatement(account, options, { period, totals, balances: known });
    const entries = checkedEntries(client, period, totals);
    const losses = new LossReport();
    const chunks = writeBankFile(options.format, chooseStatements(options.format, { ...statement, entries }), {
      file: describeFile(account),
      onLoss: losses.add,
    });
    await withWriteErrors(() => writeOut(chunks, options.out));
    process.stderr.write(`${describeDone(totals, known, options.out)}\n${losses.render()}`);
  });
}

/** BAI2 has a statement for each day. */
function chooseStatements(
  format: WritableFormat,
  statement: OutgoingStatement,
): Iterable<OutgoingStatement> | AsyncIterable<OutgoingStatement> {
  return format === 'bai2' ? splitByDay(statement) : [statement];
}

interface Found {
  readonly period: Period;
  readonly totals: PeriodTotals;
  readonly balances: PeriodBalances | null;
}

function buildStatement(
  account: Schemas['Account'],
  { accountNumber }: ExportOptions,
  { period, totals, balances }: Found,
): OutgoingStatement {
  const asOfDate = balances?.closing.date ?? totals.lastDay ?? period.to ?? period.from ?? todayOf(new Date());
  return {
    account: {
      id: accountNumber ?? account.accountNumber ?? account.maskedNumber ?? account.id,
      currency: account.currency,
      kind: KINDS[account.type] ?? null,
      servicerId: account.swiftBic ?? account.routingNumber ?? null,
    },
    statementId: `CW${asOfDate.replaceAll('-', '')}`,
    asOfDate,
    periodFrom: period.from ?? totals.firstDay ?? asOfDate,
    periodTo: period.to ?? asOfDate,
    balances:
      balances === null
        ? []
        : [
            { type: 'opening', ...balances.opening },
            { type: 'closing', ...balances.closing },
          ],
    entries: [],
  };
}

const KINDS: Readonly<Partial<Record<Schemas['AccountType'], NonNullable<OutgoingStatement['account']['kind']>>>> = {
  checking: 'checking',
  savings: 'savings',
  moneyMarket: 'moneyMarket',
  creditCard: 'creditCard',
};

/** The entries once more, which have to be those whose balances were found: a sync may have come in between. */
async function* checkedEntries(client: Client, period: Period, totals: PeriodTotals): AsyncGenerator<OutgoingEntry> {
  let count = 0;
  let sum = ZERO;
  for await (const transaction of listPosted(client, period)) {
    count += 1;
    sum = addDecimals(sum, decimal(transaction.amount));
    yield toEntry(transaction);
  }
  if (count !== totals.count || compareDecimals(sum, totals.sum) !== 0) {
    throw new CommandRefused('The account changed while it was exported. Run the command again.');
  }
}

function toEntry(transaction: Schemas['Transaction']): OutgoingEntry {
  const { id, amount, currency, entryType, postedDate, description } = transaction;
  return {
    id,
    bookingDate: postedDate,
    amount,
    currency,
    entryType,
    description,
    counterparty: { name: transaction.counterpartyName ?? null },
    bankReference: transaction.bankReference ?? null,
    customerReference: transaction.paymentReference ?? null,
    codes: { baiCode: transaction.baiCode ?? null },
  };
}

function describeFile({ routingNumber, swiftBic }: Schemas['Account']) {
  const createdAt = `${new Date().toISOString().slice(0, 19)}Z`;
  const fileId = `CW${createdAt.replaceAll(/\D/g, '')}`;
  return { fileId, senderId: routingNumber ?? swiftBic ?? 'CAUSEWAY', receiverId: 'CAUSEWAY', createdAt };
}

async function writeOut(chunks: AsyncIterable<Uint8Array>, out: string | undefined): Promise<void> {
  if (out !== undefined) {
    await writeTarget(chunks, out);
    return;
  }
  await pipeline(chunks, process.stdout, { end: false }).catch((cause: unknown) => {
    // Whoever read the output has had enough, which is their good right.
    if (systemErrorCode(cause) !== 'EPIPE') throw cause;
  });
}

/** What the format cannot carry, as a sentence. */
async function withWriteErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof BankFileWriteError)) throw cause;
    // The writer names its place among what it was given, of which the one who exports has seen nothing.
    const problem = cause.message.replace(/statements\[\d+\](?:\.entries\[\d+\])?\./, '');
    throw new CommandRefused(`The account cannot be written in this format. ${problem}.`, { cause });
  }
}

function describeDone(
  { count, firstDay, lastDay }: PeriodTotals,
  balances: PeriodBalances | null,
  out?: string,
): string {
  const days = firstDay === null || lastDay === null ? '' : `, ${firstDay} to ${lastDay}`;
  const money = balances === null ? '' : `, balance ${balances.opening.amount} to ${balances.closing.amount}`;
  const noun = count === 1 ? 'transaction' : 'transactions';
  return `${count} ${noun}${days}${money}${out === undefined ? '' : ` → ${forTerminal(out)}`}`;
}

/** What the file could not take, counted by field. */
class LossReport {
  readonly #byField = new Map<string, { count: number; readonly first: string }>();

  readonly add = ({ field, reason }: WriteLoss): void => {
    const known = this.#byField.get(field);
    if (known === undefined) this.#byField.set(field, { count: 1, first: reason });
    else known.count += 1;
  };

  render(): string {
    const lines = [...this.#byField].map(
      ([field, { count, first }]) => `  ${field}: ${count} left out or changed; the first: ${forTerminal(first)}\n`,
    );
    return lines.length === 0 ? '' : `Not all of it has a place in the format:\n${lines.join('')}`;
  }
}

function todayOf(now: Date): CalendarDate {
  return calendarDate(now.toISOString().slice(0, 10));
}

function readDate(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === null) throw new InvalidArgumentError('It must be a day such as 2026-01-31.');
  return date;
}
