import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { SyncWindow } from '../../domain/connection/sync-schedule.ts';
import { type DefinitionGap, describeGap } from '../../domain/definition-gap.ts';
import type { Institution } from '../../domain/institution.ts';
import type { AccountReading, Connector, Session, SessionContext, SourceAccount, Step } from '../contract.ts';
import { AnswerFormError, type ExportedPage, parseAccountList, parsePage } from './bank-answer.ts';
import { askBank, type BankAnswer } from './bank-client.ts';
import { detailsOf, toObservation } from './map-export.ts';

/** More pages than any account fills in a window; a bank that announces more is not answering sensibly. */
const MAX_PAGES = 10_000;

/**
 * Reads banks that offer their exports as JSON over HTTP ("direct download"): sign in with company id, user name and
 * password, list accounts, fetch transactions page by page. Setting: `exportUrl`.
 */
export const httpExportConnector: Connector = {
  name: 'http-export',
  sourceKind: 'api',
  open: async (context) => {
    const gap = findGap(context.institution);
    if (gap !== null) throw new Error(`${context.institution.id}: ${describeGap(gap)}`);
    const { exportUrl = '' } = context.institution.connector?.settings ?? {};
    const { bankCustomerId, bankUsername, password } = context.credentials;
    if (bankCustomerId === undefined || bankUsername === undefined || password === undefined)
      return { ok: false, fault: faultOf('credentials_rejected', 'Company id, user name or password is missing.') };
    const answer = await askBank(context, {
      method: 'POST',
      url: `${exportUrl}/sessions`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ companyId: bankCustomerId, username: bankUsername, password }),
    });
    if (!answer.ok) return answer;
    const token = readToken(answer.value.json);
    if (token === null) return { ok: false, fault: faultOf('portal_changed', 'The bank opened no session.') };
    return { ok: true, value: createSession(context, exportUrl, { authorization: `Bearer ${token}` }) };
  },
  findGap,
};

function findGap({ connector }: Institution): DefinitionGap | null {
  const { exportUrl = null } = connector?.settings ?? {};
  return exportUrl !== null && URL.canParse(exportUrl)
    ? null
    : { field: 'connector.settings.exportUrl', value: exportUrl, mustBe: 'a complete address' };
}

function createSession(context: SessionContext, exportUrl: string, headers: Record<string, string>): Session {
  const get = (path: string) => askBank(context, { method: 'GET', url: exportUrl + path, headers });
  return {
    listAccounts: async () => {
      const answer = await get('/accounts');
      if (!answer.ok) return answer;
      return readForm(answer.value, (json) =>
        parseAccountList(json).map(
          (account): SourceAccount => ({
            handle: account.id,
            accountNumber: account.number,
            details: detailsOf(account),
          }),
        ),
      );
    },
    observe: (account, window) => observe(context, get, account, window),
    close: async (signal) => {
      // The bank ends idle sessions itself, so a sign-out that fails costs nothing.
      await askBank({ ...context, signal }, { method: 'DELETE', url: `${exportUrl}/sessions/current`, headers });
    },
  };
}

async function observe(
  context: SessionContext,
  get: (path: string) => Promise<Step<BankAnswer>>,
  account: SourceAccount,
  window: SyncWindow,
): Promise<AccountReading> {
  const read: PagesRead = { pages: [], evidenceId: null };
  const path = `/accounts/${encodeURIComponent(account.handle)}/transactions?from=${window.from}&to=${window.to}`;
  for (let page = 1, last = 1; page <= last; page += 1) {
    const answer = await get(`${path}&page=${page}`);
    if (!answer.ok) return endReading(account, window, read, answer.fault);
    read.evidenceId ??= await context.keepEvidence(answer.value.bytes, 'application/json');
    if (page > 1) await context.keepEvidence(answer.value.bytes, 'application/json');
    const first = read.pages[0];
    const parsed = readForm(answer.value, (json) => checkPage(parsePage(json), { account, page, first }));
    if (!parsed.ok) return endReading(account, window, read, parsed.fault);
    if (parsed.value.pages > MAX_PAGES) return endReading(account, window, read, faultOf('portal_changed'));
    read.pages.push(parsed.value);
    last = parsed.value.pages;
  }
  return endReading(account, window, read, null);
}

/** The pages of one account that have come so far. */
interface PagesRead {
  readonly pages: ExportedPage[];
  /** Of the first page. */
  evidenceId: string | null;
}

/**
 * A page that belongs to what was asked for. Rows of another account, or of a page that came already, would be taken for
 * new ones; between two moments rows move from page to page, so that some come twice and others never.
 */
function checkPage(
  answer: ExportedPage,
  asked: { readonly account: SourceAccount; readonly page: number; readonly first: ExportedPage | undefined },
): ExportedPage {
  if (answer.account.id !== asked.account.handle)
    throw new AnswerFormError('account: is not the one that was asked for');
  if (answer.page !== asked.page)
    throw new AnswerFormError(`page: is ${answer.page}, and page ${asked.page} was asked for`);
  if (asked.first !== undefined && answer.asOf !== asked.first.asOf)
    throw new AnswerFormError(
      `asOf: page ${answer.page} shows the moment ${answer.asOf} and the first page ${asked.first.asOf}; all pages of one export have to show one moment`,
    );
  return answer;
}

/** What was read before a fault counts; that rows are missing from it does not. */
function endReading(
  account: SourceAccount,
  window: SyncWindow,
  { pages, evidenceId }: PagesRead,
  fault: AccountReading['fault'],
): AccountReading {
  const observation = pages.length === 0 ? null : toObservation(account, pages, window, fault === null);
  return { observation, evidenceId, fault };
}

function readForm<T>(answer: BankAnswer, parse: (json: unknown) => T): Step<T> {
  try {
    return { ok: true, value: parse(answer.json) };
  } catch (cause) {
    if (!(cause instanceof AnswerFormError)) throw cause;
    return {
      ok: false,
      fault: faultOf('portal_changed', `The export of the bank has changed its form: ${cause.message}.`),
    };
  }
}

function readToken(json: unknown): string | null {
  return typeof json === 'object' && json !== null && 'token' in json && typeof json.token === 'string'
    ? json.token
    : null;
}
