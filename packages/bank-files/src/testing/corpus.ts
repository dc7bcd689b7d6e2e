import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareDecimals, type Decimal, parseDecimal } from '../decimal.ts';
import { CORRECTED_FACTS } from './corrected-facts.ts';

/**
 * Real files of many banks, kept outside of the repository, each with the facts that other parsers and their publishers
 * confirm. `CAUSEWAY_CORPUS` names the folder; where it is absent the suite is reported as skipped.
 */
export const CORPUS =
  process.env.CAUSEWAY_CORPUS ?? fileURLToPath(new URL('../../../../../shared/samples', import.meta.url));

export const HAS_CORPUS = existsSync(CORPUS);

/** Facts by name, as the corpus states them. */
export type Facts = Readonly<Record<string, unknown>>;

export interface ExpectedFile {
  readonly valid: boolean;
  readonly facts?: Facts;
}

/** The files of one format folder with what is expected of them. */
export function loadExpected(folder: string): [string, ExpectedFile][] {
  const path = `${CORPUS}/${folder}/expected.json`;
  if (!existsSync(path)) return [];
  // The corpus is a trusted test fixture of this shape.
  const expected = JSON.parse(readFileSync(path, 'utf8')) as { files: Record<string, ExpectedFile> };
  return Object.entries(expected.files);
}

export function readSample(path: string): Buffer {
  return readFileSync(`${CORPUS}/${path}`);
}

/** The list in a fact, empty when the file has none. */
export function listFacts(facts: Facts, name: string): readonly Facts[] {
  const list = facts[name];
  // The corpus has objects in every list that is read by this.
  return Array.isArray(list) ? (list as Facts[]) : [];
}

export function correctFact(path: string, expected: unknown): unknown {
  return path in CORRECTED_FACTS ? CORRECTED_FACTS[path] : expected;
}

export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
}

/** Compares amounts by value: `500.0` is `500.00`. */
export function isSameMoney(found: unknown, expected: unknown): boolean {
  if (typeof found !== 'string' || typeof expected !== 'string') return found === expected;
  return compareDecimals(decimal(found), decimal(expected)) === 0;
}
