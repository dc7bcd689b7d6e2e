import { InvalidArgumentError } from 'commander';

const MOST_PER_SECOND = 1_000_000;

/** Requests a second as a person writes them: a number, `none` for no limit (0), `default` for the installation's (null). */
export function readRate(text: string): number | null {
  if (text === 'default') return null;
  if (text === 'none') return 0;
  const rate = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (rate >= 1 && rate <= MOST_PER_SECOND) return rate;
  throw new InvalidArgumentError(
    `It must be a whole number of requests a second from 1 to ${MOST_PER_SECOND}, none for no limit, or default for the installation's.`,
  );
}

/** What became of it, for a person. */
export function describeRate(perSecond: number | null): string {
  if (perSecond === null) return "has the installation's limit";
  return perSecond === 0 ? 'has no limit' : `may send ${perSecond} requests a second`;
}
