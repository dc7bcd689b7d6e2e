import { Drawer, Stack } from '@mantine/core';
import { IconReceiptOff } from '@tabler/icons-react';
import { CallError } from '../../api/call-error.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { useRead, useReadPages } from '../../api/use-read.ts';
import { ConnectionName } from '../connections/connection-name.tsx';
import { KeyValue } from '../layout/key-value.tsx';
import { EmptyState } from '../states/empty-state.tsx';
import { ErrorState } from '../states/error-state.tsx';
import { LoadingState } from '../states/loading-state.tsx';
import { StatusBadge, ToneBadge } from '../status/status-badge.tsx';
import { CopyButton } from '../values/copy-button.tsx';
import { Money } from '../values/money.tsx';
import { DateText, TimeText } from '../values/time-text.tsx';
import { wordOfRail } from './rails.ts';
import classes from './transaction-drawer.module.css';
import { TransactionHistory } from './transaction-history.tsx';
import { TransactionSuggestions } from './transaction-suggestions.tsx';

type Transaction = Schemas['Transaction'];

interface Props {
  readonly id: string | null;
  /** What the list has of it, shown until the transaction itself is there. */
  readonly row: Transaction | null;
  readonly names: ReadonlyMap<string, string>;
  readonly onClose: () => void;
}

/** One transaction beside the list: all of its fields, where they come from, and what it was before. */
export function TransactionDrawer({ id, row, names, onClose }: Props) {
  return (
    <Drawer opened={id !== null} onClose={onClose} position="right" size="lg" title="Transaction">
      {id === null ? null : <Details key={id} id={id} row={row} names={names} />}
    </Drawer>
  );
}

const isMissing = (error: unknown) => error instanceof CallError && error.code === 'not_found';

function Details({ id, row, names }: { readonly id: string } & Pick<Props, 'row' | 'names'>) {
  const read = useRead('getTransaction', { path: { transactionId: id } });
  const history = useReadPages('listTransactionHistory', { path: { transactionId: id }, query: { limit: 100 } });
  // Asked for without a choice of fields, so all of them are there.
  const transaction = (read.data ?? row) as Transaction | null;
  const isGone = isMissing(read.error);
  if (isGone && history.query.isPending) return <LoadingState />;
  // A transaction that is removed keeps its history; one without any never was, or was forgotten long ago.
  if (isGone && isMissing(history.query.error)) return <NoSuchTransaction id={id} />;
  return (
    <Stack>
      {isGone ? (
        <div className={classes.head}>
          <ToneBadge tone="bad">Removed</ToneBadge>
          <span>The transaction is not there any more. Its history tells what it was.</span>
        </div>
      ) : null}
      {transaction === null && read.isPending ? <LoadingState /> : null}
      {read.isError && !isGone ? <ErrorState error={read.error} onRetry={() => read.refetch()} /> : null}
      {transaction === null || isGone ? null : <Fields transaction={transaction} names={names} />}
      {transaction === null || isGone ? null : <TransactionSuggestions transaction={transaction} />}
      <TransactionHistory {...history} />
    </Stack>
  );
}

function NoSuchTransaction({ id }: { readonly id: string }) {
  return (
    <EmptyState icon={IconReceiptOff} title="There is no such transaction">
      None of these data has the id <code>{id}</code>. It may belong to the other environment, or have been removed long
      ago.
    </EmptyState>
  );
}

function Fields({ transaction, names }: { readonly transaction: Transaction } & Pick<Props, 'names'>) {
  return (
    <>
      <div className={classes.head}>
        <span className={classes.amount}>
          <Money amount={transaction.amount} currency={transaction.currency} isSigned />
        </span>
        <StatusBadge kind="transaction" status={transaction.status} />
      </div>
      <KeyValue
        items={{
          'Posted date': <DateText date={transaction.postedDate} />,
          Description: transaction.description,
          'As the bank writes it': transaction.rawDescription,
          Counterparty: transaction.counterpartyName,
          'Account of the counterparty': transaction.counterpartyAccountMasked,
          Merchant: transaction.merchantName,
          'Payment reference': transaction.paymentReference,
          'Bank reference': transaction.bankReference,
          Rail: wordOfRail(transaction.rail),
          Type: transaction.entryType,
          Category: [transaction.category, transaction.subcategory].filter((text) => text !== null).join(', ') || null,
          'Merchant category code': transaction.mcc,
          'BAI code': transaction.baiCode,
          Account: names.get(transaction.accountId) ?? <code>{transaction.accountId}</code>,
          Connection: <ConnectionName connectionId={transaction.connectionId} />,
          'Last change': <TimeText instant={transaction.updatedAt} isAbsolute />,
          Id: (
            <>
              <code>{transaction.id}</code> <CopyButton value={transaction.id} label="Copy the transaction's id" />
            </>
          ),
        }}
      />
    </>
  );
}
