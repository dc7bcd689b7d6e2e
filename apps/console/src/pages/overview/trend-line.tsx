import { type PointerEvent, useMemo, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { formatDate } from '../../components/values/format-time.ts';
import { Money } from '../../components/values/money.tsx';
import { layOutTrend } from './trend-layout.ts';
import classes from './trend-line.module.css';

const WIDTH = 600;
const HEIGHT = 88;
const BOX = { width: WIDTH, height: HEIGHT };

/** Balances day by day as a line. The pointer or the arrow keys read off one day; it begins with the last. */
export function TrendLine({
  label,
  currency,
  days,
}: {
  readonly label: string;
  readonly currency: string;
  readonly days: readonly Schemas['DayPosition'][];
}) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { points, line } = useMemo(
    () =>
      layOutTrend(
        days.map((day) => day.balance),
        BOX,
      ),
    [days],
  );
  const last = days.length - 1;
  const index = Math.min(chosen ?? last, last);
  const day = days[index];
  const point = points[index];
  const follow = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setChosen(Math.max(0, Math.min(last, Math.round(((event.clientX - left) / width) * last))));
  };
  if (day === undefined) return null;
  const text = `${formatDate(day.date)}: ${day.balance ?? 'not known'} ${currency}`;
  return (
    <div className={classes.trend}>
      <div className={classes.plot} onPointerMove={follow} onPointerLeave={() => setChosen(null)}>
        <svg viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`} preserveAspectRatio="none" className={classes.svg} aria-hidden>
          <path d={areaBelow(points)} className={classes.area} />
          <path d={line} className={classes.line} />
          {chosen === null || point == null ? null : (
            <line x1={point[0]} x2={point[0]} y1={-4} y2={HEIGHT + 4} className={classes.mark} />
          )}
        </svg>
        <input
          type="range"
          className={classes.range}
          aria-label={label}
          aria-valuetext={text}
          min={0}
          max={last}
          value={index}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          onBlur={() => setChosen(null)}
        />
      </div>
      <div className={classes.legend}>
        <span>{formatDate(days[0]?.date ?? day.date)}</span>
        {chosen === null ? null : (
          <span className={classes.reading}>
            {formatDate(day.date)} · <Money amount={day.balance} currency={currency} />
          </span>
        )}
        <span>{formatDate(days[last]?.date ?? day.date)}</span>
      </div>
    </div>
  );
}

/** The line's own path down to the bottom edge, for each stretch without a gap. */
function areaBelow(points: readonly (readonly [number, number] | null)[]): string {
  const stretches: (readonly [number, number])[][] = [];
  let open: (readonly [number, number])[] | null = null;
  for (const point of points) {
    if (point === null) {
      open = null;
      continue;
    }
    if (open === null) {
      open = [];
      stretches.push(open);
    }
    open.push(point);
  }
  return stretches
    .map((stretch) => {
      const [left, right] = [stretch[0]?.[0] ?? 0, stretch.at(-1)?.[0] ?? 0];
      const top = stretch.map(([x, y]) => `L${x} ${y}`).join('');
      return `M${left} ${HEIGHT + 4}${top}L${right} ${HEIGHT + 4}Z`;
    })
    .join('');
}
