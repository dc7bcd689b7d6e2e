import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultCode } from '../../domain/connection/connection-fault.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import { parseDecimal } from '../../domain/values/decimal.ts';
import type { Connector, Session, SessionContext, SourceAccount } from '../contract.ts';

/** What the suite has a bank do. It keeps two accounts; the first has more rows than fit on one page of it. */
export interface BankUnderTest {
  /** Credentials, institution and world of a session that works. */
  context(): SessionContext;
  /** Lets the next sign-in end with what the bank has for this fault. */
  refuse(fault: RefusalCode): void;
  /** Dies after the first page of rows that it gives. */
  dieWhileReading(): void;
  /** From now on answers in another form than the connector knows. */
  changeForm(): void;
  /** Amounts of the first account, in any order. */
  amounts(): readonly string[];
  /** Sign-ins with credentials, right or wrong, and sign-outs that reached the bank. */
  signIns(): number;
  signOuts(): number;
  stop(): Promise<void>;
}

export type RefusalCode = Extract<
  FaultCode,
  | 'credentials_rejected'
  | 'password_expired'
  | 'account_locked'
  | 'mfa_required'
  | 'bank_maintenance'
  | 'rate_limited_by_bank'
>;

const REFUSALS: readonly RefusalCode[] = [
  'credentials_rejected',
  'password_expired',
  'account_locked',
  'mfa_required',
  'bank_maintenance',
  'rate_limited_by_bank',
];
const WINDOW = { from: calendarDate('2026-11-01'), to: calendarDate('2026-11-21') };

/** What every connector owes to the core, whatever it reads. */
export function describeConnectorContract(connector: Connector, startBank: () => Promise<BankUnderTest>): void {
  describe(`the connector ${connector.name}`, () => {
    let bank: BankUnderTest;
    beforeEach(async () => {
      bank = await startBank();
    });
    afterEach(() => bank.stop());

    it('hands no login over that is not whole', async () => {
      const opened = await connector.open({ ...bank.context(), credentials: {} });
      expect(opened.ok ? null : opened.fault.code).toBe('credentials_rejected');
      expect(bank.signIns()).toBe(0);
    });

    it.each(REFUSALS)('gives %s as a typed fault and hands the login over once', async (code) => {
      bank.refuse(code);
      const opened = await connector.open(bank.context());
      expect(opened.ok ? null : opened.fault.code).toBe(code);
      expect(bank.signIns()).toBeLessThanOrEqual(1);
    });

    it('lists accounts that can be told apart, and reads each over its window', async () => {
      await inSession(connector, bank.context(), async (session) => {
        const accounts = await listAccounts(session);
        expect(new Set(accounts.map(({ handle }) => handle)).size).toBe(2);
        expect(new Set(accounts.map(({ accountNumber }) => accountNumber)).size).toBe(2);
        for (const account of accounts) {
          const { observation, fault, evidenceId } = await session.observe(account, WINDOW);
          expect(fault).toBeNull();
          expect(evidenceId).not.toBeNull();
          expect(observation?.accountNumber).toBe(account.accountNumber);
          expect(observation?.details.currency).toBe(account.details.currency);
          expect(observation?.coverage).toMatchObject({ to: WINDOW.to, complete: true });
          for (const row of observation?.rows ?? []) {
            expect(parseDecimal(row.amount)).not.toBeNull();
            expect(row.status === 'posted' ? row.postedDate : row.pendingDate).not.toBeNull();
          }
        }
      });
      expect(bank.signIns()).toBe(1);
      expect(bank.signOuts()).toBe(1);
    });

    it('gives every row once', async () => {
      await inSession(connector, bank.context(), async (session) => {
        const [account] = await listAccounts(session);
        const { observation } = await session.observe(orThrow(account), WINDOW);
        const read = (observation?.rows ?? []).map(({ amount }) => amount);
        expect(read.sort()).toEqual([...bank.amounts()].sort());
      });
    });

    it('keeps what it read when the bank dies, and proves no absence by it', async () => {
      await inSession(connector, bank.context(), async (session) => {
        const [account] = await listAccounts(session);
        bank.dieWhileReading();
        const { observation, fault } = await session.observe(orThrow(account), WINDOW);
        expect(fault?.code).toBe('portal_unavailable');
        expect(observation?.coverage.complete ?? false).toBe(false);
        expect(observation?.statedBalances ?? []).toEqual([]);
        const known = new Set(bank.amounts());
        for (const { amount } of observation?.rows ?? []) expect(known).toContain(amount);
      });
      expect(bank.signIns()).toBe(1);
    });

    it('takes what it does not know for a changed portal', async () => {
      await inSession(connector, bank.context(), async (session) => {
        const [account] = await listAccounts(session);
        bank.changeForm();
        const { observation, fault } = await session.observe(orThrow(account), WINDOW);
        expect(fault?.code).toBe('portal_changed');
        expect(observation).toBeNull();
      });
    });

    it('ends with the run, and still signs out', async () => {
      const stop = new AbortController();
      await inSession(connector, { ...bank.context(), signal: stop.signal }, async (session) => {
        const [account] = await listAccounts(session);
        stop.abort(new Error('the run was stopped'));
        await expect(session.observe(orThrow(account), WINDOW)).rejects.toThrow('the run was stopped');
      });
      expect(bank.signOuts()).toBe(1);
    });
  });
}

async function inSession(connector: Connector, context: SessionContext, work: (session: Session) => Promise<void>) {
  const opened = await connector.open(context);
  if (!opened.ok) throw new Error(`not signed in: ${opened.fault.code} ${opened.fault.message}`);
  try {
    await work(opened.value);
  } finally {
    await opened.value.close(AbortSignal.timeout(10_000));
  }
}

async function listAccounts(session: Session): Promise<readonly SourceAccount[]> {
  const listed = await session.listAccounts();
  if (!listed.ok) throw new Error(`not listed: ${listed.fault.code} ${listed.fault.message}`);
  return listed.value;
}

function orThrow<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is none');
  return value;
}
