import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../domain/connection/connection-fault.ts';
import type { Institution } from '../../domain/institution.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import type { Session, SessionContext, SourceRequest, SourceResponse } from '../contract.ts';
import { httpExportConnector } from './connector.ts';

const WINDOW = { from: calendarDate('2026-11-01'), to: calendarDate('2026-11-21') };
const INSTITUTION: Institution = {
  id: 'some-bank',
  name: 'Some Bank',
  country: null,
  demo: true,
  defaultPortalUrl: null,
  additionalPortalUrls: [],
  connector: { name: 'http-export', settings: { exportUrl: 'http://bank.example/export' } },
  sandboxControlUrl: null,
  demoBank: null,
  codeDigits: {},
  requiredCredentials: [],
  delegatedUser: { permissions: [], guideUrl: null, terms: {} },
  sourceIds: 'stable',
  pendingWindowDays: 10,
  latenessDays: 10,
  historyDays: 90,
  rhythm: { everyMinutes: 60, jitterMinutes: 0 },
};
const ACCOUNT = {
  id: 'a1',
  number: '000123454410',
  name: 'Operating',
  type: 'checking',
  currency: 'USD',
  routingNumber: null,
  bic: null,
  ledgerBalance: '130.00',
  availableBalance: '120.00',
};

type Bank = (request: SourceRequest) => SourceResponse;

