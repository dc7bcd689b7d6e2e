import { Select } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useRead, useReadPages } from '../../api/use-read.ts';
import { accountOptions } from '../../components/accounts/account-label.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';

const BalanceChart = lazy(async () => ({ default: (await import('./balance-chart.tsx')).BalanceChart }));
const DAYS = 200;
const ACCOUNTS = 100;

/** The balance of one account at the end of each day. */
export function BalancePanel({ connectionId }: { readonly connectionId: string }) {
  const accounts = useReadPages('listAccounts', { query: { connectionId, limit: ACCOUNTS } });
  const [chosen, setChosen] = useState<string | null>(null);
  // Without `fields` every item is whole.
  const items = accounts.items as readonly Schemas['Account'][];
  const account = items.find(({ id }) => id === chosen) ?? items[0];
  if (account === undefined) return null;
  return (
    <Panel
      title="Balance by day"
      actions={
        items.length < 2 ? undefined : (
          <Select
            aria-label="Account"
            size="xs"
            w="16rem"
            data={accountOptions(items)}
            value={account.id}
            allowDeselect={false}
            onChange={setChosen}
          />
        )
      }
    >
      <AccountBalances accountId={account.id} currency={account.currency} />
    </Panel>
  );
}

function AccountBalances({ accountId, currency }: { readonly accountId: string; readonly currency: string }) {
  const read = useRead('listBalances', { query: { accountId, limit: DAYS } }, { keepsFormer: true });
  if (read.isPending) return <LoadingState rows={4} />;
  if (read.isError) return <ErrorState error={read.error} onRetry={() => read.refetch()} />;
  if (read.data.data.length < 2)
    return <EmptyState title="No balances yet">The bank states them, or they follow from the transactions.</EmptyState>;
  const days = read.data.data.toSorted((one, other) => one.date.localeCompare(other.date));
  return (
    <Suspense fallback={<LoadingState rows={4} />}>
      <BalanceChart days={days} currency={currency} />
    </Suspense>
  );
}
