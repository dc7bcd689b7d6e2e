import type { DecimalMark } from '../loose-amount.ts';
import { type ColumnContent, filledShare, isMoneyColumn } from './column-content.ts';
import type { ColumnRole } from './column-role.ts';
import { findBalanceChain, readMoneyCells } from './find-balance-chain.ts';
import { type Guess, guess, sure } from './guess.ts';
import { parseCellMoney } from './money.ts';
import type { CsvAmountRule } from './profile.ts';
import { DEBIT_WORDS, isFlagWord } from './words.ts';

/** The amount with the column of the running balance, which is found along with it. */
export interface FoundAmount {
  readonly rule: CsvAmountRule;
  readonly balance: ColumnContent | null;
}

/** Finds how the rows say their money, by titles where there are any, else by the content. */
export function findAmount(columns: readonly ColumnContent[], taken: ReadonlySet<number>): Guess<FoundAmount> | null {
  const money = columns.filter((column) => !taken.has(column.place) && isMoneyColumn(column));
  const balance = money.find((column) => hasRole(column, 'balance')) ?? null;
  const others = money.filter((column) => column !== balance);
  return (
    findByTitle(others, balance, columns) ??
    (columns.some(({ title }) => title !== '') && balance === null && others.length === 0
      ? null
      : findByContent(others, balance, columns))
  );
}

function hasRole(column: ColumnContent, role: ColumnRole): boolean {
  return column.roles.has(role);
}

function findByTitle(
  money: readonly ColumnContent[],
  balance: ColumnContent | null,
  columns: readonly ColumnContent[],
): Guess<FoundAmount> | null {
  const single = money.find((column) => hasRole(column, 'amount') && filledShare(column) > 0.8);
  if (single !== undefined && hasSigns(single)) return findSign(single, balance, columns);
  const debit = columns.find((column) => isSide(column, 'debit', 'credit'));
  const credit = columns.find((column) => isSide(column, 'credit', 'debit'));
  if (debit !== undefined && credit !== undefined) return sure({ rule: twoColumns(debit, credit), balance });
  return single === undefined ? null : findSign(single, balance, columns);
}

/** A column of money, or one that is not filled in this sample, with a title for this side only. */
function isSide(column: ColumnContent, side: 'debit' | 'credit', other: 'debit' | 'credit'): boolean {
  const { roles } = column;
  const mayBeMoney = isMoneyColumn(column) || filledShare(column) === 0;
  return mayBeMoney && roles.has(side) && !roles.has(other) && !roles.has('balance');
}

function twoColumns(debit: ColumnContent, credit: ColumnContent): CsvAmountRule {
  const signs = debit.cells.map(signOf).filter((sign) => sign !== 0);
  const negative = signs.filter((sign) => sign < 0).length;
  const rule = { kind: 'twoColumns', debit: debit.place, credit: credit.place } as const;
  return signs.length === 0 ? rule : { ...rule, areDebitsNegative: negative > signs.length / 2 };
}

