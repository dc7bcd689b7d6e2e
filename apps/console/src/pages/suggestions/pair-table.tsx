import type { ReactNode } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useRead } from '../../api/use-read.ts';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { Money } from '../../components/values/money.tsx';
import { DateText } from '../../components/values/time-text.tsx';
import classes from './pair-table.module.css';

type Suggestion = Schemas['Suggestion'];
type Transaction = Schemas['Transaction'];
type Account = Schemas['Account'];

/** A line of the comparison: what it is, and how each of the two has it. */
interface Line<Side> {
  readonly name: string;
  /** What is compared. */
  readonly of: (side: Side) => string | null | undefined;
  readonly render?: (side: Side) => ReactNode;
}

const TRANSACTION_LINES: readonly Line<Transaction>[] = [
  {
    name: 'Amount',
    of: ({ amount, currency }) => `${amount} ${currency}`,
    render: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
  },
  {
    name: 'Status',
    of: ({ status }) => status,
    render: ({ status }) => <StatusBadge kind="transaction" status={status} />,
  },
  { name: 'Posted', of: ({ postedDate }) => postedDate, render: ({ postedDate }) => <DateText date={postedDate} /> },
  { name: 'Text', of: ({ description }) => description },
  { name: 'Counterparty', of: ({ counterpartyName }) => counterpartyName },
  { name: 'Bank reference', of: ({ bankReference }) => bankReference },
  { name: 'Payment reference', of: ({ paymentReference }) => paymentReference },
  { name: 'Id', of: ({ id }) => id, render: ({ id }) => <code>{id}</code> },
];

const ACCOUNT_LINES: readonly Line<Account>[] = [
  { name: 'Name', of: ({ name }) => name },
  { name: 'Number', of: ({ maskedNumber }) => maskedNumber },
  { name: 'Currency', of: ({ currency }) => currency },
  {
    name: 'Balance',
    of: ({ currentBalance }) => currentBalance,
    render: ({ currentBalance, currency }) => <Money amount={currentBalance} currency={currency} />,
  },
  { name: 'Id', of: ({ id }) => id, render: ({ id }) => <code>{id}</code> },
];

/** The two rows side by side; lines in which they differ are marked. */
export function PairTable({ suggestion }: { readonly suggestion: Suggestion }) {
  if (suggestion.kind === 'account') return <Accounts suggestion={suggestion} />;
  return <Table lines={TRANSACTION_LINES} older={suggestion.older} newer={suggestion.newer} />;
}

function Accounts({ suggestion }: { readonly suggestion: Suggestion }) {
  const isOpen = suggestion.status === 'open';
  const older = useRead('getAccount', { path: { accountId: suggestion.olderId } });
  const newer = useRead('getAccount', { path: { accountId: suggestion.newerId } }, { isWanted: isOpen });
  return <Table lines={ACCOUNT_LINES} older={older.data ?? null} newer={newer.data ?? null} />;
}

function Table<Side>({
  lines,
  older,
  newer,
}: {
  readonly lines: readonly Line<Side>[];
  readonly older: Side | null;
  readonly newer: Side | null;
}) {
  const show = ({ of, render }: Line<Side>, side: Side | null) => {
    if (side === null) return <span className="cw-dim">gone</span>;
    const value = of(side);
    if (value === null || value === undefined || value === '') return <span className="cw-dim">–</span>;
    return render?.(side) ?? value;
  };
  return (
    <table className={classes.pair}>
      <thead>
        <tr>
          <th scope="col">
            <span className="cw-visually-hidden">What</span>
          </th>
          <th scope="col">The older one, which stays</th>
          <th scope="col">The newer one</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const differs = older !== null && newer !== null && line.of(older) !== line.of(newer);
          return (
            <tr key={line.name} data-differs={differs && line.name !== 'Id' ? true : undefined}>
              <th scope="row">
                {line.name}
                {differs && line.name !== 'Id' ? <span className="cw-visually-hidden"> (differs)</span> : null}
              </th>
              <td>{show(line, older)}</td>
              <td>{show(line, newer)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
