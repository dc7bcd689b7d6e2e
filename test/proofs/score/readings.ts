import { institutionStyles } from '@causeway/bank-simulator';
import type { EvidenceOfReading } from '../../../proofs/score/evidence.ts';
import { Evidence } from '../../../proofs/score/evidence.ts';
import { normaliseShownRow } from '../../../proofs/score/normalise-shown-row.ts';
import type { Reading } from '../../../proofs/score/reading.ts';
import type { NormalisedRow } from '../../../src/domain/observation.ts';
import { calendarDate } from '../../../src/domain/values/calendar-date.ts';

/** A row in short: the true transaction, and what is shown of it. */
export interface Sketch {
  readonly truth: string;
  readonly text?: string;
  readonly amount?: string;
  readonly status?: 'pending' | 'posted';
  readonly date?: `${string}-${string}-${string}`;
  readonly id?: string | null;
}

export const COVERED = { from: calendarDate('2026-03-01'), to: calendarDate('2026-03-31') };

function toRow(sketch: Sketch, index: number): NormalisedRow {
  const { text = 'COFFEE', amount = '-4.25', status = 'posted', date = '2026-03-10', id = null } = sketch;
  return normaliseShownRow(
    {
      id,
      status,
      bookingDate: status === 'posted' ? date : null,
      authorisedDate: status === 'pending' ? date : null,
      valueDate: null,
      amount,
      currency: 'USD',
      text,
      bankReference: null,
      customerReference: null,
      counterpartyName: null,
      counterpartyAccount: null,
      baiCode: null,
      mcc: null,
      merchantName: null,
      runningBalance: null,
    },
    `row ${index + 1}`,
  );
}

/** A complete reading of March, unless told otherwise. What it does not show is gone, unless `alsoLive` names it. */
export function readingOf(
  rows: readonly Sketch[],
  options: { readonly complete?: boolean; readonly alsoLive?: readonly string[] } = {},
): Reading {
  const { complete = true, alsoLive = [] } = options;
  const live = new Set([...rows.map(({ truth }) => truth), ...alsoLive]);
  return {
    number: 0,
    rows: rows.map(toRow),
    truths: rows.map(({ truth }) => truth),
    coverage: { ...COVERED, complete, proves: ['pending', 'posted'] },
    statedBalances: [],
    signsInverted: false,
    currency: 'USD',
    isLive: (truth) => live.has(truth),
  };
}

/** What is known after each of some readings, at a bank with or without lasting ids. */
export function evidenceOf(
  readings: readonly Reading[],
  style: 'stableIds' | 'newIdsOnPosting' | 'noIds' | 'changingText' = 'noIds',
): EvidenceOfReading[] {
  const evidence = new Evidence(institutionStyles[style]);
  return readings.map((reading) => evidence.observe(reading));
}
