import type { ProveFinding } from '../proofs/prove/finding.ts';
import { renderHost } from './host.ts';

/** What a run of `npm run prove` found, as lines of Markdown: the product's mirrors, and the designs that must lose rows in the same run. */
export function renderStream(finding: ProveFinding): string[] {
  const { measuredAt, host, seed, minutes, changes, transactions, deaths, mirrors, wrongDesigns } = finding;
  const { committed, rolledBack, afterDeath } = transactions;
  return [
    `By \`npm run prove\` on ${measuredAt.slice(0, 10)}; [how](operations/prove.md). Writers, readers and API processes were killed all the time; each mirror was then compared with the server row by row, and the server with the journals of its writers. The known-wrong designs read the same transactions, without crashes, and must lose rows: that shows that the run could have seen a loss.`,
    '',
    '```text',
    renderHost(host),
    `Seed ${seed}, ${minutes} minutes of writing: ${whole(committed)} transactions with ${whole(changes)} changes, ${whole(rolledBack)} rolled back or cut off, ${whole(afterDeath)} settled after a death`,
    `Died: writers ${whole(deaths.writers)} times, readers ${whole(deaths.readers)} times, API processes ${whole(deaths.apis)} times`,
    '```',
    '',
    '| | rows compared | lost | doubled | stale | phantom | disordered | mistyped |',
    '|---|---|---|---|---|---|---|---|',
    ...mirrors.map(
      ({ name, rows, lost, doubled, stale, phantom, disordered, mistyped }) =>
        `| ${[name, ...[rows, lost, doubled, stale, phantom, disordered, mistyped].map(whole)].join(' | ')} |`,
    ),
    ...wrongDesigns.map(
      ({ design, rows, lost }) => `| known-wrong: cursor on ${design} | ${whole(rows)} | ${whole(lost)} | | | | | |`,
    ),
  ];
}

const whole = (count: number) => count.toLocaleString('en-US');
