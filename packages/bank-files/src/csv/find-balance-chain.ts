import { type Decimal, negateDecimal } from '../decimal.ts';
import { parseCellMoney } from './money.ts';
import { RunningBalance } from './running-balance.ts';

/** The money of each cell of a column; null for none, or one that can be read in two ways. */
export type MoneyCells = readonly (Decimal | null)[];

/** Reads a column once, however many others it is compared with. */
export function readMoneyCells(cells: readonly string[]): MoneyCells {
  return cells.map(readCell);
}

/**
 * Whether a column of balances follows from the amounts: as they stand (`minus` taken away where there are two columns), or with
 * the other sign; null when from neither, or too few rows tell.
 */
export function findBalanceChain(
  plus: MoneyCells,
  minus: MoneyCells | null,
  balances: MoneyCells,
): 'asIs' | 'flipped' | null {
  const asIs = new RunningBalance();
  const flipped = new RunningBalance();
  for (const [row, cell] of plus.entries()) {
    const amount = cell ?? negated(minus?.[row] ?? null);
    if (amount === null) return null;
    const balance = balances[row] ?? null;
    asIs.add(amount, balance, null);
    flipped.add(negateDecimal(amount), balance, null);
    if (asIs.holds === false && flipped.holds === false) return null;
  }
  if (asIs.holds === flipped.holds) return null;
  return asIs.holds === true ? 'asIs' : flipped.holds === true ? 'flipped' : null;
}

function readCell(cell: string): Decimal | null {
  if (cell === '') return null;
  const { amount } = parseCellMoney(cell, null);
  return amount.kind === 'amount' ? amount.value : null;
}

function negated(value: Decimal | null): Decimal | null {
  return value === null ? null : { units: value.units < 0n ? value.units : -value.units, scale: value.scale };
}
