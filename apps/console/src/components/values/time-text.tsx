import { useAheadMs } from '../../shell/tenants/environment-clock.tsx';
import { formatDate, formatInstant, formatMoment, formatRelative } from './format-time.ts';
import { useNow } from './use-now.ts';

/**
 * An instant as the distance from the environment's now, which is a virtual one with test data; the pointer shows it to the second, with
 * its zone.
 */
export function TimeText({
  instant,
  isAbsolute = false,
  isReal = false,
}: {
  readonly instant: string | null | undefined;
  /** Shows date and time themselves, as an order of events needs them. */
  readonly isAbsolute?: boolean;
  /** Of what keeps to real time with test data too: people, keys, links, webhooks, and looks into file sources. */
  readonly isReal?: boolean;
}) {
  const realNowMs = useNow();
  const environmentAheadMs = useAheadMs();
  const aheadMs = isReal ? 0 : environmentAheadMs;
  if (instant === null || instant === undefined) return <span className="cw-dim">–</span>;
  return (
    <time dateTime={instant} title={formatInstant(instant)} className="cw-tabular">
      {isAbsolute || aheadMs === null ? formatMoment(instant) : formatRelative(instant, realNowMs + aheadMs)}
    </time>
  );
}

/** A calendar date, which has no zone. */
export function DateText({ date }: { readonly date: string | null | undefined }) {
  if (date === null || date === undefined) return <span className="cw-dim">–</span>;
  return (
    <time dateTime={date} className="cw-tabular">
      {formatDate(date)}
    </time>
  );
}
