import { isExact } from './comparison.ts';
import type { ProofResult, ProofStatus } from './proof.ts';
import { WRONG_DESIGNS } from './wrong-designs.ts';

/** One line while it runs. */
export function statusLine({ elapsedMs, phase, changes, disturbances }: ProofStatus): string {
  const { writerKills, readerKills, apiKills, daysPassed, purged } = disturbances;
  const kills = `killed from outside: ${writerKills} writers, ${readerKills} readers, ${apiKills} API processes`;
  return `${seconds(elapsedMs)}  ${phase}  ${grouped(changes)} changes  ${kills}  ${daysPassed} days passed, ${grouped(purged)} tombstones purged`;
}

/** Everything that a run found, for people. */
export function renderResult(result: ProofResult): string {
  const { expectation, server, disturbances } = result;
  const { committed, rolledBack, afterDeath } = expectation.transactions;
  const lines = [
    `Written: ${grouped(committed)} transactions with ${grouped(expectation.changes.live + expectation.changes.test)} changes; ` +
      `${grouped(rolledBack)} rolled back or cut off, ${grouped(afterDeath)} settled by their markers after a death.`,
    `Disturbed: writers died ${result.writerDeaths} times, readers ${sum(result.mirrors.map(({ deaths }) => deaths))} times, API processes ${disturbances.apiKills} times; ` +
      `${disturbances.daysPassed} virtual days passed, ${grouped(disturbances.purged)} tombstones were purged, ${grouped(result.tombstones)} are left.`,
    '',
    renderColumns([
      ['', 'rows', 'lost', 'doubled', 'stale', 'phantom', 'disordered', 'mistyped', 'events', 'bootstraps', 'expired'],
      ['server against journals', ...counts(server), '', '', '', '', ''],
      ...result.mirrors.map((mirror) => [
        `mirror ${mirror.name}`,
        ...counts(mirror.difference),
        grouped(mirror.outOfOrder),
        grouped(mirror.wrongType),
        grouped(mirror.events),
        grouped(mirror.bootstraps),
        grouped(mirror.expired),
      ]),
    ]),
    '',
    'Known-wrong designs, read without crashes and filters, under the same transactions:',
    renderColumns([
      ['', 'rows', 'lost'],
      ...WRONG_DESIGNS.map((design) => {
        const found = result.wrong.find((each) => each.design === design);
        return [`cursor on ${design}`, grouped(found?.rows ?? 0), grouped(found?.lost ?? 0)];
      }),
      [
        'this product',
        grouped(sum(result.mirrors.map(({ difference }) => difference.rows))),
        grouped(lostRows(result)),
      ],
    ]),
    ...examplesOf(result),
  ];
  return lines.join('\n');
}

/** Rows that any mirror of the product lacks. */
export function lostRows({ mirrors, server }: ProofResult): number {
  return server.lost + sum(mirrors.map(({ difference }) => difference.lost));
}

/** What is wrong with the product; empty when everything holds. */
export function productFaults(result: ProofResult): string[] {
  const faults: string[] = [];
  if (!isExact(result.server)) faults.push('the server differs from the journals');
  for (const { name, difference, outOfOrder, wrongType } of result.mirrors)
    if (!isExact(difference) || outOfOrder + wrongType > 0) faults.push(`mirror ${name} is not exact`);
  return faults;
}

/** What is wrong with the product, and with the proof itself; empty when everything holds. */
export function faultsOf(result: ProofResult): string[] {
  const faults = productFaults(result);
  for (const design of WRONG_DESIGNS)
    if (!result.wrong.some((each) => each.design === design && each.lost > 0))
      faults.push(`the known-wrong design ${design} lost nothing, so this run could not have seen a loss`);
  return faults;
}

function examplesOf({ server, mirrors }: ProofResult): string[] {
  const examples = [
    ...server.examples.map((example) => `server: ${example}`),
    ...mirrors.flatMap(({ name, difference, faults }) =>
      [...difference.examples, ...faults].map((example) => `mirror ${name}: ${example}`),
    ),
  ];
  return examples.length === 0 ? [] : ['', ...examples];
}

function counts({ rows, lost, doubled, stale, phantom }: ProofResult['server']): string[] {
  return [rows, lost, doubled, stale, phantom].map(grouped);
}

/** The first column to the left, the numbers to the right. */
function renderColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`.padStart(6);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
