import type { Schemas } from '../../api/operation-types.ts';

/** Held to the contract by the compiler: a rail that is missing or misspelt is an error. */
const WORDS: Readonly<Record<Schemas['Transaction']['rail'], string>> = {
  ach: 'ACH',
  card: 'Card',
  cash: 'Cash',
  check: 'Check',
  crypto: 'Crypto',
  fasterPayments: 'Faster Payments',
  internalTransfer: 'Internal transfer',
  sepaCredit: 'SEPA credit',
  sepaDebit: 'SEPA debit',
  swift: 'SWIFT',
  wire: 'Wire',
  other: 'Other',
  unknown: 'Unknown',
};

/** Rails to choose from. */
export const RAILS = Object.entries(WORDS).map(([value, label]) => ({ value, label }));

/** What a rail is called. One that these pages do not know yet is shown by its own name. */
export function wordOfRail(rail: string): string {
  return RAILS.find(({ value }) => value === rail)?.label ?? rail;
}
