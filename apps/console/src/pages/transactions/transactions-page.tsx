import { IconArrowsExchange } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useRead, useReadPages } from '../../api/use-read.ts';
import type { AccountLabel } from '../../components/accounts/account-label.ts';
import { useAccountLabels, useAccountNames } from '../../components/accounts/use-account-names.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { TransactionDrawer } from '../../components/transactions/transaction-drawer.tsx';
import { FILTER_NAMES, type TransactionFilter } from '../../components/transactions/transaction-filters.ts';
import { Money } from '../../components/values/money.tsx';
import { DateText } from '../../components/values/time-text.tsx';
import { type SetFilters, useBack, useFilters } from '../../shell/routing/use-address.ts';
import { AccountCell } from './account-cell.tsx';
import { AmountOffer } from './amount-offer.tsx';
import { ExportButton } from './export-button.tsx';
import { SearchFilters } from './search-filters.tsx';
import { readSearchQuery } from './search-query.ts';
import { createSummer } from './sums.ts';
import classes from './transactions-page.module.css';

type Transaction = Schemas['Transaction'];

const PAGE = 500;
const ROW_HEIGHT = 41;

/** Every transaction of the environment: filtered, searched while one types, and read on while one scrolls. */
export function Page() {
  const [filters, setFilters] = useFilters<TransactionFilter>();
  const query = readSearchQuery(filters);
  const { sort: _sort, ...counted } = query;
  const read = useReadPages('searchTransactions', { query: { ...query, limit: PAGE } }, { keepsFormer: true });
  const count = useRead('countTransactions', { query: counted }, { keepsFormer: true });
  const names = useAccountNames();
  const labels = useAccountLabels();
  const columns = useMemo(() => columnsFor(labels), [labels]);
  const isFiltered = FILTER_NAMES.some((name) => filters[name] !== undefined);
  const clear = () => setFilters(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined])));
  const { open, setOpen, close } = useOpenRow(filters.transaction ?? null, setFilters);
  const openRow = useMemo(
    () => (open === null ? null : (read.items.find(({ id }) => id === open) ?? null)),
    [read.items, open],
  );
  useEffect(() => {
    // Another search begins at its first row.
    if (window.scrollY > 0 && read.items.length <= PAGE) window.scrollTo({ top: 0 });
  }, [read.items.length]);
  return (
    <>
      <PageHeader
        title="Transactions"
        lead="What the banks show, exactly and in full."
        actions={<ExportButton query={query} />}
      />
      <SearchFilters filters={filters} onChange={setFilters} isFiltered={isFiltered} onClear={clear} names={names} />
      <AmountOffer text={filters.q} onChoose={(amount) => setFilters({ q: undefined, min: amount, max: amount })} />
      <Shown items={read.items} count={count.data} hasMore={read.query.hasNextPage} isBusy={read.query.isFetching} />
      <div className="cw-panel">
        <ListView
          read={read}
          label="Transactions"
          columns={columns}
          keyOf={keyOf}
          openKey={open}
          onOpen={setOpen}
          rowHeight={ROW_HEIGHT}
          empty={
            <EmptyState
              icon={IconArrowsExchange}
              title={isFiltered ? 'No transaction is like this' : 'No transaction yet'}
            >
              {isFiltered
                ? 'Change the filters, or clear them.'
                : 'They appear here with the first sync of a connection.'}
            </EmptyState>
          }
        />
      </div>
      <TransactionDrawer id={open} row={openRow} names={names} onClose={close} />
    </>
  );
}

/** The row beside the list: the way back closes it, and closing it is the way back. */
function useOpenRow(open: string | null, setFilters: SetFilters<TransactionFilter>) {
  const back = useBack();
  const isOpenedHere = useRef(false);
  useEffect(() => {
    if (open === null) isOpenedHere.current = false;
  }, [open]);
  const setOpen = (row: Transaction) => {
    isOpenedHere.current = true;
    setFilters({ transaction: row.id });
  };
  // An address that was opened with the row has nothing behind it.
  const close = () => (isOpenedHere.current ? back() : setFilters({ transaction: undefined }, 'replace'));
  return { open, setOpen, close };
}

const keyOf = (row: Transaction): string => row.id;

function columnsFor(labels: ReadonlyMap<string, AccountLabel>): readonly DataColumn<Transaction>[] {
  return [
    {
      key: 'date',
      title: 'Date',
      width: '8rem',
      render: (row) => <Day row={row} />,
    },
    {
      key: 'description',
      title: 'Description',
      phone: 'main',
      render: (row) => <span className={classes.text}>{row.description ?? row.rawDescription ?? '–'}</span>,
    },
    {
      key: 'counterparty',
      title: 'Counterparty',
      width: '18%',
      phone: 'hidden',
      render: (row) => <span className={classes.text}>{row.counterpartyName ?? row.merchantName ?? '–'}</span>,
    },
    {
      key: 'account',
      title: 'Account',
      width: '18%',
      phone: 'hidden',
      render: (row) => <AccountCell label={labels.get(row.accountId)} id={row.accountId} />,
    },
    {
      key: 'status',
      title: 'Status',
      width: '7.5rem',
      phone: 'hidden',
      render: (row) => <StatusBadge kind="transaction" status={row.status} />,
    },
    {
      key: 'amount',
      title: 'Amount',
      width: '11rem',
      align: 'right',
      phone: 'main',
      render: (row) => <Money amount={row.amount} currency={row.currency} isSigned />,
    },
  ];
}

/** On a phone there is no room for the state beside it, so what is not booked says so here. */
function Day({ row }: { readonly row: Transaction }) {
  if (row.postedDate === null) return <span className="cw-dim">Not booked</span>;
  return <DateText date={row.postedDate} />;
}

/** How many rows there are, and what those that are here come to. */
function Shown({
  items,
  count,
  hasMore,
  isBusy,
}: {
  readonly items: readonly Transaction[];
  readonly count: Schemas['TransactionCount'] | undefined;
  readonly hasMore: boolean;
  readonly isBusy: boolean;
}) {
  const summer = useRef(createSummer<Transaction>());
  const { byCurrency } = useMemo(() => summer.current(items), [items]);
  const found = count === undefined ? '…' : `${count.count.toLocaleString()}${count.isWhole ? '' : '+'}`;
  return (
    <div className={classes.shown} role="status" aria-busy={isBusy}>
      <span>
        <strong className="cw-tabular">{found}</strong>{' '}
        {count?.count === 1 && count.isWhole ? 'transaction' : 'transactions'}
      </span>
      {hasMore ? <span className="cw-dim">The {items.length.toLocaleString()} rows loaded so far come to</span> : null}
      {byCurrency.map(({ currency, amount }) => (
        <span key={currency} className={hasMore ? 'cw-dim' : classes.sum}>
          <Money amount={amount} currency={currency} />
        </span>
      ))}
    </div>
  );
}
