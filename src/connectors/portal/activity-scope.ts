import type { Fault } from '../../domain/connection/connection-fault.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import type { SessionContext, Step } from '../contract.ts';
import { readTables, type TablesReading } from './read-tables.ts';
import type { AccountLink, Known, Recipe } from './recipe.ts';
import type { StepRunner } from './steps/step-runner.ts';

/** One account that is being read. */
export interface ActivityScope {
  readonly context: SessionContext;
  readonly recipe: Recipe;
  readonly runner: StepRunner;
  readonly known: Known & { readonly window: NonNullable<Known['window']> };
  readonly link: AccountLink;
}

/** Rows as far as they are sure, with the page that tells the account's balances. */
export interface ActivityResult {
  readonly page: TablesReading | null;
  /** Null where not even one page was read. */
  readonly rows: readonly ObservedRow[] | null;
  readonly fault: Fault | null;
  readonly evidenceId: string | null;
}

/** Opens the account with the window asked for and reads the first page. */
export async function readFirstPage(scope: ActivityScope): Promise<Step<TablesReading>> {
  const { runner, recipe, known } = scope;
  return runner.part(async () => {
    await runner.run(recipe.activity.open, known);
    return readPage(scope, 1);
  });
}

/** Reads the page that is open; `number` counts from 1. */
export function readPage(scope: ActivityScope, number: number): Promise<TablesReading> {
  return scope.runner.record(
    `read page ${number}`,
    () => readTables(scope, { isFirst: number === 1, link: scope.link }),
    ({ rows }) => `${rows.length} rows`,
  );
}
