import { readFile } from 'node:fs/promises';
import { type Balance, type BankStatement, parseCamt053 } from 'camt-parser';
import { decodeSample, type Parser, spanOfDays, sumSides } from './parser.ts';

const DAY_CHARS = 10;

export const camtParser: Parser = {
  name: 'camt-parser',
  countEntries: async (path) =>
    (await parseCamt053(await readFile(path, 'utf8'))).statements.reduce(
      (count, { transactions }) => count + transactions.length,
      0,
    ),
  describe: async (_folder, bytes) => {
    const { statements } = await parseCamt053(decodeSample(bytes));
    return { statements: statements.map(describeStatement), hasProblem: false };
  },
};

function describeStatement({ statementId, account, balances, transactions }: BankStatement) {
  const ofType = (type: string) => balances.filter((balance) => balance.type === type);
  const opening = ofType('OPBD')[0] ?? ofType('PRCD')[0];
  const closing = ofType('CLBD').at(-1);
  const booked = spanOfDays(transactions.map(({ bookingDate }) => dayOfText(bookingDate)));
  const valued = spanOfDays(transactions.map(({ valueDate }) => dayOfText(valueDate)));
  const countStatus = (status: string) => transactions.filter((each) => each.status === status).length;
  return {
    statementId,
    accountId: account.iban,
    currency: account.currency || (opening ?? closing ?? transactions[0] ?? balances[0])?.amount.currency || null,
    opening: signedAmount(opening),
    openingCode: opening?.type ?? null,
    openingDate: dayOfText(opening?.date),
    closing: signedAmount(closing),
    closingDate: dayOfText(closing?.date),
    balanceCodes: balances.map(({ type }) => type),
    entryCount: transactions.length,
    txDetailsCount: transactions.reduce((count, { details }) => count + details.length, 0),
    pendingEntries: countStatus('PDNG'),
    infoEntries: countStatus('INFO'),
    reversalEntries: transactions.filter(({ reversalIndicator }) => reversalIndicator).length,
    ...sumSides(
      transactions.map(({ amount, creditDebitIndicator }) => signed(Number(amount.value), creditDebitIndicator)),
    ),
    firstDate: booked.first,
    lastDate: booked.last,
    firstValueDate: valued.first,
    lastValueDate: valued.last,
    entryCurrencies: [...new Set(transactions.map(({ amount }) => amount.currency))],
  };
}

function signedAmount(balance: Balance | undefined): number | null {
  return balance === undefined ? null : signed(Number(balance.amount.value), balance.creditDebitIndicator);
}

function signed(amount: number, side: string): number {
  return side === 'DBIT' ? -amount : amount;
}

/** The package gives days and instants as they are written. */
function dayOfText(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text.slice(0, DAY_CHARS);
}
