import type { ConfigProblem } from './problem.ts';
import { SETTINGS } from './settings.ts';

/** Variables of this program's prefix that nothing reads. A misspelt one would be ignored in silence. */
export function findUnknown(environment: Readonly<Record<string, string | undefined>>): ConfigProblem[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('CAUSEWAY_') && !(name in SETTINGS) && !OUTSIDE.has(name))
    .map((variable) => {
      const nearest = findNearest(variable);
      const hint = nearest === null ? 'Correct its name or remove it.' : `Is ${nearest} meant? Else remove it.`;
      return { variable, message: `is no setting of Causeway. ${hint}` };
    });
}

/** Typing mistakes that a name may hold and still be taken for another: a third of what is its own in it, within these bounds. */
const MAX_MISTAKES = { least: 2, most: 4 };

/** The setting whose name is most like this one; null where none is. */
function findNearest(name: string): string | null {
  const third = Math.floor(name.slice('CAUSEWAY_'.length).length / 3);
  const allowed = Math.min(MAX_MISTAKES.most, Math.max(MAX_MISTAKES.least, third));
  const [nearest] = Object.keys(SETTINGS)
    .map((setting) => ({ setting, mistakes: countMistakes(name, setting) }))
    .filter(({ mistakes }) => mistakes <= allowed)
    .sort((a, b) => a.mistakes - b.mistakes);
  return nearest?.setting ?? null;
}

/** Letters that have to be put in, taken out or replaced to make one text of the other. */
function countMistakes(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, wanted] of [...other].entries()) {
      const replaced = (row[index] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Variables with the same prefix that other programs of the project read. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'CAUSEWAY_API_KEY',
  'CAUSEWAY_ARTIFACTS',
  'CAUSEWAY_CORPUS',
  'CAUSEWAY_LISTEN_SECRET',
  'CAUSEWAY_OPERATOR',
  'CAUSEWAY_RECIPE_BANK_CUSTOMER_ID',
  'CAUSEWAY_RECIPE_BANK_USERNAME',
  'CAUSEWAY_RECIPE_PASSWORD',
  'CAUSEWAY_RECIPE_TOTP_SECRET',
  'CAUSEWAY_SKIP_BUILD',
  'CAUSEWAY_SKIP_INSTALL',
  'CAUSEWAY_URL',
]);
