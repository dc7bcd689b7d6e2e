import { describe, expect, it } from 'vitest';
import { createSimulatedBank, type SimulatedBank } from './bank.ts';
import { type Instant, toEpochMs, toInstant } from './calendar.ts';
import { institutionStyles } from './institution-styles.ts';
import { type ScenarioKind, scenarioKinds } from './scenario.ts';
import type { TrueTransaction } from './transaction.ts';

// A Friday noon at the bank.
const openedAt: Instant = '2026-11-20T17:00:00Z';

function open(): SimulatedBank {
  return createSimulatedBank({ seed: 'scenario', style: institutionStyles.stableIds, openedAt });
}

/** Plays a scenario and gives the transactions concerned, before (those that existed) and after. */
function play(kind: ScenarioKind, count: number) {
  const bank = open();
  const before = byId(bank);
  const applied = bank.apply({ kind, count });
  const after = byId(bank);
  return {
    bank,
    applied,
    before: applied.transactionIds.flatMap((id) => before.get(id) ?? []),
    after: applied.transactionIds.flatMap((id) => after.get(id) ?? []),
    untouched: [...before.values()].filter(({ id }) => !applied.transactionIds.includes(id)),
    afterById: after,
  };
}

function byId(bank: SimulatedBank): Map<string, TrueTransaction> {
  return new Map(bank.truth().transactions.map((transaction) => [transaction.id, transaction]));
}

function statusesOf(transactions: TrueTransaction[]): string[] {
  return transactions.map(({ status }) => status);
}