function signOf(cell: string): number {
  const { amount } = parseCellMoney(cell, null);
  if (amount.kind === 'ambiguous') return /^\s*[-(−–]|[-−–]\s*$/.test(cell) ? -1 : 1;
  return amount.kind !== 'amount' || amount.value.units === 0n ? 0 : amount.value.units < 0n ? -1 : 1;
}

function hasSigns(column: ColumnContent): boolean {
  return column.cells.some((cell) => signOf(cell) < 0);
}

/** Which way a column of amounts is to be read. */
function findSign(
  amount: ColumnContent,
  balance: ColumnContent | null,
  columns: readonly ColumnContent[],
): Guess<FoundAmount> {
  const signed: CsvAmountRule = { kind: 'signed', column: amount.place };
  if (hasSigns(amount)) return sure({ rule: signed, balance });
  const flag = columns.find((column) => isFlagColumn(column));
  if (flag !== undefined) {
    const rule: CsvAmountRule = { kind: 'flagged', column: amount.place, flag: flag.place, debitWords: DEBIT_WORDS };
    return sure({ rule, balance });
  }
  const outflow: CsvAmountRule = { ...signed, isOutflowPositive: true };
  const chain = balance === null ? null : findChain(amount, null, balance);
  if (chain === 'asIs') return sure({ rule: signed, balance });
  if (chain === 'flipped') return sure({ rule: outflow, balance });
  if (amount.cells.some((cell) => parseCellMoney(cell, null).isMarkedCredit)) {
    return guess({ rule: outflow, balance }, 0.85, 'only money that comes in has a sign');
  }
  return guess({ rule: signed, balance }, 0.5, 'no amount has a sign, so that money in and out cannot be told apart');
}

/** A column of nothing but words for the two sides, beside one of amounts. */
function isFlagColumn(column: ColumnContent): boolean {
  return filledShare(column) > 0.9 && column.cells.every((cell) => cell === '' || isFlagWord(cell));
}

function findByContent(
  money: readonly ColumnContent[],
  balance: ColumnContent | null,
  columns: readonly ColumnContent[],
): Guess<FoundAmount> | null {
  const real = money.filter((column) => column.kinds.includes('money'));
  const candidates = real.length > 0 ? real : money;
  const pair = findPair(candidates);
  if (pair !== null) return judgePair(pair, balance ?? candidates.find((column) => !pair.includes(column)) ?? null);
  const full = candidates.filter((column) => filledShare(column) > 0.95);
  const chained = findChained(full.slice(0, MOST_CHAINED));
  const amount = chained?.amount ?? full[0];
  if (amount === undefined) return null;
  const found = findSign(amount, chained?.other ?? balance ?? full[1] ?? null, columns);
  const doubt = `column ${amount.place + 1} is taken for the amount by its content`;
  if (chained === null && full.length > MOST_CHAINED) {
    return guess(found.value, found.certainty * 0.5, `${doubt}, among ${full.length} columns of numbers`);
  }
  return guess(
    found.value,
    found.certainty * (chained !== null || full.length === 1 ? 0.97 : 0.75),
    found.doubt ?? doubt,
  );
}

/**
 * Among so many columns of numbers a balance is looked for by its rows. Each is held against all others; exports have a handful, and where there are
 * more and none fits the layout stays in doubt.
 */
const MOST_CHAINED = 16;

/** The first column of amounts from which another one follows as their balance. */
function findChained(columns: readonly ColumnContent[]): { amount: ColumnContent; other: ColumnContent } | null {
  const read = columns.map((column) => ({ column, money: readMoneyCells(column.cells) }));
  for (const amount of read) {
    const other = read.find((each) => each !== amount && findBalanceChain(amount.money, null, each.money) !== null);
    if (other !== undefined) return { amount: amount.column, other: other.column };
  }
  return null;
}

function findChain(
  plus: ColumnContent,
  minus: ColumnContent | null,
  balance: ColumnContent,
): ReturnType<typeof findBalanceChain> {
  return findBalanceChain(
    readMoneyCells(plus.cells),
    minus === null ? null : readMoneyCells(minus.cells),
    readMoneyCells(balance.cells),
  );
}

/** Two columns of which every row fills one. */
function findPair(money: readonly ColumnContent[]): readonly [ColumnContent, ColumnContent] | null {
  const open = money.filter((column) => filledShare(column) < 1);
  for (const [index, left] of open.entries()) {
    const right = open.slice(index + 1).find((column) => isOtherSide(left.cells, column.cells));
    if (right !== undefined) return [left, right];
  }
  return null;
}

/** Whether nearly every row fills one of the two. Looks no further than to the rows that speak against it. */
function isOtherSide(left: readonly string[], right: readonly string[]): boolean {
  let either = left.length;
  for (const [row, cell] of left.entries()) {
    if ((cell === '') !== ((right[row] ?? '') === '')) continue;
    either--;
    if (either < left.length * 0.95) return false;
  }
  return true;
}

function judgePair(pair: readonly [ColumnContent, ColumnContent], balance: ColumnContent | null): Guess<FoundAmount> {
  const [left, right] = pair;
  const doubt = `columns ${left.place + 1} and ${right.place + 1} are taken for the amounts by their content`;
  if (hasSigns(left) !== hasSigns(right)) {
    const [debit, credit] = hasSigns(left) ? [left, right] : [right, left];
    return guess({ rule: twoColumns(debit, credit), balance }, 0.9, doubt);
  }
  const chain = balance === null ? null : findChain(right, left, balance);
  if (chain === 'flipped') return guess({ rule: twoColumns(right, left), balance }, 0.9, doubt);
  return guess({ rule: twoColumns(left, right), balance }, chain === null ? 0.6 : 0.9, doubt);
}

/** The decimal mark that the amounts prove. */
export function findDecimalMark(cells: readonly string[]): Guess<DecimalMark> {
  const counts = { '.': 0, ',': 0, ambiguous: 0 };
  for (const cell of cells) {
    if (cell === '') continue;
    const { amount } = parseCellMoney(cell, null);
    if (amount.kind === 'ambiguous') counts.ambiguous++;
    else if (amount.kind === 'amount' && amount.mark !== null) counts[amount.mark]++;
  }
  const mark = counts[','] > counts['.'] ? ',' : '.';
  if (counts['.'] > 0 && counts[','] > 0)
    return guess(mark, 0.6, 'amounts have a comma here and a point there before the decimals');
  if (counts['.'] + counts[','] === 0 && counts.ambiguous > 0)
    return guess('.', 0.6, 'no amount shows its decimal mark');
  return sure(mark);
}
