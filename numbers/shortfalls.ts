import type { Measurement } from '../bench/measurement.ts';
import { cellsOf } from '../bench/report/render.ts';
import { listMisses } from '../proofs/score/report.ts';
import type { Findings } from './findings.ts';

/**
 * Why a line does not reach its target, as far as it was found out: name of the figure → the reason. It is told only while the line is short, and
 * a line that is short without a reason here says so.
 */
const REASONS: Readonly<Record<string, string>> = {
  'stream.page500':
    'It is as quick as the driver alone with the same query (`stream.page500.driver`). What pgbench, a program in C, does not do is reading a page into a process of JavaScript and writing it to a socket from there; those two system calls and their waking up are what is left.',
  webhooks:
    'The bare loop sends one body from memory, unsigned, and forgets it, for 20 µs of processor time. A delivery is claimed from its table, signed twice and written down with its attempt: 70 µs of the worker and 70 µs of PostgreSQL, beside 30 µs of the receiver, on the two processors that all of them share. The least that a sender can do that forgets nothing (`webhooks.noted`) makes half of the bare loop.',
};

/** What the published runs did not reach, each with its reason, in the order of the page. */
export function listShortfalls({ bench, score, prove }: Findings): string[] {
  const missed = (bench?.measurements ?? []).filter(({ met }) => met === false);
  const wrong = (bench?.measurements ?? []).filter(({ lost, doubled }) => (lost ?? 0) + (doubled ?? 0) > 0);
  return [
    ...missed.map(describeMiss),
    ...wrong.map(({ name, lost, doubled }) => `\`${name}\`: ${lost} lost, ${doubled} doubled.`),
    ...(score === null ? [] : listMisses(score.report).map((miss) => `Reconciliation: ${miss}.`)),
    ...(prove?.faults ?? []).map((fault) => `The change stream: ${fault}.`),
  ];
}

function describeMiss(measurement: Measurement): string {
  const [name = '', value, unit, , , ratio = '', from, to, target] = cellsOf(measurement);
  const figure = ratio === '' ? `${value} ${unit}` : ratio;
  const reason = REASONS[name] ?? 'Why is not found out.';
  return `\`${name}\` is ${figure} (${from} to ${to}), and its target is ${target}. ${reason}`;
}
