import type { InstitutionStyle } from '@causeway/bank-simulator';
import type { Design } from './design.ts';
import { driveBank } from './drive-bank.ts';
import { Evidence } from './evidence.ts';
import { NAIVE_DESIGNS, NaiveDesign } from './naive-designs.ts';
import { OurDesign } from './our-design.ts';
import { RecentReadings } from './recent-readings.ts';
import { addScores, NO_SCORE, type Score } from './score.ts';
import { Scorer } from './scorer.ts';
import { settingsOfStyle } from './settings-of-style.ts';

/** All designs that are compared, the product's own first. */
export const DESIGNS = ['causeway', ...NAIVE_DESIGNS] as const;
export type DesignName = (typeof DESIGNS)[number];

/** One institution style under one seed. */
export interface StyleResult {
  readonly style: string;
  readonly seed: string;
  readonly scores: Readonly<Record<DesignName, Score>>;
  /** Time that the product's reconciliation took, its mirror in memory included. */
  readonly ourMs: number;
  /** The first faults of the product's reconciliation, told for people. */
  readonly faults: readonly string[];
}

interface AccountScorers {
  readonly evidence: Evidence;
  readonly ours: OurDesign;
  readonly recent: RecentReadings;
  readonly entries: readonly { readonly name: DesignName; readonly design: Design; readonly scorer: Scorer }[];
}

/** Drives banks of one style until that many rows were observed, and scores every design on the very same rows. */
export function scoreStyle(options: {
  readonly style: InstitutionStyle;
  readonly seed: string;
  readonly rows: number;
  /** How many faults to tell. */
  readonly keptFaults: number;
  /** Milliseconds of a clock that only moves forward. */
  nowMs(): number;
}): StyleResult {
  const { style, seed, rows, keptFaults, nowMs } = options;
  const settings = settingsOfStyle(style);
  const totals = Object.fromEntries(DESIGNS.map((name) => [name, NO_SCORE])) as Record<DesignName, Score>; // Every design is named.
  const faults: string[] = [];
  let observed = 0;
  let ourMs = 0;
  for (let company = 0; observed < rows; company += 1) {
    const accounts = new Map<string, AccountScorers>();
    const drive = driveBank({
      seed: `${seed}/${company}`,
      style,
      settings,
      days: DAYS,
      findOldestPending: (accountId) => accounts.get(accountId)?.ours.mirror.findOldestPending() ?? null,
    });
    for (const { accountId, reading } of drive) {
      const account = accounts.get(accountId) ?? openAccount(style, settings.sourceIds);
      accounts.set(accountId, account);
      const evidence = account.evidence.observe(reading);
      account.recent.note(reading);
      for (const { design, scorer } of account.entries) {
        const startMs = nowMs();
        const decision = design.decide(reading);
        if (design === account.ours) ourMs += nowMs() - startMs;
        const found = scorer.note(evidence, decision);
        if (design !== account.ours) continue;
        for (const fault of found) {
          if (faults.length < keptFaults) faults.push(account.recent.tell(fault, `${seed}/${company} ${style.name}`));
        }
      }
      observed += reading.rows.length;
    }
    for (const { entries } of accounts.values())
      for (const { name, scorer } of entries) totals[name] = addScores(totals[name], scorer.total());
  }
  return { style: style.name, seed, scores: totals, ourMs, faults };
}

/** Days of reading for each company. */
const DAYS = 180;

function openAccount(style: InstitutionStyle, sourceIds: 'stable' | 'hint' | 'none'): AccountScorers {
  const ours = new OurDesign(sourceIds);
  return {
    evidence: new Evidence(style.rowIds !== 'none'),
    ours,
    recent: new RecentReadings(),
    entries: [
      { name: 'causeway', design: ours, scorer: new Scorer() },
      ...NAIVE_DESIGNS.map((name) => ({ name, design: new NaiveDesign(name), scorer: new Scorer() })),
    ],
  };
}
