import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Schemas } from '../../api/operation-types.ts';
import { formatDate } from '../../components/values/format-time.ts';
import { Money } from '../../components/values/money.tsx';
import classes from './balance-chart.module.css';

interface Point {
  readonly date: string;
  /** Where the line is drawn; the amount that is shown is the string beside it. */
  readonly height: number;
  readonly balance: string;
  readonly source: string;
}

const COMPACT = new Intl.NumberFormat(undefined, { notation: 'compact' });
const SOURCES: Readonly<Record<string, string>> = { bankProvided: 'stated by the bank', derived: 'from transactions' };

/** Daily balances as an area. The same numbers are in a table for those who do not see it. */
export function BalanceChart({
  days,
  currency,
}: {
  readonly days: readonly Schemas['DailyBalance'][];
  readonly currency: string;
}) {
  const points = days.map(({ date, ledgerBalance, source }) => ({
    ...{ date, balance: ledgerBalance, source },
    height: Number(ledgerBalance),
  }));
  return (
    <>
      <div className={classes.chart} aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart accessibilityLayer={false} data={points} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--cw-line)" />
            <XAxis
              dataKey="date"
              tickFormatter={(date: string) => formatDate(date)}
              minTickGap={48}
              tick={{ fontSize: 12, fill: 'var(--cw-ink-dim)' }}
              tickLine={false}
              axisLine={false}
            />
            <YAxis
              width={56}
              tickFormatter={(height: number) => COMPACT.format(height)}
              tick={{ fontSize: 12, fill: 'var(--cw-ink-dim)' }}
              tickLine={false}
              axisLine={false}
            />
            <Tooltip
              isAnimationActive={false}
              content={({ payload }) => {
                const point: Point | undefined = payload?.[0]?.payload;
                return point === undefined ? null : <Hint point={point} currency={currency} />;
              }}
            />
            <Area
              dataKey="height"
              type="stepAfter"
              stroke="var(--cw-link)"
              strokeWidth={2}
              fill="var(--cw-link)"
              fillOpacity={0.1}
              isAnimationActive={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
      <div className="cw-visually-hidden">
        <table>
          <caption>Balance at the end of each day</caption>
          <tbody>
            {points.map((point) => (
              <tr key={point.date}>
                <th scope="row">{formatDate(point.date)}</th>
                <td>
                  <Money amount={point.balance} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Hint({ point, currency }: { readonly point: Point; readonly currency: string }) {
  return (
    <div className={classes.hint}>
      {formatDate(point.date)}
      <br />
      <Money amount={point.balance} currency={currency} />
      <br />
      <span className="cw-dim">{SOURCES[point.source] ?? point.source}</span>
    </div>
  );
}
