import type { Institution } from '../../domain/institution.ts';

/** An institution that is read by the given connector. */
export function createTestInstitution(connector: NonNullable<Institution['connector']>): Institution {
  return {
    id: 'some-bank',
    name: 'Some Bank',
    country: null,
    demo: true,
    defaultPortalUrl: null,
    additionalPortalUrls: [],
    connector,
    sandboxControlUrl: null,
    demoBank: null,
    codeDigits: {},
    requiredCredentials: [],
    delegatedUser: { permissions: [], guideUrl: null, terms: {} },
    sourceIds: 'none',
    pendingWindowDays: 10,
    latenessDays: 10,
    historyDays: 90,
    rhythm: { everyMinutes: 60, jitterMinutes: 0 },
  };
}
