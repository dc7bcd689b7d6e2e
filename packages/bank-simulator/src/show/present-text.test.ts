import { describe, expect, it } from 'vitest';
import { createSimulatedBank } from '../bank.ts';
import type { Instant } from '../calendar.ts';
import { institutionStyles } from '../institution-styles.ts';
import type { InstitutionStyle, TextHabits } from '../style.ts';

const openedAt: Instant = '2026-11-20T15:30:00Z';
const retexted = { ...institutionStyles.noIds.rates, retexted: 10_000 };

/** Each row's text beside the transaction's own, in one account. */
function readTexts(style: InstitutionStyle, at: Instant = openedAt) {
  const bank = createSimulatedBank({ seed: 'texts', style, openedAt });
  bank.advanceTo(at);
  const accountId = bank.listAccounts()[0]?.id ?? '';
  const request = { accountId, from: '2026-11-01', to: '2026-11-20', at } as const;
  const truths = bank.identify(request);
  const details = new Map(bank.truth().transactions.map((transaction) => [transaction.id, transaction.details]));
  return bank.show(request).rows.map(({ status, text }, index) => {
    const own = details.get(truths[index] ?? '');
    return { status, text, own: own?.text ?? '', merchant: own?.merchantName ?? null, rail: own?.rail };
  });
}

function withHabit(pending: TextHabits['pending']): InstitutionStyle {
  return { ...institutionStyles.noIds, rates: retexted, texts: { pending, volatile: [] } };
}

describe('the text of a pending row', () => {
  it.each<[TextHabits['pending'], (own: string, merchant: string | null) => string]>([
    ['prefixed', (own) => `PENDING - ${own}`],
    ['cut', (own) => own.slice(0, 22).trimEnd()],
    ['merchantOnly', (own, merchant) => merchant?.toUpperCase() ?? own],
  ])('is %s where the bank prints it so, and the posted one is the own', (habit, expected) => {
    const texts = readTexts(withHabit(habit));
    expect(texts.some(({ status }) => status === 'pending')).toBe(true);
    for (const { status, text, own, merchant } of texts)
      expect(text).toBe(status === 'pending' ? expected(own, merchant) : own);
  });

  it('changes for one shop always or never', () => {
    const rates = { ...retexted, retexted: 5_000 };
    const bank = createSimulatedBank({ seed: 'shops', style: { ...withHabit('prefixed'), rates }, openedAt });
    const habits = new Map<string, Set<boolean>>();
    const details = new Map(bank.truth().transactions.map(({ id, details }) => [id, details.text]));
    for (let day = 0; day < 90; day += 1) {
      bank.advanceTo(new Date(Date.parse(openedAt) + day * 86_400_000).toISOString() as Instant); // ISO text ends in Z.
      for (const {
        id,
        details: { text },
      } of bank.truth().transactions)
        details.set(id, text);
      const accountId = bank.listAccounts()[0]?.id ?? '';
      const request = { accountId, from: '2026-08-01', to: '2027-03-01', at: bank.now() } as const;
      const truths = bank.identify(request);
      for (const [index, { status, text }] of bank.show(request).rows.entries()) {
        const own = details.get(truths[index] ?? '') ?? '';
        if (status === 'pending') habits.set(own, (habits.get(own) ?? new Set()).add(text !== own));
      }
    }
    expect([...habits.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set([...habits.values()].flatMap((each) => [...each])).size).toBe(2);
  });
});

describe('volatile parts of a text', () => {
  it('differ from one showing to the next, while the rest stays', () => {
    const first = readTexts(institutionStyles.changingText);
    const second = readTexts(institutionStyles.changingText, '2026-11-20T17:30:00Z');
    const cards = first.filter(({ rail, status }) => rail === 'card' && status === 'posted');
    expect(cards.length).toBeGreaterThan(5);
    for (const { text, own } of cards) {
      expect(text.slice(0, own.length)).toBe(own);
      expect(text.slice(own.length)).toMatch(/^ \d\d:\d\d (?:XXXX|\*\*\*\*|XX)4417 NR \d{6}$/);
    }
    const texts = new Set(first.map(({ text }) => text));
    const same = second.filter(({ text, rail }) => rail === 'card' && texts.has(text));
    expect(same.length).toBeLessThan(second.length / 4);
  });
});
