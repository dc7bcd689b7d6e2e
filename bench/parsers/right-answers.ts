import {
  correctFact,
  type ExpectedFile,
  type Facts,
  listFacts,
  loadExpected,
  readSample,
} from '../../packages/bank-files/src/testing/corpus.ts';
import type { FoundFile, Parser } from './parser.ts';

/** Amounts, which some packages give as binary fractions: equal within half a cent. */
const MONEY = ['opening', 'closing', 'ledgerBalance', 'availableBalance', 'sumCredits', 'sumDebits'];

/** What counts as money: how many entries, what they come to, and the balances. */
const MONEY_AND_COUNTS = [...MONEY, 'entryCount', 'transactionCount'];

/**
 * The facts of a statement that are compared, the same for all packages. Left out is what a package may cut in its own way (statement
 * numbers), what follows from other facts (whether it adds up) and what only names the place of a balance (tags).
 */
const FACTS = new Set([
  ...MONEY_AND_COUNTS,
  'accountId',
  'accountType',
  'balanceCodes',
  'bankId',
  'closingDate',
  'currency',
  'duplicateIds',
  'entryCurrencies',
  'firstDate',
  'firstValueDate',
  'infoEntries',
  'kind',
  'lastDate',
  'lastValueDate',
  'ledgerDate',
  'missingIds',
  'openingCode',
  'openingDate',
  'pendingEntries',
  'reference',
  'reversalEntries',
  'reversals',
  'statementId',
  'txDetailsCount',
]);
const HALF_A_CENT = 0.005;

/** How a package did on the files of some folders of the corpus. */
export interface RightAnswers {
  /** Good files in which every fact was found, and damaged ones that were not taken in silence. */
  readonly right: number;
  /** Good files with the right entries, sums and balances. */
  readonly rightMoney: number;
  readonly rightFacts: number;
  readonly refused: number;
  readonly good: number;
  readonly bad: number;
}

/** Lets a package read every file of these folders. What it throws counts as an answer: the wrong one to a good file. */
export async function countRightAnswers(parser: Parser, folders: readonly string[]): Promise<RightAnswers> {
  let [rightMoney, rightFacts, refused, good, bad] = [0, 0, 0, 0, 0];
  for (const folder of folders) {
    for (const [name, expected] of loadExpected(folder)) {
      const path = `${folder}/${name}`;
      const found = await readOrNull(parser, folder, path);
      if (!expected.valid) {
        bad += 1;
        if (found === null || found.hasProblem || found.statements.length === 0) refused += 1;
        continue;
      }
      good += 1;
      const wrong = found === null ? null : listWrongFacts(path, found, expected);
      if (wrong === null) continue;
      if (wrong.length === 0) rightFacts += 1;
      if (!wrong.some((fact) => fact === 'statements' || MONEY_AND_COUNTS.includes(fact))) rightMoney += 1;
    }
  }
  return { right: rightFacts + refused, rightMoney, rightFacts, refused, good, bad };
}

/** Null where the package throws. */
async function readOrNull(parser: Parser, folder: string, path: string): Promise<FoundFile | null> {
  const bytes = readSample(path);
  try {
    return await parser.describe(folder, bytes);
  } catch {
    return null;
  }
}

/** Names of the facts that were found otherwise than the corpus has them. */
function listWrongFacts(path: string, found: FoundFile, { facts = {} }: ExpectedFile): readonly string[] {
  const statements = listFacts({ statements: correctFact(`${path} statements`, facts.statements) }, 'statements');
  if (statements.length !== found.statements.length) return ['statements'];
  return statements.flatMap((expected, index) => {
    const given: Facts = found.statements[index] ?? {};
    return Object.entries(expected)
      .filter(([fact]) => FACTS.has(fact))
      .filter(([fact, value]) => {
        // Where the corpus was corrected, as for a day that does not exist, both readings count.
        const corrected = correctFact(`${path} statements ${index} ${fact}`, value);
        return !isSame(fact, given[fact], value) && !isSame(fact, given[fact], corrected);
      })
      .map(([fact]) => fact);
  });
}

function isSame(fact: string, found: unknown, expected: unknown): boolean {
  const [one, other] = [plain(found), plain(expected)];
  if (MONEY.includes(fact) && one !== null && other !== null)
    return Math.abs(Number(one) - Number(other)) < HALF_A_CENT;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** An empty text says as much as none, and blanks around one mean nothing. */
function plain(value: unknown): unknown {
  if (value === undefined || value === '') return null;
  return typeof value === 'string' ? value.trim() : value;
}
