import { readFile } from 'node:fs/promises';
import { parseSync } from 'ofx-js';
import type { Facts } from '../../packages/bank-files/src/testing/corpus.ts';
import { decodeSample, type Parser, spanOfDays, sumSides } from './parser.ts';

/** The lists of statements in a file, and where in each the statement stands. */
const LISTS = [
  { kind: 'bank', list: 'BANKMSGSRSV1', answer: 'STMTTRNRS', statement: 'STMTRS', account: 'BANKACCTFROM' },
  {
    kind: 'creditcard',
    list: 'CREDITCARDMSGSRSV1',
    answer: 'CCSTMTTRNRS',
    statement: 'CCSTMTRS',
    account: 'CCACCTFROM',
  },
  {
    kind: 'investment',
    list: 'INVSTMTMSGSRSV1',
    answer: 'INVSTMTTRNRS',
    statement: 'INVSTMTRS',
    account: 'INVACCTFROM',
  },
] as const;

/** The package gives the tree of the tags with their texts; reading days and amounts out of it is left to its user. */
export const ofxJs: Parser = {
  name: 'ofx-js',
  countEntries: async (path) =>
    statementsOf(parseSync(await readFile(path, 'utf8')).OFX).reduce(
      (count, { node, kind }) => count + transactionsOf(node, kind).length,
      0,
    ),
  describe: async (_folder, bytes) => {
    const found = statementsOf(parseSync(decodeSample(bytes)).OFX);
    return { statements: found.map(describeStatement), hasProblem: false };
  },
};

interface FoundStatement {
  readonly kind: (typeof LISTS)[number]['kind'];
  readonly account: string;
  readonly node: unknown;
}

function statementsOf(ofx: unknown): readonly FoundStatement[] {
  return LISTS.flatMap(({ kind, list, answer, statement, account }) =>
    listAt(ofx, list)
      .flatMap((messages) => listAt(messages, answer))
      .flatMap((each) => listAt(each, statement))
      .map((node) => ({ kind, account, node })),
  );
}

function transactionsOf(node: unknown, kind: FoundStatement['kind']): readonly unknown[] {
  if (kind !== 'investment') return listAt(at(node, 'BANKTRANLIST'), 'STMTTRN');
  return listAt(at(node, 'INVTRANLIST'), 'INVBANKTRAN').flatMap((each) => listAt(each, 'STMTTRN'));
}

function describeStatement({ kind, account, node }: FoundStatement): Facts {
  const transactions = transactionsOf(node, kind);
  const booked = spanOfDays(transactions.map((each) => dayAt(each, 'DTPOSTED')));
  const ids = transactions.map((each) => textAt(each, 'FITID')).filter((id) => id !== null);
  return {
    kind,
    accountId: textAt(at(node, account), 'ACCTID'),
    bankId: textAt(at(node, account), kind === 'investment' ? 'BROKERID' : 'BANKID'),
    accountType: textAt(at(node, account), 'ACCTTYPE'),
    currency: textAt(node, 'CURDEF'),
    ledgerBalance: amountAt(at(node, 'LEDGERBAL'), 'BALAMT'),
    ledgerDate: dayAt(at(node, 'LEDGERBAL'), 'DTASOF'),
    availableBalance: amountAt(at(node, 'AVAILBAL'), 'BALAMT'),
    transactionCount: transactions.length,
    ...sumSides(transactions.map((each) => amountAt(each, 'TRNAMT') ?? 0)),
    firstDate: booked.first,
    lastDate: booked.last,
    duplicateIds: ids.length - new Set(ids).size,
    missingIds: transactions.length - ids.length,
  };
}

function at(node: unknown, name: string): unknown {
  // A node of the package's tree is an object of its children by name, or a text.
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined;
}

/** One child or several of that name: the package gives an array only where there are several. */
function listAt(node: unknown, name: string): readonly unknown[] {
  const found = at(node, name);
  if (found === undefined || found === '') return [];
  return Array.isArray(found) ? found : [found];
}

function textAt(node: unknown, name: string): string | null {
  const text = at(node, name);
  return typeof text === 'string' && text !== '' ? text : null;
}

/** `-1.234,56`, `1,234.56` and `12,5`: the last of the marks is that of the decimals. */
function amountAt(node: unknown, name: string): number | null {
  const text = textAt(node, name)?.replaceAll(' ', '');
  if (text === undefined) return null;
  const decimals = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  const whole = decimals < 0 ? text : text.slice(0, decimals).replace(/[.,]/g, '');
  return Number(decimals < 0 ? whole : `${whole}.${text.slice(decimals + 1)}`);
}

/** The first eight digits: the day as the bank wrote it. */
function dayAt(node: unknown, name: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(textAt(node, name) ?? '');
  return match === null ? null : match.slice(1).join('-');
}
