import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulatedBank, type SimulatedBank } from '../bank.ts';
import { addDays, type CalendarDate, type Instant, localDateAt, toEpochMs, toInstant } from '../calendar.ts';
import { institutionStyles } from '../institution-styles.ts';
import { renderDecimal } from '../money.ts';
import type { InstitutionStyle } from '../style.ts';
import type { ShownRow } from './shown.ts';

fc.configureGlobal({ seed: 20_261_121 });

const { stableIds, newIdsOnPosting, noIds } = institutionStyles;
const openedAt: Instant = '2026-11-20T15:30:00Z';
const DAY_MS = 86_400_000;

function open(style: InstitutionStyle, seed = 'show'): SimulatedBank {
  return createSimulatedBank({ seed, style, openedAt });
}

function showAll(bank: SimulatedBank) {
  const at = bank.now();
  const to = localDateAt(toEpochMs(at), bank.style.calendar);
  return bank.listAccounts().map(({ id: accountId }) => {
    const request = { accountId, from: addDays(to, -400), to, at };
    return { window: bank.show(request), identities: bank.identify(request) };
  });
}

/** Shown rows by the id of the true transaction behind them. */
function rowsByTruth(bank: SimulatedBank): Map<string, ShownRow> {
  return new Map(
    showAll(bank).flatMap(({ window, identities }) =>
      window.rows.map((row, index): [string, ShownRow] => [identities[index] ?? '', row]),
    ),
  );
}

