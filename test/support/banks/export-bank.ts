import {
  createSimulatedBank,
  type InstitutionStyle,
  type ShownRow,
  type SimulatedBank,
} from '@causeway/bank-simulator';
import type { SourceHttp, SourceRequest, SourceResponse } from '../../../src/connectors/contract.ts';
import { httpExportConnector } from '../../../src/connectors/http-export/connector.ts';
import type { Institution } from '../../../src/domain/institution.ts';
import { addDays, calendarDate, utcDateOf } from '../../../src/domain/values/calendar-date.ts';
import { createCatalog } from '../../../src/store/institutions.ts';
import type { FileDatabase } from '../database/test-database.ts';
import { createCommandParts } from '../records/command-parts.ts';
import { createInstitution } from './institutions.ts';
import { createScriptedBank } from './scripted-bank.ts';

/** A simulated bank behind the connector `http-export`, in this process and without a network. */
export interface ExportBank {
  readonly bank: SimulatedBank;
  /** Paths asked for, with their query. */
  readonly requests: string[];
  /** How many of its accounts the bank lists. */
  listedAccounts: number;
  /** Whether the bank shows rows that are still pending, as `true` from the start. */
  showsPending: boolean;
  /** What a test makes of an answer; change it between or during runs. */
  disturb(request: SourceRequest, response: Extract<SourceResponse, { kind: 'response' }>): SourceResponse;
}

/** Opens a bank of a style. Its clock stands where `advanceTo` of the bank put it. */
export function openExportBank(options: { readonly seed: string; readonly style: InstitutionStyle }): ExportBank {
  return {
    bank: createSimulatedBank({ ...options, openedAt: OPENED_AT }),
    requests: [],
    listedAccounts: Number.POSITIVE_INFINITY,
    showsPending: true,
    disturb: (_request, response) => response,
  };
}

const OPENED_AT = '2026-11-20T06:00:00Z';

/** Parts of commands and of runs over such a bank, whose clock is moved together with the product's. */
export function connectExportBank(
  database: FileDatabase,
  exportBank: ExportBank,
  institution: Partial<Institution> = {},
) {
  const connector = { name: 'http-export', settings: { exportUrl: 'http://bank.example/export' } };
  const catalog = createCatalog([createInstitution({ connector, ...institution })]);
  const commands = createCommandParts(database.sql, { institutions: catalog });
  const { parts } = createScriptedBank(commands, {
    findConnector: () => httpExportConnector,
    openHttp: () => openHttp(exportBank),
    readCredentials: async () => ({ bankCustomerId: '1', bankUsername: 'user', password: 'secret' }),
  });
  return { commands, parts };
}

function openHttp(exportBank: ExportBank): SourceHttp {
  return {
    request: async (request) => {
      const { pathname, search } = new URL(request.url);
      exportBank.requests.push(pathname + search);
      const body = new TextEncoder().encode(JSON.stringify(answer(exportBank, request)));
      return exportBank.disturb(request, { kind: 'response', status: 200, headers: {}, body });
    },
  };
}

function answer({ bank, listedAccounts, showsPending }: ExportBank, { method, url }: SourceRequest): unknown {
  if (method === 'POST') return { token: 'token' };
  if (method === 'DELETE') return null;
  const { pathname, searchParams } = new URL(url);
  if (pathname.endsWith('/accounts')) return { accounts: bank.listAccounts().slice(0, listedAccounts) };
  const accountId = decodeURIComponent(pathname.split('/').at(-2) ?? '');
  // The product writes days as the bank does.
  const [from, to] = [searchParams.get('from'), searchParams.get('to')] as [
    `${string}-${string}-${string}`,
    `${string}-${string}-${string}`,
  ];
  const shown = bank.show({ accountId, from, to, at: bank.now() });
  const rows = shown.rows.filter(({ status }) => showsPending || status === 'posted');
  const pages = cutPages(rows, bank.style.pageRows);
  const page = Number(searchParams.get('page'));
  const { asOf, account, balances } = shown;
  return { asOf, account, balances, page, pages: pages.length, rows: pages[page - 1] };
}

function cutPages(rows: readonly ShownRow[], pageRows: number): (readonly ShownRow[])[] {
  const pages: (readonly ShownRow[])[] = [];
  for (let start = 0; start < rows.length; start += pageRows) pages.push(rows.slice(start, start + pageRows));
  return pages.length === 0 ? [[]] : pages;
}

/** Everything that the bank shows now of the days from its opening back by `historyDays`, sorted. */
export function looksAtBank({ bank, listedAccounts, showsPending }: ExportBank, historyDays: number): string[] {
  const from = addDays(calendarDate(OPENED_AT.slice(0, 10)), -historyDays);
  const to = addDays(utcDateOf(bank.now()), 1);
  return bank
    .listAccounts()
    .slice(0, listedAccounts)
    .flatMap(({ id }) => bank.show({ accountId: id, from: from as never, to: to as never, at: bank.now() }).rows) // The same text under two types.
    .filter(({ status }) => showsPending || status === 'posted')
    .map(({ status, bookingDate, amount, currency }) => `${status} ${bookingDate} ${amount} ${currency}`)
    .sort();
}

/** The same of the mirror. */
export async function looksInMirror({ sql }: FileDatabase, connectionId: string): Promise<string[]> {
  const rows = await sql<{ status: string; postedDate: string | null; body: string; currency: string }[]>`
    select status, posted_date, body, currency from transactions
    where connection_id = ${connectionId} and removed_at is null`;
  return rows
    .map(({ status, postedDate, body, currency }) => {
      const { amount } = JSON.parse(body) as { amount: string }; // The rendered transaction.
      return `${status} ${postedDate} ${amount} ${currency}`;
    })
    .sort();
}
