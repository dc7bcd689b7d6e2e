import type { ObservedRow } from '../../domain/observation.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import { type RawTable, readCells } from './cells.ts';
import { PortalFormError } from './form-error.ts';
import { describeTarget } from './page/describe-target.ts';
import type { AccountLink, Facts, ReadAccount, Recipe, TableRecipe } from './recipe.ts';
import { createFacts } from './recipe-kit.ts';
import type { StepRunner } from './steps/step-runner.ts';
import { toObservedRow } from './to-observation.ts';

/** The page of an account as it was open at one moment. */
export interface TablesReading {
  readonly account: ReadAccount;
  readonly facts: Facts;
  /** First day that the bank shows where it says so. */
  readonly earliest: CalendarDate | null;
  readonly rows: readonly ObservedRow[];
  /** Rows of the tables that go on over pages. */
  readonly pagedRows: number;
  /** Statuses among them. */
  readonly pagedStatuses: ReadonlySet<ObservedRow['status']>;
  /** What the page says of how many those are together. */
  readonly total: number | null;
  readonly isLast: boolean;
  /** Equal for two readings exactly when they read the same. */
  readonly print: string;
  /** The tables as they stood, for evidence. */
  readonly tables: readonly { readonly name: string; readonly table: RawTable }[];
}

/** Reads the tables of the open page. Throws StepFault or PortalFormError. */
export async function readTables(
  { recipe, runner }: { readonly recipe: Recipe; readonly runner: StepRunner },
  { isFirst, link }: { readonly isFirst: boolean; readonly link: AccountLink },
): Promise<TablesReading> {
  const { activity, accounts } = recipe;
  const { page } = runner;
  const wanted = activity.tables.filter(({ firstPageOnly }) => isFirst || !firstPageOnly);
  await runner.awaitAny(wanted.flatMap(({ table, none }) => [table, none]));
  const facts = createFacts(await page.readFacts(accounts.facts));
  const account = accounts.readAccount({ link, facts });
  const tables: { recipe: TableRecipe; name: string; table: RawTable }[] = [];
  for (const each of wanted) {
    const table = await page.readTable(each.table);
    if (table !== null) tables.push({ recipe: each, name: each.name, table });
    else if (!(await isNone(runner, each)))
      throw new PortalFormError(`${describeTarget(each.table)} was not found, nor that it has no rows`);
  }
  const said = activity.paging?.total == null ? null : await page.findText(activity.paging.total.text);
  const since = activity.earliest === null ? null : await page.findText(activity.earliest.text);
  const next = activity.paging === null ? null : await page.waitForAny([activity.paging.next], 0);
  const mapped = tables.map((each) => ({ isPaged: !each.recipe.firstPageOnly, rows: mapRows(each, account) }));
  const paged = mapped.flatMap(({ isPaged, rows }) => (isPaged ? rows : []));
  return {
    account,
    facts,
    earliest: since === null ? null : (activity.earliest?.read(since) ?? null),
    rows: mapped.flatMap(({ rows }) => rows),
    pagedRows: paged.length,
    pagedStatuses: new Set(paged.map(({ status }) => status)),
    total: said === null ? null : (activity.paging?.total?.read(said) ?? null),
    isLast: next === null,
    print: JSON.stringify([tables.map(({ table }) => table), facts.all, said, since]),
    tables,
  };
}

function mapRows(
  { recipe, name, table }: { readonly recipe: TableRecipe; readonly name: string; readonly table: RawTable },
  account: ReadAccount,
): ObservedRow[] {
  return readCells(table, recipe.headers, name).map((cells, index) =>
    toObservedRow(recipe.toRow(cells, account), account, `${name}, row ${index + 1}`),
  );
}

async function isNone({ page }: StepRunner, { none }: TableRecipe): Promise<boolean> {
  return (await page.waitForAny([none], 0)) !== null;
}
