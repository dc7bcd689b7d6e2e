import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulatedBank, type SimulatedBank } from './bank.ts';
import { addDays, type Instant, isBusinessDay, localDateAt, toEpochMs, toInstant } from './calendar.ts';
import { planCompany } from './company.ts';
import { institutionStyles } from './institution-styles.ts';

fc.configureGlobal({ seed: 20_261_121 });

const HOUR_MS = 3_600_000;
const openedAt: Instant = '2026-11-20T15:30:00Z';
const openedAtMs = toEpochMs(openedAt);
const { stableIds, noIds } = institutionStyles;

function open(seed: string, style = stableIds): SimulatedBank {
  return createSimulatedBank({ seed, style, openedAt });
}

/** Everything that can be seen of a bank. */
function snapshot(bank: SimulatedBank) {
  const at = bank.now();
  const today = localDateAt(toEpochMs(at), bank.style.calendar);
  const from = addDays(today, -120);
  const accounts = bank.listAccounts();
  return {
    truth: bank.truth(),
    accounts,
    windows: accounts.map(({ id }) => bank.show({ accountId: id, from, to: today, at })),
  };
}

describe('determinism', () => {
  it('gives the same bank for the same seed, and another for another', () => {
    expect(snapshot(open('one'))).toEqual(snapshot(open('one')));
    expect(snapshot(open('one')).truth).not.toEqual(snapshot(open('two')).truth);
  });

  it('reaches the same state however a jump is split', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 40 * 24 * HOUR_MS }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, fc.string({ maxLength: 8 }), (offsets, seed) => {
        const stepped = open(seed);
        const sorted = offsets.toSorted((one, other) => one - other);
        for (const offset of sorted) stepped.advanceTo(toInstant(openedAtMs + offset));
        const jumped = open(seed);
        jumped.advanceTo(stepped.now());
        expect(snapshot(stepped)).toEqual(snapshot(jumped));
      }),
      { numRuns: 25 },
    );
  });

  it('shows an earlier moment as it was shown then', () => {
    const bank = open('past');
    const [account] = bank.listAccounts();
    if (account === undefined) throw new Error('no account');
    const request = { accountId: account.id, from: '2026-09-01', to: '2026-11-20', at: openedAt } as const;
    const then = { window: bank.show(request), rows: bank.identify(request), accounts: bank.listAccounts(openedAt) };
    bank.advanceTo('2027-01-15T12:00:00Z');
    expect({ window: bank.show(request), rows: bank.identify(request), accounts: bank.listAccounts(openedAt) }).toEqual(
      then,
    );
  });

  it('leaves every other process as it was when one is taken away', () => {
    const accounts = planCompany({ seed: 'one' });
    const without = accounts.map((account) => ({
      ...account,
      activities: account.activities.filter(({ name }) => name !== 'customer-ach'),
    }));
    const full = createSimulatedBank({ seed: 'one', style: stableIds, openedAt, accounts }).truth().transactions;
    const reduced = createSimulatedBank({ seed: 'one', style: stableIds, openedAt, accounts: without }).truth();
    expect(full.length).toBeGreaterThan(reduced.transactions.length);
    expect(full.filter(({ id }) => !id.includes('/customer-ach/'))).toEqual(reduced.transactions);
  });
});

describe('the clock', () => {
  it('never runs backwards and never shows the future', () => {
    const bank = open('one');
    const accountId = bank.listAccounts()[0]?.id ?? '';
    expect(() => bank.advanceTo('2026-11-20T15:29:59.999Z')).toThrow(/never runs backwards/);
    expect(() => bank.show({ accountId, from: '2026-11-01', to: '2026-11-20', at: '2026-11-20T15:30:01Z' })).toThrow(
      /advanceTo first/,
    );
    expect(() => bank.show({ accountId, from: '2026-11-21', to: '2026-11-20', at: openedAt })).toThrow(/swap/);
    expect(() => bank.show({ accountId: 'nope', from: '2026-11-20', to: '2026-11-20', at: openedAt })).toThrow(
      /account "nope" does not exist; accounts are acct-/,
    );
  });
});

