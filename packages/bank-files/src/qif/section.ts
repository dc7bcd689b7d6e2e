import type { AccountKind } from '../statement.ts';

/** What the records behind a line that begins with `!` are. */
export type QifSection =
  | { readonly kind: 'cash'; readonly accountKind: AccountKind }
  | { readonly kind: 'account' }
  /** Accounts are only listed from here on, or no longer. */
  | { readonly kind: 'autoSwitch'; readonly isOn: boolean }
  | { readonly kind: 'investments' }
  /** Categories, securities, prices and other lists; and what no version of Quicken knows. */
  | { readonly kind: 'list'; readonly name: string; readonly isKnown: boolean };

const CASH: ReadonlyMap<string, AccountKind> = new Map([
  ['bank', 'checking'],
  ['cash', 'cash'],
  ['ccard', 'creditCard'],
  ['otha', 'asset'],
  ['othl', 'liability'],
]);

const LISTS: ReadonlySet<string> = new Set(
  'cat class tag security prices memorized budget invitem template invoice tax'.split(' '),
);

/** Reads a line that begins with `!`. */
export function parseSection(line: string): QifSection {
  const text = line.slice(1).trim().toLowerCase();
  if (text.startsWith('account')) return { kind: 'account' };
  if (text.startsWith('option:autoswitch')) return { kind: 'autoSwitch', isOn: true };
  if (text.startsWith('clear:autoswitch')) return { kind: 'autoSwitch', isOn: false };
  const name = text.replace(/^type\s*:?/, '').replaceAll(/\s/g, '');
  const accountKind = CASH.get(name);
  if (accountKind !== undefined) return { kind: 'cash', accountKind };
  if (name === 'invst' || name === 'port') return { kind: 'investments' };
  return { kind: 'list', name, isKnown: LISTS.has(name) || text.startsWith('option') || text.startsWith('clear') };
}
