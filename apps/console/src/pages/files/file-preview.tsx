import type { Schemas } from '../../api/operation-types.ts';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { type DataColumn, DataTable } from '../../components/lists/data-table.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { Money } from '../../components/values/money.tsx';
import { DateText } from '../../components/values/time-text.tsx';

type Statement = Schemas['FilePreviewStatement'];
type Row = Schemas['FilePreviewRow'];

/** What a file would bring, as far as it can be read. */
export function FilePreview({ preview }: { readonly preview: Schemas['FilePreview'] }) {
  const { statements, isPartial, format } = preview;
  return (
    <section aria-label="Preview">
      <h3>What it says</h3>
      {statements.length === 0 ? (
        <p className="cw-dim">{format === null ? 'Its format is not known.' : 'No statement of it can be read.'}</p>
      ) : null}
      {isPartial ? <p className="cw-dim">A part of it.</p> : null}
      {statements.map((statement) => (
        <StatementView
          key={`${statement.accountNumber} ${statement.currency} ${statement.from} ${statement.to}`}
          statement={statement}
        />
      ))}
    </section>
  );
}

function StatementView({ statement }: { readonly statement: Statement }) {
  const { accountNumber, currency, from, to, rowCount, credits, debits, closingBalance, rows } = statement;
  const money = (amount: string) => <Money amount={amount} currency={currency ?? ''} />;
  const columns: readonly DataColumn<Row & { readonly key: string }>[] = [
    { key: 'date', title: 'Posted', width: '7rem', render: ({ postedDate }) => <DateText date={postedDate} /> },
    { key: 'text', title: 'Text', phone: 'main', render: ({ description }) => description },
    {
      key: 'status',
      title: 'Status',
      width: '6.5rem',
      phone: 'hidden',
      render: ({ status }) => <StatusBadge kind="transaction" status={status} />,
    },
    {
      key: 'amount',
      title: 'Amount',
      width: '8.5rem',
      align: 'right',
      phone: 'main',
      render: (row) => <Money amount={row.amount} currency={row.currency ?? currency ?? ''} />,
    },
  ];
  return (
    <>
      <KeyValue
        items={{
          Account: accountNumber,
          Currency: currency,
          'First day': <DateText date={from} />,
          'Last day': <DateText date={to} />,
          Rows: rowCount.toLocaleString(),
          In: money(credits),
          Out: money(debits),
          'Closing balance': closingBalance === null ? null : money(closingBalance),
        }}
      />
      {rows.length === 0 ? null : (
        <DataTable
          label={`First rows of ${accountNumber ?? 'the statement'}`}
          columns={columns}
          rows={rows.map((row, index) => ({ ...row, key: String(index) }))}
          keyOf={({ key }) => key}
        />
      )}
    </>
  );
}
