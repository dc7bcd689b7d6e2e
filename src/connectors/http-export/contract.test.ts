import { createInstitution } from '../../../test/support/banks/institutions.ts';
import type { SourceRequest, SourceResponse } from '../contract.ts';
import { type BankUnderTest, describeConnectorContract, type RefusalCode } from '../testing/contract-suite.ts';
import { httpExportConnector } from './connector.ts';

const REFUSALS: Readonly<Record<RefusalCode, readonly [number, string]>> = {
  credentials_rejected: [401, 'credentials_rejected'],
  password_expired: [403, 'password_expired'],
  account_locked: [423, 'account_locked'],
  mfa_required: [401, 'code_required'],
  bank_maintenance: [503, 'bank_maintenance'],
  rate_limited_by_bank: [429, 'rate_limited'],
};
const AMOUNTS = ['1.00', '2.00', '2.00', '-3.50', '4.00'];
const INSTITUTION = createInstitution({
  connector: { name: 'http-export', settings: { exportUrl: 'http://bank.example/export' } },
});

function startBank(): BankUnderTest {
  let refusal: RefusalCode | null = null;
  let dying = false;
  let changed = false;
  let [signIns, signOuts] = [0, 0];

  function respond({ method, url, signal }: SourceRequest): SourceResponse {
    signal.throwIfAborted();
    if (method === 'DELETE') {
      signOuts += 1;
      return answer(204, null);
    }
    if (method === 'POST') {
      signIns += 1;
      if (refusal === null) return answer(201, { token: 't' });
      const [status, code] = REFUSALS[refusal];
      return answer(status, { code });
    }
    if (url.endsWith('/accounts')) return answer(200, { accounts: ['a1', 'a2'].map(presentAccount) });
    return respondRows(url);
  }

  function respondRows(url: string): SourceResponse {
    const page = Number(new URL(url).searchParams.get('page'));
    if (dying && page > 1) return { kind: 'unreachable', cause: new Error('refused') };
    const amounts = AMOUNTS.slice((page - 1) * 3, page * 3);
    return answer(200, {
      asOf: '2026-11-21T10:00:00Z',
      account: presentAccount(url.includes('/a1/') ? 'a1' : 'a2'),
      page,
      pages: 2,
      balances: [
        { type: 'openingLedger', date: '2026-11-05', amount: '0.00' },
        { type: 'closingLedger', date: '2026-11-21', amount: '5.50' },
      ],
      rows: amounts.map((amount) => ({
        ...{ status: 'posted', bookingDate: '2026-11-20', text: 'SOMETHING', currency: 'USD' },
        amount: changed ? `$${amount}` : amount,
      })),
    });
  }

  return {
    context: () => ({
      institution: INSTITUTION,
      credentials: { bankCustomerId: '4410071', bankUsername: 'user', password: 'secret' },
      http: { request: async (request) => respond(request) },
      now: '2026-11-21T10:00:00.000Z',
      signal: new AbortController().signal,
      keepEvidence: async () => 'evidence',
    }),
    refuse: (code) => {
      refusal = code;
    },
    dieWhileReading: () => {
      dying = true;
    },
    changeForm: () => {
      changed = true;
    },
    amounts: () => AMOUNTS,
    signIns: () => signIns,
    signOuts: () => signOuts,
    stop: async () => undefined,
  };
}

function presentAccount(id: string) {
  return {
    ...{ id, number: `00012345441${id.slice(1)}`, name: 'Operating', type: 'checking', currency: 'USD' },
    ...{ routingNumber: null, bic: null, ledgerBalance: '5.50', availableBalance: '5.50' },
  };
}

function answer(status: number, body: unknown): SourceResponse {
  return { kind: 'response', status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
}

describeConnectorContract(httpExportConnector, async () => startBank());
