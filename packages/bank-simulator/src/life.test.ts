import { describe, expect, it } from 'vitest';
import { createSimulatedBank } from './bank.ts';
import { type Instant, localDateAt, toEpochMs } from './calendar.ts';
import { planCompany } from './company.ts';
import { institutionStyles } from './institution-styles.ts';
import type { BehaviourRates, InstitutionStyle } from './style.ts';
import type { TrueTransaction } from './transaction.ts';
import { listPostings, listRemovals } from './truth.ts';

const openedAt: Instant = '2026-11-20T15:30:00Z';
const calm: BehaviourRates = {
  repeated: 0,
  refunded: 0,
  adjusted: 0,
  expired: 0,
  backdated: 0,
  late: 0,
  withdrawn: 0,
  reversed: 0,
  retexted: 0,
  split: 0,
};

/** A quarter of a year at a bank that does one thing always and nothing else ever. */
function live(rates: Partial<BehaviourRates>, style: InstitutionStyle = institutionStyles.stableIds) {
  const seed = 'life';
  const accounts = planCompany({ seed, volume: 2 });
  const bank = createSimulatedBank({ seed, style: { ...style, rates: { ...calm, ...rates } }, openedAt, accounts });
  bank.advanceTo('2027-02-20T15:30:00Z');
  const truth = bank.truth();
  return { truth, all: truth.transactions, byId: new Map(truth.transactions.map((each) => [each.id, each])) };
}

function dayOf(instant: Instant | null): string {
  return instant === null ? '' : localDateAt(toEpochMs(instant), institutionStyles.stableIds.calendar);
}

describe('a calm bank', () => {
  it('posts everything at the sum held, on its day, for good; only conversion changes sums', () => {
    const { all, truth } = live({});
    for (const { status, heldMinor, postedMinor, details, bookingDate, postedAt } of all) {
      expect(['pending', 'posted']).toContain(status);
      if (status !== 'posted') continue;
      expect(bookingDate).toBe(dayOf(postedAt));
      if (heldMinor !== null && !/ (?:EUR|GBP|CHF) [\d.]+$/.test(details.text)) expect(postedMinor).toBe(heldMinor);
    }
    expect(listRemovals(truth)).toEqual([]);
    expect(all.every(({ relation }) => relation === null || relation.kind === 'otherLegOf')).toBe(true);
  });

  it('converts what was paid abroad twice, by rates that lie near each other', () => {
    const converted = live({}).all.filter(({ details, rail: _ }: TrueTransaction & { rail?: never }) =>
      / (?:EUR|GBP|CHF) [\d.]+$/.test(details.text),
    );
    expect(converted.length).toBeGreaterThan(10);
    expect(converted.some(({ heldMinor, postedMinor }) => postedMinor !== null && heldMinor !== postedMinor)).toBe(
      true,
    );
    for (const { heldMinor, postedMinor } of converted) {
      if (heldMinor === null || postedMinor === null) continue;
      const share = Number((postedMinor * 10_000n) / heldMinor);
      expect(share).toBeGreaterThan(9_700);
      expect(share).toBeLessThan(10_300);
    }
  });
});

