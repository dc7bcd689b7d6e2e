import { expect, it } from 'vitest';
import { createRow } from '../../../test/support/banks/rows.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Alignment } from '../../domain/reconcile/align-entries.ts';
import type { Sql } from '../../infra/database.ts';
import type { StoredMirrorRow } from '../../store/transactions/transaction-mirror.ts';
import { reconcileObservation } from './reconcile.ts';

const OBSERVATION = {
  accountNumber: '4711',
  details: { currency: 'EUR' },
  rows: [createRow({ amount: '-1.00', currency: 'EUR' })],
  coverage: { from: null, to: null, complete: false, proves: [] },
  currentBalances: null,
  statedBalances: [],
  dataAsOf: null,
} as unknown as Observation; // What comparing looks at.

it('a comparison lets others have their turn between its steps', async () => {
  const turns: string[] = [];
  const comparison = await reconcileObservation({ sql: null as unknown as Sql }, null as never, {
    id: null, // Nothing is stored of it, so the database is not asked.
    source: 'file',
    observation: OBSERVATION,
    sourceIds: 'hint',
    pendingWindowDays: 10,
    align: async (rows, mirror): Promise<Alignment<StoredMirrorRow>> => {
      setImmediate(() => turns.push('somebody else'));
      return {
        rows,
        mirror,
        conclude: (changes) => {
          turns.push('the next step');
          return changes;
        },
      };
    },
  });
  expect(comparison.kind).toBe('decided');
  expect(turns).toEqual(['somebody else', 'the next step']);
});
