import { accountAlias } from '../../domain/account.ts';
import type { Observation } from '../../domain/observation.ts';
import { type FileAccountReading, UNKNOWN_CURRENCY } from '../contract.ts';
import { findOverlaps } from './find-overlaps.ts';

/** What one statement says of its account, with its ledger balances as stated. */
export interface StatementReading extends FileAccountReading {
  readonly opening: string | null;
  readonly closing: string | null;
  readonly isIncrement: boolean;
}

/**
 * One reading per account. Banks put several statements of an account into one file, one per day or page; their rows
 * are counted together, so that two look-alike rows on two pages stay two, but for those that overlap. A damaged statement damages its account's
 * reading: nothing of that account is applied, because its rows would be counted short.
 */
export function mergeReadings(readings: readonly StatementReading[]): FileAccountReading[] {
  const byAccount = new Map<string, StatementReading[]>();
  for (const reading of readings) {
    const alias =
      reading.accountNumber === null
        ? `/${reading.currency}`
        : accountAlias(reading.accountNumber, reading.currency ?? UNKNOWN_CURRENCY);
    const earlier = byAccount.get(alias);
    if (earlier === undefined) byAccount.set(alias, [reading]);
    else earlier.push(reading);
  }
  return [...byAccount.values()].map(mergeStatements);
}

function mergeStatements(readings: readonly StatementReading[]): FileAccountReading {
  const overlaps = findOverlaps(
    readings.map(({ observation, ...statement }) => ({ ...statement, rows: observation?.rows ?? [] })),
  );
  const [first, ...others] = readings.map(({ opening, closing, isIncrement, ...reading }): FileAccountReading => {
    if (overlaps.size === 0 || reading.observation === null) return reading;
    const rows = reading.observation.rows.filter((row) => !overlaps.has(row));
    return { ...reading, observation: { ...reading.observation, rows } };
  });
  if (first === undefined) throw new Error('an account of a file has no statement');
  const all = [first, ...others];
  const observations = all.map(({ observation }) => observation).filter((observation) => observation !== null);
  return {
    ...first,
    observation: observations.length === all.length ? mergeObservations(observations) : null,
    problem: all.find(({ problem }) => problem !== null)?.problem ?? null,
  };
}

/** Lists are put together once: a file may have very many statements. */
function mergeObservations(observations: readonly Observation[]): Observation {
  return {
    ...observations.reduce(mergeTwo),
    rows: observations.flatMap(({ rows }) => rows),
    statedBalances: observations.flatMap(({ statedBalances }) => statedBalances),
  };
}

/** All but the lists. */
function mergeTwo(a: Observation, b: Observation): Observation {
  const later = (b.currentBalances?.asOf ?? '') >= (a.currentBalances?.asOf ?? '') ? b : a;
  return {
    ...a,
    coverage: {
      from: least(a.coverage.from, b.coverage.from),
      to: greatest(a.coverage.to, b.coverage.to),
      complete: a.coverage.complete && b.coverage.complete,
      proves: [],
    },
    currentBalances: later.currentBalances ?? a.currentBalances ?? b.currentBalances,
    dataAsOf: greatest(a.dataAsOf, b.dataAsOf),
  };
}

function least<T extends string>(a: T | null, b: T | null): T | null {
  return a === null ? b : b === null ? a : a <= b ? a : b;
}

function greatest<T extends string>(a: T | null, b: T | null): T | null {
  return a === null ? b : b === null ? a : a >= b ? a : b;
}
