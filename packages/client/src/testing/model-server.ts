import { createHash } from 'node:crypto';
import type { Fetch } from '../transport.ts';
import type { Transaction } from '../wire.ts';

/** A row of the model: where it first appeared and last changed in the stream. */
interface Row {
  readonly transaction: Transaction;
  readonly first: number;
  readonly last: number;
  readonly removed: boolean;
}

interface Cursor {
  readonly position: number;
  readonly since: number;
  readonly epoch: number;
  readonly accountId: string | null;
  readonly connectionId: string | null;
}

/** The laws of the stream in a few lines of memory, as a server to test clients against. */
export interface ModelServer {
  readonly fetch: Fetch;
  /** Called before each request is answered; what it throws is a failed connection. */
  beforeRequest: (url: URL) => void;
  put(transaction: Transaction): void;
  remove(id: string): void;
  /** Cursors issued so far are too old from now on. */
  expireCursors(): void;
  /** The server was set back to an earlier state and knows none of its later cursors. */
  forgetCursors(): void;
  transactions(): Map<string, Transaction>;
  readonly requests: string[];
}

interface State {
  readonly rows: Map<string, Row>;
  head: number;
  /** Cursors of earlier epochs have expired, or are unknown. */
  epoch: number;
  expiredBefore: number;
  unknownBefore: number;
}

export function createModelServer(): ModelServer {
  const state: State = { rows: new Map(), head: 0, epoch: 1, expiredBefore: 0, unknownBefore: 0 };
  const server: ModelServer = {
    requests: [],
    beforeRequest: () => undefined,
    fetch: async (address) => {
      const url = new URL(address);
      server.requests.push(`${url.pathname}${url.search}`);
      server.beforeRequest(url);
      return route(state, url);
    },
    put: (transaction) => {
      const held = state.rows.get(transaction.id);
      state.head += 1;
      const { head } = state;
      state.rows.set(transaction.id, { transaction, first: held?.first ?? head, last: head, removed: false });
    },
    remove: (id) => {
      const held = state.rows.get(id);
      if (held === undefined || held.removed) return;
      state.head += 1;
      state.rows.set(id, { ...held, last: state.head, removed: true });
    },
    expireCursors: () => {
      state.epoch += 1;
      state.expiredBefore = state.epoch;
    },
    forgetCursors: () => {
      state.epoch += 1;
      state.unknownBefore = state.epoch;
    },
    transactions: () => new Map(currentOf(state).map((transaction) => [transaction.id, transaction])),
  };
  return server;
}

function route(state: State, { pathname, searchParams }: URL): Response {
  if (pathname === '/v1/transactions/sync') return sync(state, searchParams);
  if (pathname === '/v1/transactions') return list(state, searchParams);
  const accountIds = new Set(currentOf(state).map(({ accountId }) => accountId));
  const toAccount = (id: string) => ({ id, connectionId: 'connection-1' });
  if (pathname === '/v1/accounts') return listAnswer([...accountIds].map(toAccount), null);
  const [, accountId = '', digest] = /^\/v1\/accounts\/([^/]+)(\/digest)?$/.exec(pathname) ?? [];
  if (!accountIds.has(accountId)) return refuse(404, 'not_found');
  return digest === undefined ? answer(200, toAccount(accountId)) : digestAnswer(state, accountId);
}

function sync(state: State, query: URLSearchParams): Response {
  const { head, epoch } = state;
  const text = query.get('cursor');
  const [accountId, connectionId] = [query.get('accountId'), query.get('connectionId')];
  const issue = (position: number, since: number) => encode({ position, since, epoch, accountId, connectionId });
  if (text === null && query.get('from') !== 'beginning') return page([], issue(head, head), false);
  const cursor = text === null ? { position: 0, since: 0, epoch } : decode(text, accountId, connectionId);
  if (cursor === null || cursor.epoch < state.unknownBefore) return refuse(400, 'invalid_cursor');
  if (cursor.epoch < state.expiredBefore) return refuse(410, 'cursor_expired');
  const limit = Number(query.get('limit') ?? 100);
  const changed = [...state.rows.values()]
    .filter((row) => row.last > cursor.position && matches(row.transaction, accountId, connectionId))
    .sort((a, b) => a.last - b.last);
  const taken = changed.slice(0, limit);
  const hasMore = changed.length > limit;
  const next = hasMore ? issue(taken.at(-1)?.last ?? 0, cursor.since) : issue(head, head);
  return page(
    taken.map((row) => toEvent(row, cursor.since)),
    next,
    hasMore,
  );
}