describe('balances', () => {
  it('follow from the truth at every instant: opening plus posted is ledger, less open debits is available', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 * 24 * HOUR_MS }),
        fc.constantFrom(stableIds, noIds),
        (offset, style) => {
          const bank = open('balances', style);
          bank.advanceTo(toInstant(openedAtMs + offset));
          const { accounts, transactions } = bank.truth();
          for (const account of accounts) {
            const own = transactions.filter(({ accountId }) => accountId === account.accountId);
            const posted = own.filter(({ status }) => status === 'posted');
            const ledger = posted.reduce((sum, { postedMinor }) => sum + (postedMinor ?? 0n), account.openingMinor);
            const holds = own.filter(({ status, heldMinor }) => status === 'pending' && (heldMinor ?? 0n) < 0n);
            expect(account.ledgerMinor).toBe(ledger);
            expect(account.availableMinor).toBe(holds.reduce((sum, { heldMinor }) => sum + (heldMinor ?? 0n), ledger));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stay above zero in the usual company', () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e']) {
      const bank = open(seed);
      bank.advanceTo('2027-05-20T15:30:00Z');
      for (const account of bank.truth().accounts) expect(account.ledgerMinor).toBeGreaterThan(0n);
    }
  });
});

describe('the usual company', () => {
  const seeds = Array.from({ length: 30 }, (_, index) => `company-${index}`);

  it('has 300 to 600 transactions in 90 days, in two dollar accounts and one in euros', () => {
    for (const seed of seeds) {
      const { transactions, accounts } = open(seed).truth();
      expect(transactions.length).toBeGreaterThanOrEqual(300);
      expect(transactions.length).toBeLessThanOrEqual(600);
      expect(accounts.map(({ currency }) => currency)).toEqual(['USD', 'USD', 'EUR']);
      const firstDay = localDateAt(Math.min(...transactions.map(firstSeenMs)), stableIds.calendar);
      expect(firstDay >= '2026-08-22' && firstDay <= '2026-08-24', firstDay).toBe(true);
    }
  });

  it('lives on after it was opened, with open pending rows at every hour', () => {
    const bank = open('alive');
    const before = bank.truth().transactions.length;
    for (let hour = 1; hour <= 24 * 35; hour += 1) {
      const at = toInstant(openedAtMs + hour * HOUR_MS);
      bank.advanceTo(at);
      expect(
        bank.truth().transactions.some(({ status }) => status === 'pending'),
        at,
      ).toBe(true);
    }
    expect(bank.truth().transactions.length).toBeGreaterThan(before + 100);
  });

  it('meets every kind of life: expiry, take-back, reversal, refund, back-dating, other sums, look-alikes', () => {
    const all = seeds.flatMap((seed) => open(seed).truth().transactions);
    expect(all.some(({ status }) => status === 'expired')).toBe(true);
    expect(all.some(({ status }) => status === 'withdrawn')).toBe(true);
    for (const kind of ['repeatOf', 'refundOf', 'reversalOf', 'otherLegOf']) {
      expect(
        all.some(({ relation }) => relation?.kind === kind),
        kind,
      ).toBe(true);
    }
    const postedOn = (postedAt: Instant) => localDateAt(toEpochMs(postedAt), stableIds.calendar);
    expect(all.some(({ postedAt, bookingDate }) => postedAt && bookingDate && bookingDate < postedOn(postedAt))).toBe(
      true,
    );
    expect(all.some(({ heldMinor, postedMinor }) => heldMinor && postedMinor && heldMinor !== postedMinor)).toBe(true);
  });

  it('books on business days only, and never before the purchase', () => {
    for (const seed of seeds) {
      for (const { bookingDate, authorisedAt } of open(seed).truth().transactions) {
        if (bookingDate === null) continue;
        expect(isBusinessDay(bookingDate, stableIds.calendar), bookingDate).toBe(true);
        if (authorisedAt === null) continue;
        expect(bookingDate >= localDateAt(toEpochMs(authorisedAt), stableIds.calendar)).toBe(true);
      }
    }
  });

  it('reverses and refunds only what has posted, by the sum that posted', () => {
    for (const seed of seeds) {
      const { transactions } = open(seed).truth();
      const byId = new Map(transactions.map((transaction) => [transaction.id, transaction]));
      for (const { relation, postedMinor } of transactions) {
        if (relation?.kind !== 'reversalOf' && relation?.kind !== 'refundOf') continue;
        expect(byId.get(relation.transactionId)?.postedMinor).toBe(-(postedMinor ?? 0n));
      }
    }
  });

  it('takes a processor well under 50 ms', () => {
    // Processor time of the best of eleven: what else the machine does counts for nothing.
    const timesMs = seeds.slice(0, 11).map((seed) => {
      const before = process.threadCpuUsage();
      open(seed);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    });
    expect(Math.min(...timesMs)).toBeLessThan(50);
  });
});

function firstSeenMs({ authorisedAt, postedAt }: { authorisedAt: Instant | null; postedAt: Instant | null }): number {
  return toEpochMs(authorisedAt ?? postedAt ?? '');
}
