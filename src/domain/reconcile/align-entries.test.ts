import { describe, expect, it } from 'vitest';
import type { NormalisedRow } from '../observation.ts';
import type { TransactionContent } from '../transaction.ts';
import { type CalendarDate, calendarDate } from '../values/calendar-date.ts';
import { alignEntries } from './align-entries.ts';
import { type MirrorRow, NO_CHANGES } from './change-set.ts';
import type { EntryOrigin } from './entry-queues.ts';
import { matchKeyOf } from './match-key.ts';

const DAY = calendarDate('2026-11-20');

interface Looks {
  readonly text: string;
  readonly amount?: string;
  readonly reference?: string | null;
  readonly status?: 'pending' | 'posted';
  readonly day?: CalendarDate;
}

function rowOf({ text, amount = '-3.50', reference = null, status = 'posted', day = DAY }: Looks): NormalisedRow {
  const isPending = status === 'pending';
  return {
    sourceId: null,
    pendingDate: isPending ? day : null,
    valueDate: null,
    content: {
      status,
      postedDate: day,
      amount,
      currency: 'EUR',
      entryType: amount.startsWith('-') ? 'debit' : 'credit',
      description: text,
      rail: 'unknown',
      rawDescription: text,
      paymentReference: null,
      bankReference: reference,
      baiCode: null,
      category: null,
      subcategory: null,
      mcc: null,
      merchantName: null,
      counterpartyName: null,
      counterpartyAccountMasked: null,
    },
    matchKey: matchKeyOf({
      postedDate: day,
      pendingDate: isPending ? day : null,
      amount,
      currency: 'EUR',
      text,
      bankReference: reference,
    }),
    location: null,
  };
}

const known = (id: string, looks: Looks): MirrorRow => {
  const { content, pendingDate, matchKey } = rowOf(looks);
  return { id, content, pendingDate, valueDate: null, matchKey, sourceIds: [], missedReads: 0 };
};

async function align(
  rows: readonly NormalisedRow[],
  mirror: readonly MirrorRow[],
  origin: EntryOrigin,
  isNotification = false,
) {
  const alignment = await alignEntries(rows, mirror, {
    isNotification,
    findOrigins: async (asked) => new Map(asked.map(({ id }) => [id, origin])),
  });
  const changes = alignment.conclude(NO_CHANGES);
  return {
    left: alignment.rows.map(({ content }) => content.description),
    matched: changes.matched.map(({ id, row }) => `${id} ${row.content.status} ${row.content.description}`),
    modified: changes.modify.map(({ id }) => id),
    removed: changes.remove.map(({ id, reason }) => `${id} ${reason}`),
  };
}

describe('entries that several files tell of', () => {
  it('in the same words are left to reconciliation', async () => {
    const seen = await align([rowOf({ text: 'A' })], [known('1', { text: 'A' })], 'statement');
    expect(seen).toEqual({ left: ['A'], matched: [], modified: [], removed: [] });
  });

  it('are one by a reference that stands nowhere else', async () => {
    const reference = 'REF-4711';
    const seen = await align([rowOf({ text: 'B', reference })], [known('1', { text: 'A', reference })], 'other');
    expect(seen).toEqual({ left: [], matched: ['1 posted A'], modified: [], removed: [] });
  });

  it.each(['000000000', 'NONREF', '12345'])(
    'are not one by the reference %s, which says nothing',
    async (reference) => {
      const seen = await align([rowOf({ text: 'B', reference })], [known('1', { text: 'A', reference })], 'other');
      expect(seen.left).toEqual(['B']);
    },
  );

  it('are not one by a reference that several share', async () => {
    const reference = 'REF-4711';
    const rows = [rowOf({ text: 'B', reference }), rowOf({ text: 'C', reference })];
    expect((await align(rows, [known('1', { text: 'A', reference })], 'other')).left).toEqual(['B', 'C']);
  });

  it('that were announced take the words of the statement, one to one', async () => {
    const rows = [rowOf({ text: 'X' }), rowOf({ text: 'Y' }), rowOf({ text: 'Z', amount: '-9.00' })];
    const mirror = [known('1', { text: 'A', status: 'pending' })];
    const seen = await align(rows, mirror, 'announcement');
    expect(seen).toEqual({ left: ['Y', 'Z'], matched: ['1 posted X'], modified: ['1'], removed: [] });
  });

  it('that two statements tell in other words are two', async () => {
    expect((await align([rowOf({ text: 'X' })], [known('1', { text: 'A' })], 'statement')).left).toEqual(['X']);
  });

  it('that are booked are not taken back by a late report', async () => {
    const late = [
      rowOf({ text: 'A', status: 'pending' }),
      rowOf({ text: 'other words', amount: '-9.00', status: 'pending' }),
    ];
    const mirror = [known('1', { text: 'A' }), known('2', { text: 'B', amount: '-9.00' })];
    const seen = await align(late, mirror, 'statement');
    expect(seen).toMatchObject({ left: [], matched: ['1 posted A', '2 posted B'], modified: [] });
  });

  it('that add up to a batch are its details, whichever comes first', async () => {
    const reference = 'BATCH-01';
    const parts = ['-1.50', '-2.00'].map((amount) => ({ text: `part ${amount}`, amount, reference }));
    const forward = await align(parts.map(rowOf), [known('1', { text: 'batch', reference })], 'statement', true);
    expect(forward).toMatchObject({ left: [], modified: [], removed: [] });
    const announced = parts.map((part, index) => known(String(index), part));
    const back = await align([rowOf({ text: 'batch', reference })], announced, 'announcement');
    expect(back).toMatchObject({ left: ['batch'], removed: ['0 replaced', '1 replaced'] });
  });

  it('that several rows state as the sum of one batch are replaced once', async () => {
    const reference = 'BATCH-01';
    const announced = ['-1.50', '-2.00'].map((amount, index) =>
      known(String(index), { text: amount, amount, reference }),
    );
    const batches = [rowOf({ text: 'batch', reference }), rowOf({ text: 'batch again', reference })];
    expect((await align(batches, announced, 'announcement')).removed).toEqual(['0 replaced', '1 replaced']);
  });

  it('go to the transaction of their counterparty, and to the first one without', async () => {
    const named = <Row extends { readonly content: TransactionContent }>(row: Row, counterpartyName: string): Row => ({
      ...row,
      content: { ...row.content, counterpartyName },
    });
    const mirror = [
      known('1', { text: 'A' }),
      named(known('2', { text: 'B' }), 'Ann'),
      named(known('3', { text: 'C' }), 'Bob'),
    ];
    const rows = [named(rowOf({ text: 'X' }), 'BOB'), rowOf({ text: 'Y' }), named(rowOf({ text: 'Z' }), 'Zoe')];
    const seen = await align(rows, mirror, 'announcement');
    expect(seen.matched).toEqual(['3 posted X', '1 posted Y', '2 posted Z']);
  });
});
