import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageDatabase } from '../../../test/support/database/stages.ts';
import { batchRelation, column } from './batch-relation.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const database = stageDatabase();

const storable = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed().replaceAll('\u0000', ''));
/** Texts with the very characters by which a column is joined and cut. */
const text = fc.option(fc.oneof(storable, fc.constantFrom('', '\u001d', '\u001e', 'a\u001eb', 'NULL', '{"a"}', '\\')));

interface Item {
  readonly place: number;
  readonly text: string | null;
  readonly day: string | null;
  readonly common: string | null;
}

function relationOf(items: readonly Item[]) {
  return batchRelation(database.sql, items, {
    own: {
      place: ['int4', ({ place }) => place],
      text: ['text', (item) => item.text],
      day: ['date', ({ day }) => day],
    },
    shared: {
      common: ['text', ({ common }) => common],
      again: ['int8', ({ common }) => (common === null ? null : 7n)],
    },
  });
}

async function roundTrip(items: readonly Item[]) {
  const rows = await database.sql<
    (Item & { again: bigint | null })[]
  >`select * from ${relationOf(items)} r order by r.place`;
  return rows.map(({ place, text, day, common, again }) => ({ place, text, day, common, again }));
}

describe('a batch as a relation', () => {
  it('gives back what went in, whatever the texts, with and without columns in common', async () => {
    const days = fc.option(fc.constantFrom('2026-01-31', '2024-02-29'));
    const columns = fc.array(fc.record({ text, day: days }), { minLength: 1, maxLength: 70 });
    await fc.assert(
      fc.asyncProperty(columns, text, fc.boolean(), async (rows, common, isSame) => {
        const items = rows.map((row, place) => ({ ...row, place, common: isSame || place > 0 ? common : 'other' }));
        expect(await roundTrip(items)).toEqual(
          items.map((item) => ({ ...item, again: item.common === null ? null : 7n })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('sends what all items of a large batch have in common only once', async () => {
    const items = Array.from({ length: 60 }, (_, place) => ({ place, text: 'a', day: null, common: 'the same' }));
    const textOf = (query: unknown) => String((query as { string?: unknown }).string); // As the driver has it once sent.
    const once = database.sql`select * from ${relationOf(items)} r`;
    const often = database.sql`select * from ${relationOf(items.slice(0, 49))} r`;
    await Promise.all([once, often]);
    expect(textOf(once)).toMatch(/::text::int8 as "again"/);
    expect(textOf(often)).toMatch(/::text::int8\[\]/);
  });

  it('may have no column in common at all', async () => {
    const items = Array.from({ length: 60 }, (_, place) => ({ place }));
    const relation = batchRelation(database.sql, items, { own: { place: ['int4', ({ place }) => place] } });
    expect(await database.sql`select sum(place)::int4 as sum from ${relation} r`).toEqual([{ sum: 1_770 }]);
  });
});

it('a column alone is an array', async () => {
  const rows = await database.sql`select ${column(database.sql, 'text', ['a', null, 'b'])} as texts,
    ${column(database.sql, 'word', ['a', 'b'])} as words, ${column(database.sql, 'numeric', ['1.50', null])} as amounts`;
  expect(rows).toEqual([{ texts: ['a', null, 'b'], words: ['a', 'b'], amounts: ['1.50', null] }]);
});