function answer(status: number, body: unknown): SourceResponse {
  return { kind: 'response', status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
}

function row(values: object = {}) {
  return {
    id: 'r1',
    status: 'posted',
    bookingDate: '2026-11-20',
    authorisedDate: null,
    valueDate: null,
    amount: '10.00',
    currency: 'USD',
    text: 'SOMETHING',
    bankReference: null,
    customerReference: null,
    counterpartyName: null,
    counterpartyAccount: null,
    baiCode: null,
    mcc: null,
    merchantName: null,
    ...values,
  };
}

function page(values: object = {}) {
  return {
    asOf: '2026-11-21T10:00:00Z',
    account: ACCOUNT,
    page: 1,
    pages: 1,
    balances: [
      { type: 'openingLedger', date: '2026-11-05', amount: '100.00' },
      { type: 'closingLedger', date: '2026-11-21', amount: '130.00' },
    ],
    rows: [],
    ...values,
  };
}

function contextOf(bank: Bank, requests: SourceRequest[] = [], evidence: string[] = []): SessionContext {
  return {
    institution: INSTITUTION,
    credentials: { bankCustomerId: '4410071', bankUsername: 'user', password: 'secret' },
    http: {
      request: async (request) => {
        requests.push(request);
        return bank(request);
      },
    },
    now: '2026-11-21T10:00:00.000Z',
    signal: new AbortController().signal,
    keepEvidence: async (bytes) => `evidence ${evidence.push(new TextDecoder().decode(bytes))}`,
  };
}

/** A bank that signs everybody in, lists one account and shows the given pages. */
function bankWith(pages: readonly (object | SourceResponse)[]): Bank {
  return ({ method, url }) => {
    if (method === 'POST') return answer(201, { token: 't', expiresInSeconds: 600 });
    if (method === 'DELETE') return answer(204, null);
    if (url.endsWith('/accounts')) return answer(200, { asOf: '2026-11-21T10:00:00Z', accounts: [ACCOUNT] });
    const wanted = pages[Number(new URL(url).searchParams.get('page')) - 1];
    return wanted !== undefined && 'kind' in wanted ? wanted : answer(200, wanted);
  };
}

async function openSession(context: SessionContext): Promise<Session> {
  const opened = await httpExportConnector.open(context);
  if (!opened.ok) throw new Error(`not signed in: ${opened.fault.code}`);
  return opened.value;
}

async function readOnlyAccount(context: SessionContext) {
  const session = await openSession(context);
  const listed = await session.listAccounts();
  if (!listed.ok) throw new Error(`not listed: ${listed.fault.code}`);
  const [account] = listed.value;
  if (account === undefined) throw new Error('no account');
  return session.observe(account, WINDOW);
}

describe('signing in', () => {
  const refusals: readonly [string, SourceResponse, FaultCode][] = [
    ['rejected login', answer(401, { code: 'credentials_rejected' }), 'credentials_rejected'],
    ['expired password', answer(403, { code: 'password_expired' }), 'password_expired'],
    ['locked user', answer(423, { code: 'account_locked' }), 'account_locked'],
    ['a question for a code', answer(401, { code: 'code_required' }), 'mfa_required'],
    ['missing permission', answer(403, { code: 'permission_missing' }), 'delegated_user_missing_permission'],
    ['maintenance', answer(503, { code: 'bank_maintenance' }), 'bank_maintenance'],
    ['too many requests', answer(429, {}), 'rate_limited_by_bank'],
    ['a fault of the bank', answer(500, {}), 'portal_unavailable'],
    ['an unknown status', answer(418, {}), 'portal_changed'],
    ['an answer without a token', answer(201, {}), 'portal_changed'],
    ['no answer', { kind: 'timeout' }, 'portal_unavailable'],
    ['no connection', { kind: 'unreachable', cause: new Error('refused') }, 'portal_unavailable'],
    ['an endless answer', { kind: 'tooLarge' }, 'portal_changed'],
  ];
  it.each(refusals)('%s becomes a typed fault', async (_, response, code) => {
    const opened = await httpExportConnector.open(contextOf(() => response));
    expect(opened.ok ? null : opened.fault.code).toBe(code);
  });

  it('sends nothing to the bank while credentials are missing', async () => {
    const requests: SourceRequest[] = [];
    const opened = await httpExportConnector.open({ ...contextOf(() => answer(500, {}), requests), credentials: {} });
    expect(opened.ok ? null : opened.fault.code).toBe('credentials_rejected');
    expect(requests).toEqual([]);
  });

  it('signs out at the end', async () => {
    const requests: SourceRequest[] = [];
    const session = await openSession(contextOf(bankWith([]), requests));
    await session.close(new AbortController().signal);
    expect(requests.at(-1)).toMatchObject({ method: 'DELETE', headers: { authorization: 'Bearer t' } });
  });
});

describe('reading an account', () => {
  it('joins all pages into one complete observation with evidence of each', async () => {
    const evidence: string[] = [];
    const pages = [
      page({ pages: 2, rows: [row()] }),
      page({
        page: 2,
        pages: 2,
        rows: [row({ id: 'r2', status: 'pending', bookingDate: null, authorisedDate: '2026-11-21' })],
      }),
    ];
    const reading = await readOnlyAccount(contextOf(bankWith(pages), [], evidence));
    expect(reading.fault).toBeNull();
    expect(reading.observation?.rows.map(({ sourceId, location }) => [sourceId, location])).toEqual([
      ['r1', 'page 1, row 1'],
      ['r2', 'page 2, row 1'],
    ]);
    expect(reading.observation?.coverage).toEqual({
      from: '2026-11-05',
      to: '2026-11-21',
      complete: true,
      proves: ['pending', 'posted'],
    });
    expect(evidence).toHaveLength(2);
  });

  it.each([
    ['open', 'open'],
    ['closed', 'closed'],
    ['dormant', 'unknown'],
    [undefined, 'unknown'],
  ])('takes the status %s of an account for %s', async (status, expected) => {
    const account = { ...ACCOUNT, status };
    const reading = await readOnlyAccount(contextOf(bankWith([page({ account })])));
    expect(reading.observation?.details.status).toBe(expected);
  });

  it('works the balance of the last whole day back from the one of the moment', async () => {
    const rows = [
      row({ amount: '5.00', bookingDate: '2026-11-20' }),
      row({ id: 'r2', amount: '7.50', bookingDate: '2026-11-21' }),
      row({ id: 'r3', status: 'pending', bookingDate: null, amount: '-10.00' }),
    ];
    const reading = await readOnlyAccount(contextOf(bankWith([page({ rows })])));
    expect(reading.observation?.statedBalances).toEqual([
      { date: '2026-11-04', statedAs: 'opening', amount: '100.00' },
      { date: '2026-11-20', statedAs: 'running', amount: '122.5' },
    ]);
  });

  it('passes on the balances around the rows and after each of them as they came, by which signs are proven', async () => {
    const pages = [page({ rows: [row({ runningBalance: '110.00' }), row({ id: 'r2', runningBalance: null })] })];
    const reading = await readOnlyAccount(contextOf(bankWith(pages)));
    expect(reading.observation?.spanBalances).toEqual([
      { date: '2026-11-04', statedAs: 'opening', amount: '100.00' },
      { date: '2026-11-21', statedAs: 'closing', amount: '130.00' },
    ]);
    expect(reading.observation?.rows.map(({ runningBalance }) => runningBalance)).toEqual(['110.00', null]);
  });

  it('keeps what was read when the bank dies between pages, and proves no absence by it', async () => {
    const reading = await readOnlyAccount(
      contextOf(bankWith([page({ pages: 2, rows: [row()] }), { kind: 'unreachable', cause: null }])),
    );
    expect(reading.fault?.code).toBe('portal_unavailable');
    expect(reading.observation?.rows).toHaveLength(1);
    expect(reading.observation?.coverage.complete).toBe(false);
    expect(reading.observation?.statedBalances).toEqual([]);
  });

  it.each([
    ['amount', row({ amount: '12..34' })],
    ['status', row({ status: 'maybe' })],
    ['bookingDate', row({ bookingDate: '2026-02-30' })],
    ['bookingDate: is missing on a posted row', row({ bookingDate: null })],
    ['text', row({ text: 7 })],
    ['runningBalance', row({ runningBalance: '1,000' })],
  ])(
    'takes an export whose %s has another form for a changed portal and stores nothing of it',
    async (field, broken) => {
      const reading = await readOnlyAccount(contextOf(bankWith([page({ rows: [broken] })])));
      expect(reading.observation).toBeNull();
      expect(reading.fault).toMatchObject({ code: 'portal_changed' });
      expect(reading.fault?.message).toContain(field);
    },
  );

  it.each([
    ['account: ', { page: 2, account: { ...ACCOUNT, id: 'a2', number: '000123454428' } }],
    ['page: is 1, and page 2 was asked for', { page: 1 }],
    ['asOf: page 2 shows the moment', { page: 2, asOf: '2026-11-21T10:00:01Z' }],
  ])('takes nothing of a page that is not the one it asked for: %s', async (message, other) => {
    const first = page({ pages: 2, rows: [row()] });
    const second = page({ pages: 2, rows: [row()], ...other });
    const reading = await readOnlyAccount(contextOf(bankWith([first, second])));
    expect(reading.fault).toMatchObject({ code: 'portal_changed' });
    expect(reading.fault?.message).toContain(message);
    expect(reading.observation?.rows).toHaveLength(1);
    expect(reading.observation?.coverage.complete).toBe(false);
    expect(reading.observation?.statedBalances).toEqual([]);
  });

  it.each([
    [{ code: 'virtual_time_invalid', message: 'secret' }, 'status 418 and the code virtual_time_invalid.'],
    [{ code: 'hunter2 is wrong' }, 'status 418.'],
    [{}, 'status 418.'],
  ])('names the code of an answer that it does not know, and nothing else of it: %j', async (body, ending) => {
    const reading = await readOnlyAccount(contextOf(bankWith([answer(418, body)])));
    expect(reading.fault?.message).toBe(`The bank answered with the unexpected ${ending}`);
  });

  it('never asks for more pages than any account has', async () => {
    const reading = await readOnlyAccount(contextOf(bankWith([page({ pages: 1_000_000 })])));
    expect(reading.fault?.code).toBe('portal_changed');
  });
});
