import { SegmentedControl } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useRead } from '../../api/use-read.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { Money } from '../../components/values/money.tsx';
import { subtractAmounts } from './amounts.ts';
import { firstDayOf } from './calendar.ts';
import classes from './cash-panel.module.css';
import { TrendLine } from './trend-line.tsx';

const RANGES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];
const REFRESH_MS = 60_000;

/** Booked money of all accounts by currency, now and in the days before. */
export function CashPanel() {
  const [days, setDays] = useState('90');
  const now = useRead('getCashPosition', {}, { everyMs: REFRESH_MS });
  const to = now.data?.to;
  const from = to === undefined ? undefined : firstDayOf(to, Number(days));
  const isDefault = from === now.data?.from;
  const other = useRead(
    'getCashPosition',
    { query: from === undefined || to === undefined ? {} : { from, to } },
    { isWanted: from !== undefined && !isDefault, keepsFormer: true },
  );
  const position = isDefault ? now.data : (other.data ?? now.data);
  const error = now.error ?? other.error;
  return (
    <Panel
      title="Cash position"
      lead="Ledger balances at the end of each day"
      actions={<SegmentedControl size="xs" aria-label="Days shown" data={RANGES} value={days} onChange={setDays} />}
    >
      {position === undefined && error === null ? <LoadingState rows={5} /> : null}
      {error === null ? null : <ErrorState error={error} onRetry={() => now.refetch()} />}
      {position === undefined || error !== null ? null : <Currencies position={position} />}
    </Panel>
  );
}

function Currencies({ position }: { readonly position: Schemas['CashPosition'] }) {
  if (position.currencies.length === 0)
    return (
      <EmptyState icon={IconCoins} title="No account yet">
        The position appears with the first sync.
      </EmptyState>
    );
  return (
    <div className={classes.currencies}>
      {position.currencies.map((each) => (
        <Currency key={each.currency} position={each} />
      ))}
    </div>
  );
}

function Currency({ position }: { readonly position: Schemas['CurrencyPosition'] }) {
  const { currency, days, accounts, accountsWithoutBalance } = position;
  const known = days.filter((day) => day.balance !== null);
  const last = known.at(-1)?.balance ?? null;
  const first = known[0]?.balance ?? null;
  const change = last === null || first === null ? null : subtractAmounts(last, first);
  return (
    <section className={classes.currency} aria-label={`Position in ${currency}`}>
      <div className={classes.figures}>
        <div className={classes.balance}>
          <Money amount={last} currency={currency} />
        </div>
        <div className={classes.change}>
          {change === null ? null : (
            <>
              <Money amount={change} currency={null} isSigned /> <span className="cw-dim">in this time</span>
            </>
          )}
        </div>
        <div className="cw-dim">
          {accounts === 1 ? '1 account' : `${accounts} accounts`}
          {accountsWithoutBalance > 0 ? `, ${accountsWithoutBalance} of them without a known balance` : ''}
        </div>
      </div>
      <TrendLine label={`Position in ${currency} by day`} currency={currency} days={days} />
    </section>
  );
}
