import { formatDate, formatInstant, formatMoment, formatRelative } from './format-time.ts';
import { useNow } from './use-now.ts';

/** An instant as the distance from now; the pointer shows it to the second, with its zone. */
export function TimeText({
  instant,
  isAbsolute = false,
}: {
  readonly instant: string | null | undefined;
  /** Shows date and time themselves, as an order of events needs them. */
  readonly isAbsolute?: boolean;
}) {
  const nowMs = useNow();
  if (instant === null || instant === undefined) return <span className="cw-dim">–</span>;
  return (
    <time dateTime={instant} title={formatInstant(instant)} className="cw-tabular">
      {isAbsolute ? formatMoment(instant) : formatRelative(instant, nowMs)}
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
