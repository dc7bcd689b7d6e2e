const DAY_MS = 86_400_000;

/** The first of so many calendar days of which the last is given, `YYYY-MM-DD` both. */
export function firstDayOf(lastDay: string, days: number): string {
  return new Date(Date.parse(`${lastDay}T00:00:00Z`) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
}