describe('a bank that always', () => {
  it('expires: no card authorisation ever posts', () => {
    const { all, truth } = live({ expired: 10_000 });
    const cards = all.filter(({ details, authorisedAt }) => details.rail === 'card' && authorisedAt !== null);
    expect(cards.every(({ status }) => status === 'expired' || status === 'pending')).toBe(true);
    const removals = listRemovals(truth);
    expect(removals.length).toBeGreaterThan(50);
    for (const { kind, at, transactionId } of removals) {
      expect(kind).toBe('expired');
      expect(cards.find(({ id }) => id === transactionId)?.expiredAt).toBe(at);
    }
  });

  it('dates back: rows stand one to five business days before their posting', () => {
    const posted = live({ backdated: 10_000 }).all.filter(
      ({ status, authorisedAt, relation }) => status === 'posted' && authorisedAt === null && relation === null,
    );
    const early = posted.filter(({ bookingDate, postedAt }) => (bookingDate ?? '') < dayOf(postedAt));
    expect(early.length).toBeGreaterThan(30);
    for (const { bookingDate, postedAt } of posted) expect((bookingDate ?? '') <= dayOf(postedAt)).toBe(true);
  });

  it('is late: half of the rows keep their date and half take that of the day they come in', () => {
    const late = live({ late: 10_000 }).all.filter(
      ({ status, details, relation }) => status === 'posted' && details.rail === 'ach' && relation === null,
    );
    const keeps = late.filter(({ bookingDate, postedAt }) => (bookingDate ?? '') < dayOf(postedAt));
    expect(keeps.length).toBeGreaterThan(late.length / 4);
    expect(keeps.length).toBeLessThan(late.length * 0.75);
    for (const { authorisedAt, postedAt } of late) {
      if (authorisedAt === null || postedAt === null) continue;
      expect(toEpochMs(postedAt) - toEpochMs(authorisedAt)).toBeGreaterThan(2 * 86_400_000);
    }
  });

  it('is late and refunds: no refund comes before what it refunds', () => {
    const { all, byId } = live({ late: 10_000, refunded: 10_000 });
    const refunds = all.filter(({ relation }) => relation?.kind === 'refundOf');
    expect(refunds.length).toBeGreaterThan(20);
    for (const { relation, postedAt } of refunds) {
      const original = byId.get(relation?.transactionId ?? '');
      expect(toEpochMs(postedAt ?? openedAt)).toBeGreaterThan(toEpochMs(original?.postedAt ?? ''));
    }
  });

  it('withdraws: what can go wrong is taken back on the next business day', () => {
    const { truth } = live({ withdrawn: 10_000 });
    const removals = listRemovals(truth);
    expect(removals.length).toBeGreaterThan(100);
    expect(removals.every(({ kind, partIds }) => kind === 'withdrawn' && partIds.length === 0)).toBe(true);
  });

  it('splits: a batch gives way to items that add up to it, while pending or after posting', () => {
    const { truth, byId } = live({ split: 10_000 });
    const removals = listRemovals(truth);
    expect(new Set(removals.map(({ kind }) => kind))).toEqual(new Set(['split', 'withdrawn']));
    for (const { transactionId, partIds, at } of removals) {
      const total = byId.get(transactionId);
      const parts = partIds.map((id) => byId.get(id));
      expect(parts.length).toBeGreaterThanOrEqual(2);
      const sum = parts.reduce((minor, part) => minor + (part?.postedMinor ?? 0n), 0n);
      expect(sum).toBe(total?.postedMinor ?? total?.heldMinor);
      for (const part of parts) {
        expect(part).toMatchObject({ status: 'posted', postedAt: at, authorisedAt: null });
        if (total?.bookingDate !== null) expect(part?.bookingDate).toBe(total?.bookingDate);
      }
    }
  });

  it('changes ids on posting: every pending row is tied to the posted one in the truth', () => {
    const { truth } = live({}, institutionStyles.newIdsOnPosting);
    const postings = listPostings(truth);
    expect(postings.length).toBeGreaterThan(100);
    for (const { rowIds } of postings) {
      expect(rowIds.pending).toMatch(/^[0-9a-f]{16}$/);
      expect(rowIds.posted).toMatch(/^[0-9a-f]{16}$/);
      expect(rowIds.posted).not.toBe(rowIds.pending);
    }
  });
});

describe('the company', () => {
  it('does everything that a company does', () => {
    const texts = live({}).all.map(({ details }) => details.text);
    for (const part of [
      'PAYROLL DIRECT DEPOSIT',
      'PAYROLL TAX',
      'MERCHANT BANKCARD DEPOSIT',
      'RENT',
      'LOCKBOX 004471 DEPOSIT',
      'FX SPOT SELL USD BUY EUR',
      'FX SPOT BUY EUR',
      'FX SPOT FEE',
      'WIRE TRANSFER FEE',
      'ACCOUNT ANALYSIS FEE',
      'INTEREST PAYMENT',
      'TRANSFER TO PAYROLL ACCOUNT',
      'SEPA CREDIT TRANSFER FROM',
      'CHECK ',
    ])
      expect(
        texts.some((text) => text.includes(part)),
        part,
      ).toBe(true);
  });

  it('is as busy as its volume says, and refuses one that is no whole number', () => {
    const count = (volume: number) => {
      const accounts = planCompany({ seed: 'busy', volume });
      return createSimulatedBank({ seed: 'busy', style: institutionStyles.stableIds, openedAt, accounts }).truth()
        .transactions.length;
    };
    expect(count(4)).toBeGreaterThan(2.5 * count(1));
    expect(() => planCompany({ seed: 'busy', volume: 0 })).toThrow(/volume 0 is not valid/);
    expect(() => planCompany({ seed: 'busy', volume: 1.5 })).toThrow(/volume 1.5 is not valid/);
  });

  it('changes no money into euros that it has no account for', () => {
    const accounts = planCompany({ seed: 'dollars', currencies: ['USD'] });
    const bank = createSimulatedBank({ seed: 'dollars', style: institutionStyles.noIds, openedAt, accounts });
    expect(bank.truth().transactions.some(({ details }) => details.text.startsWith('FX SPOT'))).toBe(false);
  });
});
