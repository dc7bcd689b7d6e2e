import { describe, expect, it } from 'vitest';
import { createSimulatedBank } from './bank.ts';
import { institutionStyles } from './institution-styles.ts';

describe.each(Object.values(institutionStyles))('a statement of style $name', (style) => {
  it('lists posted rows oldest first, and opening plus entries is closing', () => {
    const bank = createSimulatedBank({ seed: 'statement', style, openedAt: '2026-11-20T15:30:00Z' });
    for (const { id: accountId } of bank.listAccounts()) {
      const request = { accountId, from: '2026-11-02', to: '2026-11-18', at: bank.now() } as const;
      const { opening, closing, entries } = bank.showStatement(request);
      expect(opening).toMatchObject({ type: 'openingLedger', date: '2026-11-02' });
      expect(closing).toMatchObject({ type: 'closingLedger', date: '2026-11-18' });
      expect(entries.every(({ status }) => status === 'posted')).toBe(true);
      const dates = entries.map(({ bookingDate }) => bookingDate ?? '');
      expect(dates).toEqual([...dates].sort());
      const minor = (amount: string) => BigInt(amount.replace('.', ''));
      const sum = entries.reduce((total, { amount }) => total + minor(amount), minor(opening.amount));
      expect(sum).toBe(minor(closing.amount));
    }
  });
});
