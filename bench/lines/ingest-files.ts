import { join } from 'node:path';
import { HAS_CORPUS } from '../../packages/bank-files/src/testing/corpus.ts';
import { runRounds } from '../harness/rounds.ts';
import type { World } from '../harness/world.ts';
import type { Line } from '../line.ts';
import { type Measurement, measurementOf } from '../measurement.ts';
import { type ParserContestant, startParser } from '../parsers/parser-contestant.ts';
import { OURS, PEERS } from '../parsers/parsers.ts';
import { countRightAnswers, type RightAnswers } from '../parsers/right-answers.ts';
import { writeStatementFile } from '../parsers/statement-file.ts';

const NAME = 'ingest.files';
const MIN_ENTRIES = 500;
/** Of a million rows: a file of 50,000 entries, 8 to 26 MB. */
const SHARE_OF_ROWS = 20;

type Peer = (typeof PEERS)[number];
type Format = Peer['format'];

export const ingestFiles: Line = {
  name: NAME,
  about: 'reading bank files, against the npm packages that read the same formats: speed and right answers',
  async measure(world) {
    const entries = Math.max(MIN_ENTRIES, Math.floor(world.options.rows / SHARE_OF_ROWS));
    const measurements: Measurement[] = [];
    for (const format of new Set(PEERS.map((peer) => peer.format)))
      measurements.push(...(await measureFormat(world, format, entries)));
    return measurements;
  },
};

/** The figures of all packages that read this format, on one file. */
async function measureFormat(world: World, format: Format, entries: number): Promise<readonly Measurement[]> {
  const { rounds, seconds, seed } = world.options;
  const peers = PEERS.filter((peer) => peer.format === format);
  const path = join(world.folder, `statements.${format}`);
  const bytes = await writeStatementFile(path, format, { entries, seed });
  const contestants: ParserContestant[] = [];
  try {
    for (const parser of [OURS, ...peers.map((peer) => peer.parser)])
      contestants.push(await startParser(parser, { path, bytes, entries }));
    const [ours, ...theirs] = contestants;
    if (ours === undefined) throw new Error('no parser was started');
    const valuesOf = await runRounds(contestants, { rounds, durationMs: seconds * 1_000 }, (text) =>
      world.progress(`${NAME} ${format}: ${text}`),
    );
    const measurements = [];
    for (const [index, contestant] of theirs.entries()) {
      const peer = peers[index];
      if (peer === undefined) throw new Error(`nothing is known of ${contestant.name}`);
      const speed = measurementOf(
        {
          name: `${NAME}.${contestant.name}`,
          unit: 'MB/s',
          values: valuesOf(ours),
          reference: { name: contestant.name, values: valuesOf(contestant) },
          target: { of: 'ratio', moreThan: 1 },
          note: noteOf({ format, bytes, entries, ours, theirs: contestant }),
        },
        { rows: entries, seed },
      );
      measurements.push(speed, ...(HAS_CORPUS ? [await measureRightAnswers(world, peer)] : []));
    }
    return measurements;
  } finally {
    await Promise.all(contestants.map(({ stop }) => stop()));
  }
}

function noteOf(found: {
  readonly format: Format;
  readonly bytes: number;
  readonly entries: number;
  readonly ours: ParserContestant;
  readonly theirs: ParserContestant;
}): string {
  const { format, bytes, entries, ours, theirs } = found;
  const size = `${(bytes / 1e6).toFixed(1)} MB of ${format} with ${entries.toLocaleString('en-US')} entries`;
  const memory = `processes of at most ${ours.peakMb().toFixed(0)} and ${theirs.peakMb().toFixed(0)} MB`;
  const absent = HAS_CORPUS
    ? ''
    : ` Right answers were not counted: the corpus is absent (CAUSEWAY_CORPUS names its folder).`;
  return `${size}; ${memory}.${absent}`;
}

/** Files of the corpus in which both found what the corpus has: one row of the table of right answers. */
async function measureRightAnswers(world: World, { parser, folders }: Peer): Promise<Measurement> {
  world.progress(`${NAME}: right answers of ${parser.name}`);
  const [ours, theirs] = [await countRightAnswers(OURS, folders), await countRightAnswers(parser, folders)];
  return measurementOf(
    {
      name: `${NAME}.${parser.name}.right`,
      unit: `of ${ours.good + ours.bad} files`,
      values: [ours.right],
      reference: { name: parser.name, values: [theirs.right] },
      target: { of: 'ratio', moreThan: 1 },
      note: `${folders.join(' and ')}: ${compare(ours, theirs)}.`,
    },
    { rows: 0, seed: world.options.seed },
  );
}

function compare(ours: RightAnswers, theirs: RightAnswers): string {
  const row = (what: string, pick: (answers: RightAnswers) => number, all: number) =>
    `${what} ${pick(ours)} and ${pick(theirs)} of ${all}${pick(ours) === pick(theirs) ? ' (no difference)' : ''}`;
  return [
    row('every fact of a good file', (answers) => answers.rightFacts, ours.good),
    row('its entries, sums and balances', (answers) => answers.rightMoney, ours.good),
    row('a damaged file not taken in silence', (answers) => answers.refused, ours.bad),
  ].join(', ');
}
