import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, in milliseconds since the epoch, or how long ago it was: by which clock, the one who asks must know. */
export type Moment = { readonly atMs: number } | { readonly agoMs: number };

/** Reads `90s`, `30m`, `2h`, `3d` or an RFC 3339 time. Throws as commander expects of an argument. */
export function readMoment(text: string): Moment {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined) return { agoMs: Number(count) * unitMs };
  const atMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs))
    throw new InvalidArgumentError('It must be 30m, 2h or 3d ago, or a time such as 2026-11-21T08:00:00Z.');
  return { atMs };
}

/** A moment as milliseconds since the epoch, by a clock that shows `nowMs`. */
export function resolveMoment(moment: Moment, nowMs: number): number {
  return 'atMs' in moment ? moment.atMs : nowMs - moment.agoMs;
}

/** Types of events, separated by commas. A newer server may know more of them than this program. */
export function readEventTypes(text: string): string[] {
  const types = text.split(',').map((each) => each.trim());
  for (const type of types)
    if (!/^[a-z_]+(\.[a-z_]+)?$/.test(type))
      throw new InvalidArgumentError('It must be types of events such as transactions.sync_available,test.');
  return [...new Set(types)];
}
