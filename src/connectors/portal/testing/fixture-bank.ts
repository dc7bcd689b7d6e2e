import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FixtureSite, sendHtml, serveFixture } from '../../../infra/browser/testing/fixture-site.ts';

/** Rows of the first account; more than one page of them, with look-alikes across the edge. */
export const AMOUNTS = ['1.00', '2.00', '2.00', '-3.50', '4.00'];
const PAGE_ROWS = 3;

/** What the bank does; tests change it while it runs. */
export interface FixtureState {
  /** What comes after the password: a refusal by its words, a page of its own, or the accounts. */
  afterPassword: string | null;
  /** Whole pages that stand in the way, by path; a number is a status without words. */
  readonly instead: Map<string, string | number>;
  /** Places, among the pages that are asked for, of those in whose stead it asks whether anybody is there. It goes on at the accounts then. */
  readonly asksAt: Set<number>;
  pagesAskedFor: number;
  /** Paths of pages that break off before their end. */
  readonly cut: Set<string>;
  amounts: string[];
  /** Called before each page of rows is made; false makes the bank hang up. */
  beforeRows: (page: number) => boolean;
  /** Answers to requests for the file; null closes the place. */
  file: string | null;
  amountHeader: string;
  code: string;
  signIns: number;
  signOuts: number;
}

export const ARE_YOU_THERE = '<h1>Are you there?</h1><a href="/overview">Yes</a>';

export interface FixtureBank extends FixtureSite {
  readonly state: FixtureState;
}

/** A small bank with a sign-in, two accounts, paged rows and a file, without any script. */
export async function serveFixtureBank(): Promise<FixtureBank> {
  const state: FixtureState = {
    afterPassword: null,
    instead: new Map(),
    asksAt: new Set(),
    pagesAskedFor: 0,
    cut: new Set(),
    amounts: [...AMOUNTS],
    beforeRows: () => true,
    file: null,
    amountHeader: 'Amount',
    code: '246810',
    signIns: 0,
    signOuts: 0,
  };
  const page = (make: (url: URL, body: URLSearchParams) => string | number) => {
    return (request: IncomingMessage, response: ServerResponse, body: string) => {
      const url = new URL(request.url ?? '/', 'http://bank');
      state.pagesAskedFor += 1;
      const question = state.asksAt.has(state.pagesAskedFor) ? ARE_YOU_THERE : undefined;
      const before = question ?? state.instead.get(url.pathname);
      const made = before ?? make(url, new URLSearchParams(body));
      if (made === -1) response.destroy();
      else if (typeof made === 'number') response.writeHead(made).end();
      else if (state.cut.has(url.pathname)) {
        response.writeHead(200, { 'content-type': 'text/html', 'content-length': made.length + 1 });
        response.write(made, () => request.socket.end());
      } else sendHtml(response, made);
    };
  };
  const site = await serveFixture({
    '/': page(() => SIGN_IN),
    '/login': page(() => {
      state.signIns += 1;
      return state.afterPassword ?? OVERVIEW;
    }),
    '/code': page((_, body) =>
      body.get('code') === state.code ? OVERVIEW : CODE_PAGE('<p role="alert">Wrong code.</p>'),
    ),
    '/overview': page(() => OVERVIEW),
    '/account': page((url) => presentAccount(state, url)),
    '/files': page(() => (state.file === null ? '<h1>Files</h1><p>No files at present.</p>' : FILES)),
    '/file': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="rows.csv"' });
      response.end(state.file);
    },
    '/logout': page(() => {
      state.signOuts += 1;
      return '<h1>Goodbye</h1>';
    }),
  });
  return { ...site, state };
}

const SIGN_IN = `<h1>Sign in</h1><form method="post" action="/login">
<label>User <input name="user"></label><label>Password <input type="password" name="password"></label><button>Sign in</button></form>`;
const OUT = '<form method="post" action="/logout"><button>Sign out</button></form>';
const OVERVIEW = `${OUT}<h1>Accounts</h1><ul aria-label="Your accounts"><li><a href="/account?id=1">Operating</a></li><li><a href="/account?id=2">Savings</a></li></ul>`;
const FILES = '<h1>Files</h1><a href="/file">Get file</a>';

/** The page that asks for a one-time code. */
export const CODE_PAGE = (before = '') =>
  `<h1>Enter your code</h1>${before}<form method="post" action="/code"><label>Code <input name="code"></label><button>Confirm</button></form>`;

function presentAccount(state: FixtureState, url: URL): string | number {
  const page = Number(url.searchParams.get('page') ?? '1');
  const id = url.searchParams.get('id') ?? '1';
  if (url.searchParams.has('page') && !state.beforeRows(page)) return -1;
  const amounts = id === '1' ? state.amounts : [];
  const rows = amounts.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS);
  const facts = `<dl><dt>Number</dt><dd>00${id}4410</dd><dt>Balance</dt><dd>$5.50</dd></dl>`;
  const form = `<form action="/account"><input type="hidden" name="id" value="${id}"><input type="hidden" name="page" value="1"><button>Show rows</button></form>`;
  const head = `<thead><tr><th>Date</th><th>${state.amountHeader}</th><th>Text</th></tr></thead>`;
  const lines = rows.map((amount) => `<tr><td>2026-11-20</td><td>${amount}</td><td>SOMETHING</td></tr>`).join('');
  const table =
    rows.length === 0 ? '<p>No rows.</p>' : `<table aria-label="Rows">${head}<tbody>${lines}</tbody></table>`;
  const next = page * PAGE_ROWS < amounts.length ? `<a href="/account?id=${id}&page=${page + 1}">Next</a>` : '';
  return `${OUT}<main><h1>Account</h1>${facts}${form}${url.searchParams.has('page') ? table + next : ''}</main>`;
}
