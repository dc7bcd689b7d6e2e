import type { UseQueryResult } from '@tanstack/react-query';
import type { CallError } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { Panel } from '../../components/layout/panel.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { transactionsWith } from '../../components/transactions/transaction-filters.ts';
import { formatDate } from '../../components/values/format-time.ts';
import { Money } from '../../components/values/money.tsx';
import { DateText } from '../../components/values/time-text.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';

type Account = Schemas['Account'];
const PAGE = 100;

/** Accounts with their balances, and how far these are proven by the transactions. */
export function AccountsPanel({
  connectionId,
  health,
  everyMs,
}: {
  readonly connectionId: string;
  readonly health: UseQueryResult<Schemas['ConnectionHealth'], CallError>;
  readonly everyMs: number;
}) {
  const read = useReadPages('listAccounts', { query: { connectionId, limit: PAGE } }, { everyMs });
  const proofs = new Map(health.data?.accounts.map((proof) => [proof.accountId, proof]));
  const columns: readonly DataColumn<Account>[] = [
    {
      key: 'name',
      title: 'Account',
      phone: 'main',
      render: (row) => (
        <>
          <PageLink {...transactionsWith({ accounts: row.id })}>{row.name}</PageLink>
          <br />
          <span className="cw-dim cw-tabular">{row.maskedNumber}</span>
        </>
      ),
    },
    {
      key: 'proof',
      title: 'Balance proof',
      width: '12rem',
      render: (row) => <Proof proof={proofs.get(row.id)} currency={row.currency} />,
    },
    {
      key: 'asOf',
      title: 'As of',
      width: '7.5rem',
      phone: 'hidden',
      render: (row) => <DateText date={row.balanceAsOf?.slice(0, 10)} />,
    },
    {
      key: 'balance',
      title: 'Balance',
      align: 'right',
      width: '11rem',
      phone: 'main',
      render: (row) => <Money amount={row.currentBalance} currency={row.currency} />,
    },
  ];
  // Without `fields` every item is whole.
  const whole = { ...read, items: read.items as readonly Account[] };
  return (
    <Panel title="Accounts" isFlush>
      <ListView
        read={whole}
        label="Accounts"
        columns={columns}
        keyOf={(row) => row.id}
        empty={<EmptyState title="No accounts yet">They appear with the first sync.</EmptyState>}
      />
    </Panel>
  );
}

function Proof({
  proof,
  currency,
}: {
  readonly proof: Schemas['AccountBalanceProof'] | undefined;
  readonly currency: string;
}) {
  if (proof === undefined) return <span className="cw-dim">–</span>;
  const { balanceProof, provenThrough, brokenFrom, difference } = proof;
  return (
    <>
      <StatusBadge kind="proof" status={balanceProof} />
      <br />
      <span className="cw-dim">
        {balanceProof === 'proven' && provenThrough !== null ? `through ${formatDate(provenThrough)}` : ''}
        {balanceProof === 'broken' && brokenFrom !== null ? `from ${formatDate(brokenFrom)}` : ''}
      </span>
      {balanceProof === 'broken' && difference !== null ? (
        <>
          {' '}
          <Money amount={difference} currency={currency} />
        </>
      ) : null}
    </>
  );
}
