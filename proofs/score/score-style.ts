import { type InstitutionStyle, planCompany } from '@causeway/bank-simulator';
import type { Decision, Design } from './design.ts';
import { driveBank } from './drive-bank.ts';
import { Evidence } from './evidence.ts';
import { NAIVE_DESIGNS, NaiveDesign } from './naive-designs.ts';
import { OurDesign } from './our-design.ts';
import { PermittedDesign } from './permitted-design.ts';
import type { Reading } from './reading.ts';
import { RecentReadings } from './recent-readings.ts';
import { addScores, NO_SCORE, type Score } from './score.ts';
import { type Fault, Scorer } from './scorer.ts';
import { type StyleSettings, settingsOfStyle } from './settings-of-style.ts';
import { settleReading } from './settled-reading.ts';

/** All designs that are compared, the product's own first. */
export const DESIGNS = ['causeway', ...NAIVE_DESIGNS] as const;
export type DesignName = (typeof DESIGNS)[number];

/** One institution style under one seed. */
export interface StyleResult {
  readonly style: string;
  readonly seed: string;
  /** Rows that the bank showed, in all readings. */
  readonly rows: number;
  readonly readings: number;
  readonly scores: Readonly<Record<DesignName, Score>>;
  /** Pairs that could be known at most: the score of a design that never guesses and knows the bank's habits. */
  readonly permitted: Score;
  /** Time that the product's reconciliation took, its mirror in memory included. */
  readonly ourMs: number;
  /** True transactions that no reading showed, because no window reached back to them. */
  readonly unseen: number;
  /** The first faults of the product's reconciliation, told for people. */
  readonly faults: readonly string[];
}

/** What to drive and how far. */
export interface StyleOptions {
  readonly style: InstitutionStyle;
  readonly seed: string;
  /** Rows to observe at least. */
  readonly rows: number;
  /** Days for which each company is read, and how busy it is. */
  readonly days: number;
  readonly volume: number;
  /** How many faults to tell. */
  readonly keptFaults: number;
  /** Milliseconds of a clock that only moves forward. */
  nowMs(): number;
}

/** Drives banks of one style until that many rows were observed, and scores every design on the very same rows. */
export function scoreStyle({ style, seed, rows, days, volume, keptFaults, nowMs }: StyleOptions): StyleResult {
  const settings = settingsOfStyle(style);
  const scores = Object.fromEntries(DESIGNS.map((name) => [name, NO_SCORE])) as Record<DesignName, Score>; // Every design is named.
  const faults: string[] = [];
  let permitted = NO_SCORE;
  const total = { rows: 0, readings: 0, ourMs: 0, unseen: 0 };
  for (let company = 0; total.rows < rows; company += 1) {
    const companySeed = `${seed}/${company}`;
    const accounts = new Map<string, AccountScorers>();
    const open = (accountId: string) => {
      const account = accounts.get(accountId) ?? new AccountScorers(style, settings);
      accounts.set(accountId, account);
      return account;
    };
    const drive = driveBank({
      seed: companySeed,
      style,
      settings,
      accounts: planCompany({ seed: companySeed, volume }),
      days,
      progressOf: (accountId) => open(accountId).progress,
    });
    let step = drive.next();
    for (; step.done !== true; step = drive.next()) {
      const { accountId, reading } = step.value;
      const account = open(accountId);
      for (const fault of account.note(reading, nowMs)) {
        if (faults.length < keptFaults) faults.push(account.recent.tell(fault, `${companySeed} ${style.name}`));
      }
      total.rows += reading.rows.length;
      total.readings += 1;
    }
    total.unseen += step.value.unseen;
    for (const account of accounts.values()) {
      total.ourMs += account.ourMs;
      permitted = addScores(permitted, account.permitted());
      for (const [name, score] of account.totals()) scores[name] = addScores(scores[name], score);
    }
  }
  return { style: style.name, seed, scores, permitted, faults, ...total };
}

/** One account under every design. */
class AccountScorers {
  readonly recent = new RecentReadings();
  ourMs = 0;
  /** These two refuse readings or defer rows that the others take, so each has evidence of its own. */
  readonly #ours: Followed<OurDesign>;
  readonly #permitted: Followed<PermittedDesign>;
  readonly #evidence: Evidence;
  readonly #naive = NAIVE_DESIGNS.map((name) => ({ name, design: new NaiveDesign(name), scorer: new Scorer() }));

  constructor(style: InstitutionStyle, settings: StyleSettings) {
    this.#ours = { design: new OurDesign(settings), evidence: new Evidence(style), scorer: new Scorer() };
    this.#permitted = {
      design: new PermittedDesign(style, settings),
      evidence: new Evidence(style),
      scorer: new Scorer(),
    };
    this.#evidence = new Evidence(style);
  }

  get progress(): OurDesign['progress'] {
    return this.#ours.design.progress;
  }

  /** Gives a reading to every design and returns what ours got wrong. */
  note(reading: Reading, nowMs: () => number): Fault[] {
    const evidence = this.#evidence.observe(reading);
    for (const { design, scorer } of this.#naive) scorer.note(evidence, design.decide(reading));
    follow(this.#permitted, reading, this.#permitted.design.decide(reading));
    const startMs = nowMs();
    const decision = this.#ours.design.decide(reading);
    this.ourMs += nowMs() - startMs;
    if (decision !== null) this.recent.note(reading);
    return follow(this.#ours, reading, decision);
  }

  totals(): [DesignName, Score][] {
    return [
      ['causeway', this.#ours.scorer.total()],
      ...this.#naive.map(({ name, scorer }): [DesignName, Score] => [name, scorer.total()]),
    ];
  }

  permitted(): Score {
    return this.#permitted.scorer.total();
  }
}

/** A design with what it took of the readings. */
interface Followed<Kind extends Design> {
  readonly design: Kind;
  readonly evidence: Evidence;
  readonly scorer: Scorer;
}

function follow({ evidence, scorer }: Followed<Design>, reading: Reading, decision: Decision | null): Fault[] {
  if (decision === null) {
    scorer.noteUnsettled({ deferred: 0, refused: reading.rows.length });
    return [];
  }
  const settled = settleReading(reading, decision);
  scorer.noteUnsettled({ deferred: reading.rows.length - settled.reading.rows.length, refused: 0 });
  return scorer.note(evidence.observe(settled.reading), settled.decision);
}
