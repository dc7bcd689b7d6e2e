import fc from 'fast-check';
import { expect, it } from 'vitest';
import { presentStreamEvent } from '../../src/api/presenters/stream-event.ts';
import { readStream, readStreamText } from '../../src/store/transactions/transaction-stream.ts';
import { type TransactionWrite, writeTransactions } from '../../src/store/transactions/transaction-writes.ts';
import { stageDatabase } from '../support/database/stages.ts';
import { createCommandParts } from '../support/records/command-parts.ts';
import {
  createAccount,
  createActiveConnection,
  createTenant,
  planRemoval,
  planWrite,
} from '../support/records/ledger.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const database = stageDatabase();

it('a page that the database puts together is byte for byte what its rows make one by one', async () => {
  const parts = createCommandParts(database.sql);
  const tenant = await createTenant(parts);
  const connectionId = await createActiveConnection(parts, tenant);
  const account = await createAccount(parts, tenant, connectionId);
  const other = await createAccount(parts, tenant, connectionId);
  const write = (...writes: readonly TransactionWrite[]) =>
    database.sql.begin((db) => writeTransactions(db, tenant, writes));
  const texts = ['Grüße', '„quoted“ \\ "so"', '\u2028\t{}],', '😀', 'plain'];
  const added = Array.from({ length: 20 }, (_, index) =>
    planWrite(parts, index % 3 === 0 ? other : account, { rawDescription: texts[index % texts.length] ?? '' }),
  );
  await write(...added);
  const [a, b, c, d] = added;
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four rows expected');
  await write(planWrite(parts, other, { amount: '-6.00' }, a), planWrite(parts, account, { amount: '-7.00' }, b));
  await write(planRemoval(parts, account, c), { ...planRemoval(parts, other, d, 'replaced'), replacedById: b.id });

  const position = fc.bigInt({ min: 0n, max: 25n });
  const filter = fc.constantFrom(
    { accountId: null, connectionId: null },
    { accountId: other.accountId, connectionId: null },
    { accountId: account.accountId, connectionId },
    { accountId: null, connectionId },
    { accountId: parts.newId(), connectionId: null },
  );
  await fc.assert(
    fc.asyncProperty(position, position, fc.integer({ min: 1, max: 30 }), filter, async (from, since, limit, where) => {
      const text = await readStreamText(database.sql, tenant, { position: from, since, limit, ...where });
      const rows = await readStream(database.sql, tenant, { position: from, limit: limit + 1, ...where });
      const page = rows.rows.slice(0, limit);
      expect(Buffer.from(text.events?.bytes ?? []).toString()).toBe(
        page.map((row) => presentStreamEvent(row, since, null)).join(','),
      );
      expect(text).toMatchObject({
        head: rows.head,
        aheadMs: 0,
        lastPosition: page.at(-1)?.lastPosition ?? null,
        hasMore: rows.rows.length > limit,
      });
    }),
    { numRuns: 200 },
  );
});
