import { useMemo } from 'react';
import { useReadPages } from '../../api/use-read.ts';
import { type AccountLabel, labelOf, textOf } from './account-label.ts';

/** Labels of accounts by id: of the newest 500, which is more than most have. */
export function useAccountLabels(): ReadonlyMap<string, AccountLabel> {
  const { items } = useReadPages('listAccounts', { query: { limit: 500 } });
  return useMemo(() => new Map(items.map((account) => [account.id ?? '', labelOf(account)])), [items]);
}

/** The same as texts. */
export function useAccountNames(): ReadonlyMap<string, string> {
  const labels = useAccountLabels();
  return useMemo(() => new Map([...labels].map(([id, label]) => [id, textOf(label)])), [labels]);
}
