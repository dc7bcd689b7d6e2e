import { expect, it } from 'vitest';
import type { Schemas } from '../../api/operation-types.ts';
import { addChanges, EMPTY_LOG, findSeen, MAX_CHANGES, rateOf } from './change-log.ts';
import { readEvent, toChange } from './stream-change.ts';

const at = { eventAt: '2026-11-20T06:00:00.000Z' };
const transaction = (id: string, amount = '1.00') =>
  ({ id, accountId: 'a', amount, updatedAt: amount }) as Schemas['Transaction']; // Only what is compared.
const added = (id: string, amount?: string) =>
  toChange({ eventId: `evt_${id}`, ...at, type: 'added', transaction: transaction(id, amount) }, null, undefined);

it('keeps the newest on top and never more than its bound', () => {
  const many = Array.from({ length: MAX_CHANGES + 5 }, (_, index) => added(String(index)));
  const log = addChanges(addChanges(EMPTY_LOG, many, 0), [added('last')], 1);
  expect(log.total).toBe(MAX_CHANGES + 6);
  expect(log.changes).toHaveLength(MAX_CHANGES);
  expect(log.changes.slice(0, 2).map(({ transactionId }) => transactionId)).toEqual(['last', String(MAX_CHANGES + 4)]);
});

it('tells the rate of the last ten seconds', () => {
  const log = addChanges(addChanges(EMPTY_LOG, [added('1'), added('2')], 0), [added('3')], 9_000);
  expect(rateOf(log, 9_500)).toBe(0.3);
  expect(rateOf(log, 15_000)).toBe(0.1);
  expect(rateOf(log, 30_000)).toBe(0);
});

it('says what differs from what was seen before, and nothing where nothing was seen', () => {
  const { changes } = addChanges(EMPTY_LOG, [added('1', '1.00')], 0);
  const event = { eventId: 'evt_2', ...at, type: 'modified', transaction: transaction('1', '2.00') } as const;
  expect(toChange(event, 'sc_1', findSeen(changes, '1'))).toMatchObject({ changedFields: ['amount'], cursor: 'sc_1' });
  expect(toChange(event, null, findSeen(changes, '2')).changedFields).toBeNull();
});

it('takes a removal with its reason, and no other messages', () => {
  const data = JSON.stringify({
    eventId: 'evt_3',
    ...at,
    type: 'removed',
    transactionId: '1',
    accountId: 'a',
    reason: 'replaced',
    replacedByTransactionId: '2',
  });
  const event = readEvent({ id: null, event: 'removed', data });
  expect(event && toChange(event, null, undefined)).toMatchObject({
    ...{ type: 'removed', transactionId: '1', transaction: null, reason: 'replaced', replacedByTransactionId: '2' },
  });
  expect(readEvent({ id: 'x', event: 'stream.open', data: '{}' })).toBeNull();
});
