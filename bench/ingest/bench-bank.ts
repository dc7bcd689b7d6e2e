import type { Connector, SourceAccount } from '../../src/connectors/contract.ts';
import type { AccountDetails } from '../../src/domain/account.ts';
import type { Institution, SourceIdTrust } from '../../src/domain/institution.ts';
import { type BankHistory, CURRENCY, showWindow } from './bank-history.ts';

const ACCOUNT_NUMBER = 'DE89370400440532013000';

/** A bank whose answers lie in memory: what it costs to ask a real one is no part of the measure. */
export function createBenchBank(history: BankHistory): Connector {
  return {
    name: 'bench',
    sourceKind: 'api',
    open: async ({ keepEvidence }) => ({
      ok: true,
      value: {
        listAccounts: async () => ({ ok: true, value: [ACCOUNT] }),
        observe: async ({ accountNumber, details }, window) => {
          const { rows, balances } = showWindow(history, window);
          const observation = {
            accountNumber,
            details,
            rows,
            coverage: { ...window, complete: true, proves: ['pending', 'posted'] as const },
            currentBalances: null,
            statedBalances: balances,
            dataAsOf: null,
          };
          const evidenceId = await keepEvidence(new TextEncoder().encode(`${rows.length} rows`), 'text/plain');
          return { observation, evidenceId, fault: null };
        },
        close: async () => undefined,
      },
    }),
  };
}

const DETAILS: AccountDetails = {
  type: 'checking',
  currency: CURRENCY,
  name: 'Operating account',
  status: 'open',
  officialName: null,
  accountNumber: ACCOUNT_NUMBER,
  routingNumber: null,
  swiftBic: null,
};
const ACCOUNT: SourceAccount = { handle: '1', accountNumber: ACCOUNT_NUMBER, details: DETAILS };

/** The definition of that bank; every read goes back `windowDays`, and the first one over everything. */
export function createBenchInstitution(sourceIds: SourceIdTrust, windowDays: number): Institution {
  return {
    id: 'bench-bank',
    name: 'Bench Bank',
    country: null,
    demo: false,
    defaultPortalUrl: null,
    additionalPortalUrls: [],
    connector: { name: 'bench', settings: {} },
    sandboxControlUrl: null,
    demoBank: null,
    codeDigits: {},
    requiredCredentials: [],
    delegatedUser: { permissions: [], guideUrl: null, terms: {} },
    sourceIds,
    pendingWindowDays: 10,
    latenessDays: windowDays,
    historyDays: 3_650,
    rhythm: { everyMinutes: 60, jitterMinutes: 0 },
  };
}
