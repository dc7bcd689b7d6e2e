import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShownAccount, ShownBalance, ShownRow } from '@causeway/bank-simulator';
import { type DemoBank, type DemoBankOptions, startDemoBank } from '../start-demo-bank.ts';

/** An answer of the bank as a program sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests look into bodies of many shapes; what they expect there is what they assert.
  readonly body: Record<string, unknown>;
}

/** A page of transactions as the bank sends it. */
export interface TransactionsPage {
  readonly asOf: string;
  readonly account: ShownAccount;
  readonly page: number;
  readonly pages: number;
  readonly complete: boolean;
  readonly balances: readonly ShownBalance[];
  readonly rows: readonly ShownRow[];
}

/** A demo bank on a free port with a clock that stands still until a test moves it. */
export interface RunningBank {
  clockMs: number;
  /** Where it answers now; a restart changes it. */
  readonly url: string;
  readonly logLines: string[];
  request(method: string, path: string, options?: RequestParts): Promise<Answer>;
  /** Creates a delegated user at a bank and gives the login. */
  createUser(bankId?: string, changes?: Record<string, unknown>): Promise<Login>;
  signIn(bankId: string, login: Login, headers?: Record<string, string>): Promise<string>;
  listAccounts(bankId: string, token: string, headers?: Record<string, string>): Promise<ShownAccount[]>;
  readPage(path: string, token: string, headers?: Record<string, string>): Promise<TransactionsPage>;
  readStateText(): Promise<string>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** All that is needed of a bank to work in its portal. */
export type AskedBank = Pick<RunningBank, 'request'>;

export interface RequestParts {
  readonly body?: unknown;
  readonly form?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

export interface Login {
  readonly companyId: string;
  readonly username: string;
  readonly password: string;
}

/** Friday, 20 November 2026, half past ten in the morning at Harbor. */
export const STARTED_AT = '2026-11-20T15:30:00.000Z';

export const ownerForm = {
  companyId: '4410027',
  ownerUser: 'owner',
  ownerPassword: 'owner-4410027',
  username: 'cw-harborpine-7f3kq2',
  firstName: 'Causeway',
  lastName: 'Service',
  email: 'c-7f3kq2@inbox.causeway.example',
  permissions: ['viewBalances', 'viewTransactions', 'viewStatements'],
};

/** For `passwordWork`: passwords of tests are no secrets, and hashing them would take more time than all else that the bank does. */
export const LITTLE_WORK = 16;

/** Asks the bank that answers at an address, such as one in a process of its own. */
export function bankAt(url: () => string): AskedBank {
  return {
    request: async (method, path, parts = {}) => {
      const headers = new Headers(parts.headers);
      if (parts.token !== undefined) headers.set('authorization', `Bearer ${parts.token}`);
      if (parts.body !== undefined) headers.set('content-type', 'application/json');
      if (parts.form !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded');
      const body = parts.form ?? (parts.body === undefined ? null : JSON.stringify(parts.body));
      const response = await fetch(`${url()}${path}`, { method, headers, body, redirect: 'manual' });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
    },
  };
}

/** Starts a bank with an empty state of its own. */
export async function runBank(
  options: Pick<DemoBankOptions, 'delivery' | 'schedule' | 'passwordWork' | 'seed'> = {},
): Promise<RunningBank> {
  const stateDir = await mkdtemp(join(tmpdir(), 'demo-bank-'));
  const logLines: string[] = [];
  const write = (fields: object, message: string) => logLines.push(JSON.stringify({ message, ...fields }));
  const log = { info: write, warn: write, error: write };
  const start = (): Promise<DemoBank> =>
    startDemoBank({
      ...{ port: 0, stateDir, log, now: () => new Date(running.clockMs), passwordWork: LITTLE_WORK },
      ...options,
    });
  let server: DemoBank | null = null;

  const { request } = bankAt(() => server?.url ?? '');

  const running: RunningBank = {
    clockMs: Date.parse(STARTED_AT),
    get url() {
      return server?.url ?? '';
    },
    logLines,
    request,
    createUser: async (bankId = 'harbor', changes = {}) => {
      const answer = await request('POST', `/${bankId}/admin/delegated-users`, { body: { ...ownerForm, ...changes } });
      const { companyId, username, temporaryPassword } = answer.body;
      return { companyId: String(companyId), username: String(username), password: String(temporaryPassword) };
    },
    signIn: async (bankId, login, headers = {}) => {
      const answer = await request('POST', `/${bankId}/export/sessions`, { body: login, headers });
      if (answer.status !== 201) throw new Error(`signing in gave ${answer.status} ${answer.text}`);
      return String(answer.body.token);
    },
    listAccounts: async (bankId, token, headers = {}) => {
      const answer = await request('GET', `/${bankId}/export/accounts`, { token, headers });
      if (answer.status !== 200) throw new Error(`listing accounts gave ${answer.status} ${answer.text}`);
      return JSON.parse(answer.text).accounts;
    },
    readPage: async (path, token, headers = {}) => {
      const answer = await request('GET', path, { token, headers });
      if (answer.status !== 200) throw new Error(`reading transactions gave ${answer.status} ${answer.text}`);
      return JSON.parse(answer.text);
    },
    readStateText: () => readFile(join(stateDir, 'demo-bank.json'), 'utf8'),
    restart: async () => {
      await server?.close();
      server = await start();
    },
    stop: async () => {
      await server?.close();
      await rm(stateDir, { recursive: true });
    },
  };
  server = await start();
  return running;
}
