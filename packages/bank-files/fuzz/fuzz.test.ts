import { describe, expect, it } from 'vitest';
import { collectStatements } from '../src/read-bank-file.ts';
import { fuzz, fuzzOne } from './fuzz.ts';
import { mutate } from './mutate.ts';
import { createRandom } from './random.ts';
import { FUZZ_TARGETS } from './seeds.ts';

describe.each(FUZZ_TARGETS.map((target) => [target.name, target] as const))('%s', (name, target) => {
  it('has seeds that are good files of the format', () => {
    for (const seed of target.seeds) {
      const file = collectStatements(seed, target.options);
      expect([file.error, file.statementErrors, file.statements.length > 0]).toEqual([null, [], true]);
      expect(file.format?.replace('qfx', 'ofx').replace('camt053', 'camt')).toBe(name);
    }
  });

  it('never throws, hangs, or hands out events that make no sense', () => {
    const result = fuzz(target, { count: 1500, firstSeed: 1 }, () => process.cpuUsage().user / 1000);
    expect(result.failures).toEqual([]);
  });
});

/** Inputs of long runs that gave other places or other warnings in pieces than as a whole. */
const FOUND: readonly (readonly [string, number])[] = [
  // The byte offset behind a tag that two chunks share, when only the first holds letters of two bytes.
  ['ofx', 29122],
  // The place of what breaks the reading off: an unknown charset, a document type.
  ['ofx', 34153],
  ['ofx', 37294],
  ['ofx', 44057],
  ['ofx', 77552],
  ['ofx', 142535],
  // An entry before malformed XML, and the place of text before the root.
  ['camt', 71189],
  ['camt', 189825],
];

describe('what long runs have found', () => {
  it.each(FOUND)('%s, seed %i', (name, seed) => {
    const target = FUZZ_TARGETS.find((candidate) => candidate.name === name);
    expect(target === undefined ? 'no such target' : fuzzOne(target, seed)).toBeNull();
  });
});

describe('mutate', () => {
  it('gives the same file for the same seed, and mostly another one', () => {
    const [target] = FUZZ_TARGETS;
    const seed = target?.seeds[0] ?? Buffer.alloc(0);
    const inputs = Array.from({ length: 200 }, (_, i) => mutate(seed, createRandom(i), target?.dictionary ?? []));
    expect(inputs.map((bytes) => bytes.toString('hex'))).toEqual(
      Array.from({ length: 200 }, (_, i) => mutate(seed, createRandom(i), target?.dictionary ?? []).toString('hex')),
    );
    expect(new Set(inputs.map((bytes) => bytes.toString('hex'))).size).toBeGreaterThan(190);
  });
});