/** Newest first, as the server does without a `sort`. */
function list(state: State, query: URLSearchParams): Response {
  const [accountId, connectionId] = [query.get('accountId'), query.get('connectionId')];
  const limit = Number(query.get('limit') ?? 100);
  const after = query.get('cursor');
  const sorted = currentOf(state)
    .filter((transaction) => matches(transaction, accountId, connectionId))
    .map((transaction) => ({ transaction, key: `${transaction.postedDate ?? '9999-99-99'} ${transaction.id}` }))
    .sort((a, b) => (a.key < b.key ? 1 : -1))
    .filter(({ key }) => after === null || key < after);
  const nextCursor = sorted.length > limit ? (sorted[limit - 1]?.key ?? null) : null;
  return listAnswer(
    sorted.slice(0, limit).map(({ transaction }) => transaction),
    nextCursor,
  );
}

function digestAnswer(state: State, accountId: string): Response {
  const own = currentOf(state).filter((transaction) => transaction.accountId === accountId);
  const { head, epoch } = state;
  const headCursor = encode({ position: head, since: head, epoch, accountId, connectionId: null });
  const sums = { sumPosted: '0.00', sumPending: '0.00' };
  return answer(200, { accountId, count: own.length, ...sums, headCursor, checksum: `sum256:${sumOf(own)}` });
}

function currentOf({ rows }: State): Transaction[] {
  return [...rows.values()].filter(({ removed }) => !removed).map(({ transaction }) => transaction);
}

function listAnswer(data: unknown[], nextCursor: string | null): Response {
  return answer(200, { data, pagination: { hasMore: nextCursor !== null, nextCursor }, meta: META });
}

const META = { requestId: 'req_01KAF3A7V9M2X5C8T4WQDN6R1B' };

function page(events: unknown[], nextCursor: string, hasMore: boolean): Response {
  return answer(200, { events, nextCursor, hasMore, meta: META });
}

function toEvent({ transaction, first, last, removed }: Row, since: number) {
  const common = { eventId: `evt_${last}`, eventAt: '2026-11-20T06:02:11.482Z' };
  const { id: transactionId, accountId, connectionId } = transaction;
  if (removed) return { ...common, type: 'removed', transactionId, accountId, connectionId, reason: 'withdrawnByBank' };
  return { ...common, type: first > since ? 'added' : 'modified', transaction };
}

function matches(transaction: Transaction, accountId: string | null, connectionId: string | null): boolean {
  return (
    (accountId === null || transaction.accountId === accountId) &&
    (connectionId === null || transaction.connectionId === connectionId)
  );
}

function encode(cursor: Cursor): string {
  return `sc_${Buffer.from(JSON.stringify(cursor)).toString('base64url')}`;
}

function decode(text: string, accountId: string | null, connectionId: string | null): Cursor | null {
  // The model trusts its own cursors; only the filters are checked.
  const cursor = JSON.parse(Buffer.from(text.slice(3), 'base64url').toString()) as Cursor;
  return cursor.accountId === accountId && cursor.connectionId === connectionId ? cursor : null;
}

/** Written from the contract's words, apart from the code under test. */
function sumOf(transactions: readonly Transaction[]): string {
  let sum = 0n;
  for (const { id, status, postedDate, amount, currency, updatedAt } of transactions) {
    const text = `${id}\t${status}\t${postedDate ?? ''}\t${amount}\t${currency}\t${updatedAt}`;
    sum += BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
  }
  return BigInt.asUintN(256, sum).toString(16).padStart(64, '0');
}

function answer(status: number, json: unknown): Response {
  return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } });
}

function refuse(status: number, code: string): Response {
  return answer(status, { error: { code, message: 'No.' }, meta: META });
}
