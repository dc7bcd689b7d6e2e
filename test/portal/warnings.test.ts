import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PortalClient } from '../../apps/demo-bank/src/testing/portal-client.ts';
import { signInAsOwner, wordsOf } from '../../apps/demo-bank/src/testing/sign-in.ts';
import type { Credentials, Session, SourceAccount } from '../../src/connectors/contract.ts';
import { createPortalConnector } from '../../src/connectors/portal/connector.ts';
import { harborDemo } from '../../src/connectors/portal/recipes/harbor-demo.ts';
import { lindenDemo } from '../../src/connectors/portal/recipes/linden-demo.ts';
import { ridgelineDemo } from '../../src/connectors/portal/recipes/ridgeline-demo.ts';
import { addDays, utcDateOf } from '../../src/domain/values/calendar-date.ts';
import { instantFromMs } from '../../src/domain/values/instant.ts';
import { BANKS, type BankId, openPortalStage, type PortalStage } from './portal-stage.ts';

const DAY_MS = 86_400_000;
/** Days for which a password is good. */
const VALID_DAYS: Readonly<Record<BankId, number>> = { harbor: 90, ridgeline: 180, linden: 365 };

const TIMEOUT_MS = 120_000;
/** Nothing is to be found out by waiting in vain: a wait of that kind takes longer than a test may. */
const patient = createPortalConnector([harborDemo, lindenDemo, ridgelineDemo], { stepTimeoutMs: 10 * TIMEOUT_MS });

let stage: PortalStage;

beforeAll(async () => {
  stage = await openPortalStage();
});

afterAll(() => stage.stop());

/** Takes rights in single accounts away, as the owner. */
async function takeAway(
  bankId: BankId,
  { bankCustomerId = '', bankUsername = '' }: Credentials,
  rights: readonly (readonly ['viewBalances' | 'viewTransactions' | 'viewStatements', SourceAccount])[],
): Promise<void> {
  const owner = await signInAsOwner(stage.bank, bankId, bankCustomerId);
  await owner.open(`users/${bankUsername}`);
  const { permissions, save } = wordsOf(bankId).users;
  const boxes = rights.map(([right, { details }]) => [labelOf(owner, `${permissions[right]}, ${details.name}`), false]);
  await owner.press(save, Object.fromEntries(boxes));
}

/** The whole label of a box, which ends with digits of the account's number. */
function labelOf(owner: PortalClient, beginning: string): string {
  const labels = [...owner.page.html.matchAll(/aria-label="([^"]+)"/g)].map((each) => each[1] ?? '');
  return labels.find((label) => label.startsWith(`${beginning} `)) ?? beginning;
}

describe.each(BANKS)('the portal of %s', (bankId) => {
  it(
    'tells at once which right is missing in which account, and announces the end of the password',
    async () => {
      const credentials = await stage.createUser(bankId);
      const setAtMs = stage.bank.clockMs;
      const accounts = await withSession(credentials, async (session) => {
        const listed = await session.listAccounts();
        expect(session.notices?.()).toEqual([{ part: 'password', expiry: null, renewedBy: 'endUser' }]);
        return listed.ok ? listed.value : [];
      });
      const [first, second] = accounts;
      if (first === undefined || second === undefined) throw new Error('the bank shows fewer accounts than it should');
      await takeAway(bankId, credentials, [
        ['viewTransactions', first],
        ['viewStatements', first],
        ['viewBalances', second],
      ]);
      stage.bank.clockMs += (VALID_DAYS[bankId] - 9) * DAY_MS;
      const today = utcDateOf(instantFromMs(stage.bank.clockMs));
      const window = { from: addDays(today, -3), to: today };
      await withSession(credentials, async (session) => {
        const listed = await session.listAccounts();
        expect(listed).toMatchObject({ ok: true, value: accounts.map(({ accountNumber }) => ({ accountNumber })) });
        const on = utcDateOf(instantFromMs(setAtMs + VALID_DAYS[bankId] * DAY_MS));
        const expiry = { on, isExact: bankId === 'linden' };
        expect(session.notices?.()).toEqual([{ part: 'password', expiry, renewedBy: 'endUser' }]);
        const denied = { code: 'delegated_user_missing_permission' };
        expect(await session.observe(first, window)).toMatchObject({ observation: null, fault: denied });
        const other = await session.observe(second, window);
        expect(other).toMatchObject({ fault: null, balancesDenied: true, observation: { currentBalances: null } });
        expect(await session.statements?.list(first)).toMatchObject({ ok: false, fault: denied });
        expect(await session.statements?.list(second)).toMatchObject({ ok: true });
      });
    },
    TIMEOUT_MS,
  );

  async function withSession<T>(credentials: Credentials, work: (session: Session) => Promise<T>): Promise<T> {
    const opened = await patient.open(stage.context(bankId, credentials));
    if (!opened.ok) throw new Error(`not signed in: ${opened.fault.code} ${opened.fault.message}`);
    try {
      return await work(opened.value);
    } finally {
      await opened.value.close(AbortSignal.timeout(30_000));
    }
  }
});
