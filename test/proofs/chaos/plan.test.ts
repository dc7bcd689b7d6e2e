import { describe, expect, it } from 'vitest';
import { CHAOS_OPTIONS, readChaosSettings } from '../../../proofs/chaos/options.ts';
import { chooseRuns, expectedOf, listRuns } from '../../../proofs/chaos/plan.ts';
import { FAULTS } from '../../../src/domain/connection/connection-fault.ts';
import { seededChoices } from '../../support/choices.ts';
import { codeOf, readPage, tableRows } from '../../support/markdown.ts';

describe('the plan of chaos', () => {
  it('has a name of its own for every run, and expects what the faults lead to', () => {
    const runs = listRuns();
    expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length);
    for (const run of runs) {
      const expected = expectedOf(run);
      if (expected !== null) expect(FAULTS[expected.code].leadsTo).toBe(expected.status);
    }
  });

  it('takes every strike before one comes again, every run before one comes again, and the same for the same seed', () => {
    const strikes = new Set(listRuns().map(({ strike }) => strike));
    const chosen = chooseRuns(listRuns().length, seededChoices('any'));
    expect(new Set(chosen.slice(0, strikes.size).map(({ strike }) => strike))).toEqual(strikes);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(chooseRuns(20, seededChoices('any'))).toEqual(chosen.slice(0, 20));
    expect(chooseRuns(20, seededChoices('other'))).not.toEqual(chosen.slice(0, 20));
  });

  it('is refused with options that nobody knows', () => {
    expect(readChaosSettings(['--runs', '7', '--seed', 'x'])).toMatchObject({ count: 7, seed: 'x', only: null });
    for (const args of [['--runs', '0'], ['--runs', 'many'], ['--only', 'nothing'], ['--loud']])
      expect(readChaosSettings(args)).toBeNull();
  });
});

describe('the page about chaos', () => {
  it('describes every option, strike and moment, and no other', () => {
    const described = tableRows(readPage('docs/operations/chaos.md').text).flatMap(([cell = '']) => codeOf(cell) ?? []);
    const runs = listRuns();
    const known = [
      ...CHAOS_OPTIONS.map((name) => `--${name}`),
      ...new Set(runs.map(({ strike }) => strike)),
      ...new Set(runs.map(({ moment }) => moment)),
    ];
    expect(described.sort()).toEqual(known.sort());
  });
});
