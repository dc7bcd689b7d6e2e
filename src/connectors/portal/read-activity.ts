import { type Fault, faultOf } from '../../domain/connection/connection-fault.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import type { AccountReading, Step } from '../contract.ts';
import { type ActivityResult, type ActivityScope, readFirstPage, readPage } from './activity-scope.ts';
import { readByExport } from './read-by-export.ts';
import { type PagedList, type PageStep, readPages } from './read-pages.ts';
import type { TablesReading } from './read-tables.ts';
import { toObservation } from './to-observation.ts';

/** More pages than any account fills in a window. */
const MAX_PAGES = 1_000;
const MAX_PASSES = 5;

/** Reads an account over a window: by the bank's own file where it offers one, else page by page. */
export async function readActivity(scope: ActivityScope): Promise<AccountReading> {
  const { exports } = scope.recipe.activity;
  const result = (exports === null ? null : await readByExport(scope, exports)) ?? (await readByPages(scope));
  const { page, rows, fault, evidenceId } = result;
  if (page === null || rows === null) return { observation: null, evidenceId, fault };
  const observation = toObservation({
    account: page.account,
    rows,
    balances: scope.recipe.activity.readBalances(page.facts),
    window: scope.known.window,
    earliest: page.earliest,
    complete: fault === null,
    now: scope.context.now,
  });
  return { observation, evidenceId, fault, balancesDenied: page.account.balancesDenied };
}

async function readByPages(scope: ActivityScope): Promise<ActivityResult> {
  const { runner, known, recipe } = scope;
  const { paging } = recipe.activity;
  let pages: TablesReading[] = [];
  const list: PagedList<ObservedRow, Fault> = {
    first: async () => {
      pages = [];
      return keep(pages, await readFirstPage(scope));
    },
    next: async () => {
      if (paging === null) throw new TypeError('a list without pages has no next one');
      const number = pages.length + 1;
      const target = paging.next;
      const read = await runner.part(async () => {
        await runner.run([{ do: 'click', name: `go to page ${number}`, target, submits: 'form' }], known);
        return readPage(scope, number);
      });
      return keep(pages, read);
    },
  };
  const options = { pinned: paging?.pinned ?? true, maxPages: MAX_PAGES, maxPasses: MAX_PASSES };
  const result = await readPages(list, options);
  const [page = null] = pages;
  const evidenceId = pages.length === 0 ? null : await keepTables(scope, pages);
  switch (result.kind) {
    case 'whole':
      return { page, rows: result.rows, fault: null, evidenceId };
    case 'cut':
      return { page, rows: page === null ? null : page.rows, fault: result.fault, evidenceId };
    case 'restless': {
      const fault = faultOf('portal_unavailable', 'The list of rows kept changing while it was read.');
      return { page, rows: page === null ? null : page.rows, fault, evidenceId };
    }
    case 'tooLong': {
      const fault = faultOf('portal_changed', 'The list of rows has more pages than any account fills.');
      return { page, rows: null, fault, evidenceId };
    }
    default:
      return result satisfies never;
  }
}

function keep(pages: TablesReading[], read: Step<TablesReading>): PageStep<ObservedRow, Fault> {
  if (!read.ok) return read;
  const { rows, pagedRows, total, isLast, print } = read.value;
  pages.push(read.value);
  return { ok: true, value: { rows, counted: pagedRows, total, isLast, print } };
}

/** The tables as they stood are the bytes that the rows rest on. */
async function keepTables({ context }: ActivityScope, pages: readonly TablesReading[]): Promise<string> {
  const shown = pages.map(({ facts, tables }) => ({
    facts: facts.all,
    tables: tables.map(({ name, table }) => ({ name, ...table })),
  }));
  const text = JSON.stringify(shown);
  return context.keepEvidence(new TextEncoder().encode(text), 'application/json');
}