describe('scenarios', () => {
  it.each(scenarioKinds)('%s touches only what it names, and can be replayed', (kind) => {
    const { bank, untouched, afterById, applied } = play(kind, 2);
    expect(applied.appliedAt).toBe(bank.now());
    const comparable = (transaction: TrueTransaction | undefined) => ({
      ...transaction,
      rowIds: kind === 'idsReissued' ? null : transaction?.rowIds,
    });
    for (const transaction of untouched)
      expect(comparable(afterById.get(transaction.id))).toEqual(comparable(transaction));
    bank.advanceTo('2026-12-20T17:00:00Z');
    const replayed = open();
    replayed.apply({ kind, count: 2 });
    replayed.advanceTo('2026-12-20T17:00:00Z');
    expect(replayed.truth()).toEqual(bank.truth());
  });

  it.each(scenarioKinds.slice(0, 7))('%s touches as many rows as it is asked to', (kind) => {
    expect(play(kind, 2).applied.transactionIds.length).toBeGreaterThanOrEqual(2);
  });

  it('newTransactions adds pending and posted rows', () => {
    const { before, after } = play('newTransactions', 2);
    expect(before).toEqual([]);
    expect(statusesOf(after)).toEqual(['pending', 'posted']);
  });

  it('pendingToPosted settles open pendings at their sum', () => {
    const { before, after } = play('pendingToPosted', 2);
    expect(statusesOf(before)).toEqual(['pending', 'pending']);
    expect(statusesOf(after)).toEqual(['posted', 'posted']);
    expect(after.map(({ bookingDate }) => bookingDate)).toEqual(['2026-11-20', '2026-11-20']);
  });

  it('pendingDropped makes open pendings vanish for good', () => {
    const { bank, before, after, applied } = play('pendingDropped', 2);
    expect(statusesOf(before)).toEqual(['pending', 'pending']);
    expect(statusesOf(after)).toEqual(['expired', 'expired']);
    bank.advanceTo('2026-12-20T17:00:00Z');
    const later = byId(bank);
    expect(applied.transactionIds.map((id) => later.get(id)?.postedAt)).toEqual([null, null]);
  });

  it('amountChangedOnPosting settles at another sum', () => {
    const { after } = play('amountChangedOnPosting', 2);
    expect(statusesOf(after)).toEqual(['posted', 'posted']);
    for (const { heldMinor, postedMinor } of after) expect(postedMinor).not.toBe(heldMinor);
  });

  it('removedByBank takes posted rows back, and the balance with them', () => {
    const ledgerBefore = open().truth().accounts;
    const { bank, before, after } = play('removedByBank', 1);
    const [taken] = before;
    expect(statusesOf(before)).toEqual(['posted']);
    expect(statusesOf(after)).toEqual(['withdrawn']);
    const own = ({ accountId }: { accountId: string }) => accountId === taken?.accountId;
    expect(bank.truth().accounts.find(own)?.ledgerMinor).toBe(
      (ledgerBefore.find(own)?.ledgerMinor ?? 0n) - (taken?.postedMinor ?? 0n),
    );
  });

  it('backdated books new rows in the past', () => {
    const { after } = play('backdated', 3);
    expect(after).toHaveLength(3);
    for (const { bookingDate } of after) expect(bookingDate !== null && bookingDate <= '2026-11-18').toBe(true);
  });

  it('duplicateLookalikes adds rows that agree with an earlier one in everything shown but the id', () => {
    const { after, afterById } = play('duplicateLookalikes', 2);
    for (const repeat of after) {
      const original = afterById.get(repeat.relation?.transactionId ?? '');
      expect(original).toBeDefined();
      expect(repeat).toMatchObject({
        bookingDate: original?.bookingDate,
        postedMinor: original?.postedMinor,
        details: original?.details,
      });
    }
  });

  it('idsReissued gives every row another id, once more each time, and shows the past as it was', () => {
    const bank = open();
    const accountId = bank.listAccounts()[0]?.id ?? '';
    const request = { accountId, from: '2026-10-01', to: '2026-11-20', at: bank.now() } as const;
    const idsOf = (at: Instant) => bank.show({ ...request, at }).rows.map(({ id }) => id);
    const before = idsOf(openedAt);
    const series = [before];
    for (const at of ['2026-11-20T18:00:00Z', '2026-11-20T19:00:00Z'] as const) {
      bank.advanceTo(at);
      expect(bank.apply({ kind: 'idsReissued' }).transactionIds).toEqual([]);
      series.push(idsOf(at));
    }
    expect(new Set(series.flat()).size).toBe(series.flat().length);
    expect(idsOf(openedAt)).toEqual(before);
    expect(bank.identify({ ...request, at: bank.now() })).toEqual(bank.identify(request));
  });

  it('layoutChanged leads from one layout to the other and back', () => {
    const bank = open();
    const layouts = [1, 2, 3].map(() => {
      bank.apply({ kind: 'layoutChanged' });
      const opening = bank.openSession();
      return opening.kind === 'open' ? opening.session.layout : null;
    });
    expect(layouts).toEqual([2, 1, 2]);
  });

  it('accountClosed pays the balance out, lets pendings lapse and ends all activity; the list tells it for a month', () => {
    const bank = open();
    const accounts = bank.listAccounts();
    const [closed = ''] = bank.apply({ kind: 'accountClosed', accountId: accounts[0]?.id ?? '' }).accountIds;
    const own = () => bank.truth().transactions.filter(({ accountId }) => accountId === closed);
    const before = own();
    expect(before.filter(({ status }) => status === 'pending')).toEqual([]);
    expect(before.at(-1)).toMatchObject({ status: 'posted', details: { text: 'ACCOUNT CLOSED BALANCE PAID OUT' } });
    const shown = bank.listAccounts().find(({ id }) => id === closed);
    expect(shown).toMatchObject({ status: 'closed', ledgerBalance: '0.00', availableBalance: '0.00' });
    expect(bank.listAccounts('2026-11-20T16:59:59Z').map(({ status }) => status)).toEqual(accounts.map(() => 'open'));
    bank.advanceTo('2026-12-20T16:59:59Z');
    expect(bank.listAccounts()).toHaveLength(accounts.length);
    expect(own()).toEqual(before);
    bank.advanceTo('2026-12-20T17:00:00Z');
    expect(bank.listAccounts().map(({ id }) => id)).toEqual(accounts.slice(1).map(({ id }) => id));
    expect(bank.truth().accounts[0]).toMatchObject({ accountId: closed, closedAt: toInstant(toEpochMs(openedAt)) });
    const request = { accountId: closed, from: '2026-11-01', to: '2026-11-20', at: bank.now() } as const;
    expect(() => bank.show(request)).toThrow(/is not listed at/);
  });

  it('accountAdded lists one more account, with its opening deposit at once and purchases from the next day on', () => {
    const bank = open();
    const before = bank.listAccounts().length;
    const [added = ''] = bank.apply({ kind: 'accountAdded' }).accountIds;
    expect(bank.listAccounts()).toHaveLength(before + 1);
    const rows = () => bank.show({ accountId: added, from: '2026-11-20', to: '2026-12-20', at: bank.now() }).rows;
    const [deposit, ...others] = rows();
    expect(others).toEqual([]);
    expect(deposit).toMatchObject({ status: 'posted', text: 'OPENING DEPOSIT' });
    expect(bank.listAccounts().at(-1)).toMatchObject({ id: added, status: 'open', ledgerBalance: deposit?.amount });
    bank.advanceTo('2026-12-20T17:00:00Z');
    expect(rows().length).toBeGreaterThan(20);
  });

  it('accountRenumbered lists an account under another number from then on, with the same rows', () => {
    const bank = open();
    const [account, ...others] = bank.listAccounts();
    if (account === undefined) throw new Error('the bank has no account');
    const request = { accountId: account.id, from: '2026-10-01', to: '2026-11-20', at: bank.now() } as const;
    const { rows } = bank.show(request);
    bank.advanceTo('2026-11-20T18:00:00Z');
    expect(bank.apply({ kind: 'accountRenumbered' }).accountIds).toEqual([account.id]);
    const [renumbered, ...untouched] = bank.listAccounts();
    expect(renumbered).toMatchObject({ id: account.id, name: account.name, number: expect.stringMatching(/^\d{12}$/) });
    expect(renumbered?.number).not.toBe(account.number);
    expect(untouched.map(({ number }) => number)).toEqual(others.map(({ number }) => number));
    expect(bank.listAccounts(openedAt)[0]?.number).toBe(account.number);
    expect(bank.show(request).rows).toEqual(rows);
  });

  it('idsReissued keeps to the account named, and concerns none where rows have no ids', () => {
    const bank = open();
    const ids = () =>
      new Map(bank.truth().transactions.map(({ id, accountId, rowIds }) => [id, `${accountId} ${rowIds.posted}`]));
    const before = ids();
    const [first] = bank.listAccounts();
    expect(bank.apply({ kind: 'idsReissued', accountId: first?.id ?? '' }).accountIds).toEqual([first?.id]);
    const changed = [...ids()].filter(([id, shown]) => before.get(id) !== shown);
    expect(changed.length).toBeGreaterThan(20);
    expect(changed.every(([, shown]) => shown.startsWith(first?.id ?? 'none'))).toBe(true);
    const plain = createSimulatedBank({ seed: 'scenario', style: institutionStyles.noIds, openedAt });
    expect(plain.apply({ kind: 'idsReissued' }).accountIds).toEqual([]);
  });

  it('touches nothing in a closed account, nor in a bank that has no other', () => {
    const bank = open();
    for (const { id } of bank.listAccounts()) bank.apply({ kind: 'accountClosed', accountId: id });
    const before = bank.truth();
    for (const kind of scenarioKinds.filter((each) => each !== 'accountAdded'))
      expect(bank.apply({ kind, count: 3 })).toMatchObject({ accountIds: [], transactionIds: [] });
    expect(bank.truth()).toEqual(before);
  });

  it('stays within the account named, and says when there is nothing to touch', () => {
    const bank = open();
    const payroll = bank.listAccounts().find(({ type }) => type === 'savings')?.id ?? '';
    expect(bank.apply({ kind: 'newTransactions', accountId: payroll, count: 2 }).accountIds).toEqual([payroll]);
    bank.apply({ kind: 'pendingDropped', accountId: payroll, count: 500 });
    expect(bank.apply({ kind: 'pendingToPosted', accountId: payroll }).transactionIds).toEqual([]);
  });

  it('refuses a count out of range and an unknown account, and leaves no trace of the attempt', () => {
    const bank = open();
    expect(() => bank.apply({ kind: 'backdated', count: 0 })).toThrow(/count 0 is out of range; use 1 to 500/);
    expect(() => bank.apply({ kind: 'backdated', accountId: 'nope' })).toThrow(/account "nope" does not exist/);
    const fresh = open();
    expect(bank.apply({ kind: 'backdated' })).toEqual(fresh.apply({ kind: 'backdated' }));
  });
});
