import type { Institution } from '../../../src/domain/institution.ts';

/** A bank definition with usual values; the default is a demo bank with stable ids and a connector named `test`. */
export function createInstitution(changes: Partial<Institution> = {}): Institution {
  return {
    id: 'demo-bank',
    name: 'Demo Bank',
    country: 'US',
    demo: true,
    defaultPortalUrl: 'https://demo.bank.example/login',
    additionalPortalUrls: [],
    connector: { name: 'test', settings: {} },
    sandboxControlUrl: null,
    demoBank: null,
    codeDigits: {},
    requiredCredentials: ['bankUsername', 'password'],
    delegatedUser: { permissions: [], guideUrl: null, terms: {} },
    sourceIds: 'stable',
    pendingWindowDays: 10,
    latenessDays: 5,
    historyDays: 90,
    rhythm: { everyMinutes: 60, jitterMinutes: 10 },
    ...changes,
  };
}

/** A bank of the live environment. */
export const LIVE_BANK = createInstitution({
  id: 'live-bank',
  name: 'Live Bank',
  demo: false,
  defaultPortalUrl: 'https://live.bank.example',
  additionalPortalUrls: ['https://business.live.bank.example/login'],
});

/** A demo bank of which nothing but the name is known. */
export const BARE_BANK = createInstitution({
  id: 'bare-bank',
  name: 'Bare Bank',
  defaultPortalUrl: null,
  connector: null,
  requiredCredentials: [],
});