/** Minor units of a decimal string with two digits after the point. */
function toMinor(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

describe.each(Object.values(institutionStyles))('what a bank shows in style $name', (style) => {
  it('is exactly what is true', () => {
    const bank = open(style);
    bank.advanceTo('2027-01-08T23:00:00Z');
    const rows = rowsByTruth(bank);
    const open_ = bank.truth().transactions.filter(({ status }) => status === 'pending' || status === 'posted');
    expect([...rows.keys()].sort()).toEqual(open_.map(({ id }) => id).sort());
    for (const truth of open_) {
      const row = rows.get(truth.id);
      const minor = truth.status === 'posted' ? truth.postedMinor : truth.heldMinor;
      expect(row).toMatchObject({
        status: truth.status,
        bookingDate: truth.bookingDate,
        valueDate: truth.valueDate,
        amount: renderDecimal(minor ?? 0n, truth.currency),
        currency: truth.currency,
      });
      const lastingId = truth.status === 'posted' ? truth.rowIds.posted : truth.rowIds.pending;
      if (lastingId !== null) expect(row?.id).toBe(lastingId);
      if (truth.status === 'posted') expect(row?.text.startsWith(truth.details.text)).toBe(true);
    }
  });

  it('adds up in every window at every moment: opening plus posted rows is closing', () => {
    const bank = open(style);
    bank.advanceTo('2027-02-20T15:30:00Z');
    const latestMs = toEpochMs(bank.now());
    const days = fc.integer({ min: 0, max: 170 });
    fc.assert(
      fc.property(days, days, fc.integer({ min: 0, max: 90 * DAY_MS }), (one, other, ageMs) => {
        const from = addDays('2026-08-10', Math.min(one, other));
        const to = addDays('2026-08-10', Math.max(one, other));
        const at = toInstant(latestMs - ageMs);
        for (const { id: accountId } of bank.listAccounts()) {
          const { balances, rows } = bank.show({ accountId, from, to, at });
          const [opening, closing] = balances;
          const posted = rows.filter(({ status }) => status === 'posted');
          const sum = posted.reduce((total, { amount }) => total + toMinor(amount), toMinor(opening?.amount ?? ''));
          expect(sum).toBe(toMinor(closing?.amount ?? ''));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('ends at the ledger balance, with the pending rows after the posted ones', () => {
    for (const { window } of showAll(open(style))) {
      expect(window.balances[1]?.amount).toBe(window.account.ledgerBalance);
      expect(window.complete).toBe(true);
      const statuses = window.rows.map(({ status }) => status);
      expect(statuses).toEqual(statuses.toSorted((one, other) => (one === other ? 0 : one === 'posted' ? -1 : 1)));
    }
  });

  it('contains look-alikes: two true rows that agree in date, amount and text', () => {
    const keys = showAll(open(style)).flatMap(({ window }) =>
      window.rows.map((row) => [window.account.id, row.bookingDate, row.amount, row.text.slice(0, 30)].join('|')),
    );
    expect(new Set(keys).size).toBeLessThan(keys.length);
  });

  it('cuts off what is older than the bank shows, and says so', () => {
    const bank = open(style);
    const to = addDays('2026-11-20', style.retentionDays - 60);
    bank.advanceTo(`${to}T15:30:00Z`);
    const accountId = bank.listAccounts()[0]?.id ?? '';
    const request = { accountId, to, at: bank.now() };
    const horizon: CalendarDate = addDays(to, -style.retentionDays);
    const cut = bank.show({ ...request, from: addDays(horizon, -1) });
    expect(cut.complete).toBe(false);
    expect(cut.balances[0]?.date).toBe(horizon);
    const whole = bank.show({ ...request, from: horizon });
    expect(whole.complete).toBe(true);
    expect(whole.rows).toEqual(cut.rows);
    expect(whole.rows.every(({ bookingDate }) => bookingDate === null || bookingDate >= horizon)).toBe(true);
  });
});

/** The rows that were pending before `advanceTo` and posted after it, in both states. */
function watchPosting(style: InstitutionStyle): { pending: ShownRow; posted: ShownRow }[] {
  const bank = open(style);
  const before = rowsByTruth(bank);
  bank.advanceTo('2026-11-27T15:30:00Z');
  const after = rowsByTruth(bank);
  return [...before].flatMap(([id, pending]) => {
    const posted = after.get(id);
    return pending.status === 'pending' && posted?.status === 'posted' ? [{ pending, posted }] : [];
  });
}

describe('ids', () => {
  it('stay the same from pending to posted in stableIds', () => {
    const pairs = watchPosting(stableIds);
    expect(pairs.length).toBeGreaterThan(0);
    for (const { pending, posted } of pairs) {
      expect(pending.id).toMatch(/^[0-9a-f]{16}$/);
      expect(posted.id).toBe(pending.id);
      expect(posted.text).toBe(pending.text);
      expect(posted.authorisedDate).toBe(pending.authorisedDate);
      expect(pending.bookingDate).toBeNull();
    }
  });

  it('change with the posting in newIdsOnPosting', () => {
    const pairs = watchPosting(newIdsOnPosting);
    expect(pairs.length).toBeGreaterThan(0);
    for (const { pending, posted } of pairs) expect(posted.id).not.toBe(pending.id);
  });

  it('do not exist in noIds, nor do codes, merchants and running balances', () => {
    const rows = [...rowsByTruth(open(noIds)).values()];
    expect(rows.length).toBeGreaterThan(300);
    for (const row of rows) {
      expect(row).toMatchObject({ id: null, baiCode: null, mcc: null, merchantName: null, runningBalance: null });
    }
  });

  it('are unique over all accounts in stableIds', () => {
    const ids = [...rowsByTruth(open(stableIds)).values()].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('rows in stableIds', () => {
  it('carry the ledger balance after each posted row', () => {
    for (const { window } of showAll(open(stableIds))) {
      let balance = toMinor(window.balances[0]?.amount ?? '');
      for (const row of window.rows) {
        if (row.status === 'pending') {
          expect(row.runningBalance).toBeNull();
          continue;
        }
        balance += toMinor(row.amount);
        expect(row.runningBalance).toBe(renderDecimal(balance, row.currency));
      }
    }
  });

  it('have BAI codes whose direction agrees with the sign', () => {
    for (const row of rowsByTruth(open(stableIds)).values()) {
      if (row.baiCode === null) continue;
      expect(Number(row.baiCode) >= 400, `${row.baiCode} ${row.amount}`).toBe(row.amount.startsWith('-'));
    }
  });
});
