import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coverage, NormalisedRow } from '../observation.ts';
import type { MirrorRow } from './change-set.ts';
import { reconcileAccount } from './reconcile-account.ts';
import {
  anyHistory,
  anyRows,
  anyShuffled,
  anyTrust,
  byId,
  comparable,
  contents,
  day,
  idWithDate,
  known,
  LAST_DAY,
  NOTHING,
  read,
  replay,
  row,
  shownOnce,
  withOwnIds,
  withoutReference,
} from './testing/rows.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

describe('rows without ids', () => {
  it('are added once, however often the statement is read', () => {
    const rows = [row({ text: 'COFFEE' }), row({ text: 'RENT', amount: '-900.00' })];
    const first = read([], rows);
    expect(first.changes.add).toHaveLength(2);
    expect(read(first.mirror, rows).changes).toEqual(NOTHING);
  });

  it.each([
    [2, 2],
    [2, 3],
    [3, 2],
    [1, 5],
  ])('that look alike are counted: %i, then %i of them', (before, after) => {
    const coffee = (count: number) => Array.from({ length: count }, () => row({ text: 'COFFEE' }));
    const first = read([], coffee(before));
    expect(first.mirror).toHaveLength(before);
    const { changes } = read(first.mirror, coffee(after));
    expect(changes.add).toHaveLength(Math.max(0, after - before));
    expect(changes.missed).toHaveLength(Math.max(0, before - after));
    expect(changes.modify).toEqual([]);
  });

  it.each([
    ['time and card number', 'CARD XXXX1234 14:05  SHOP', 'CARD **1234 14:06 SHOP'],
    ['running number', 'CARD SHOP NR 000417', 'CARD SHOP NR 000092'],
    ['sequence', 'SEQ 17 SHOP', 'SEQ 18 SHOP'],
  ])('are not news when the bank prints another %s at every showing', (_what, before, after) => {
    const { mirror } = read([], [row({ text: before })]);
    expect(read(mirror, [row({ text: after })]).changes).toEqual(NOTHING);
  });

  it('keep their identity when the bank changes case', () => {
    const { mirror } = read([], [row({ text: 'CARD SHOP' })]);
    const { changes } = read(mirror, [row({ text: 'Card Shop' })]);
    expect(changes).toMatchObject({ add: [], remove: [], missed: [] });
    expect(changes.modify).toMatchObject([{ id: 't1', changedFields: ['description', 'rawDescription'] }]);
  });

  it('are told apart by their value dates', () => {
    const valued = (date: number) => ({ ...row({}), valueDate: day(date) });
    const mirror = [known('t1', valued(1)), known('t2', valued(4))];
    expect(read(mirror, [valued(4)]).changes).toEqual({ ...NOTHING, missed: ['t1'] });
    expect(read(mirror, [valued(5)]).changes).toMatchObject({ add: [{}], missed: ['t1', 't2'] });
    expect(read(mirror, [row({}), row({})]).changes).toMatchObject({ add: [], modify: [], missed: [] });
  });

  it.each([
    ['amount', { amount: '-5.01' }],
    ['currency', { currency: 'USD' }],
    ['booking date', { day: 3 }],
    ['text', { text: 'ANOTHER' }],
    ['bank reference', { bankReference: 'B2' }],
  ])('are another transaction with another %s', (_what, change) => {
    const { mirror } = read([], [row({})]);
    const { changes } = read(mirror, [row({}), row(change)]);
    expect(changes.add).toHaveLength(1);
    expect(changes.modify).toEqual([]);
  });

  it('keep their identity when they post under the date that they had', () => {
    const { mirror } = read([], [row({ status: 'pending' })]);
    expect(read(mirror, [row({})]).changes.modify).toMatchObject([{ id: 't1', changedFields: ['status'] }]);
  });

  it('are paired so that an exchange could not save a modification', () => {
    const { mirror } = read([], [row({ mcc: '1' }), row({ mcc: '2' })]);
    expect(read(mirror, [row({ mcc: '2' }), row({ mcc: '1' })]).changes).toEqual(NOTHING);
    const { changes } = read(mirror, [row({ mcc: '3' }), row({ mcc: '2' })]);
    expect(changes.modify).toMatchObject([{ changedFields: ['mcc'], row: { content: { mcc: '3' } } }]);
  });

  it('that look alike but for the value date of a pending one are paired alike in whatever order they come', () => {
    const pending = { status: 'pending', day: null, pendingDay: 1, bankReference: 'R1' } as const;
    const mirror = [known('t1', row({ ...pending, text: 'RENT' })), known('t2', row({ ...pending, text: 'WIRE' }))];
    const shown = [row({ ...pending, text: 'QQQ' }), { ...row({ ...pending, text: 'QQQ' }), valueDate: day(4) }];
    const { modify } = read(mirror, shown).changes;
    expect(modify).toHaveLength(2);
    expect(read(mirror, [...shown].reverse()).changes.modify).toEqual(modify);
  });
});

describe('rows with ids that the bank proves stable', () => {
  const stable = { sourceIds: 'stable' } as const;

  it('keep their identity from pending to posted, whatever changes', () => {
    const { mirror } = read([], [row({ sourceId: 'A', status: 'pending', day: null, pendingDay: 1 })], stable);
    const posted = row({ sourceId: 'A', day: 3, amount: '-7.25', text: 'COFFEE WITH TIP' });
    const { changes, mirror: after } = read(mirror, [posted], stable);
    expect(changes).toMatchObject({ add: [], remove: [], missed: [] });
    expect(changes.modify).toMatchObject([
      { id: 't1', changedFields: ['status', 'postedDate', 'amount', 'description', 'rawDescription'] },
    ]);
    expect(after).toMatchObject([{ id: 't1', content: { status: 'posted', amount: '-7.25' } }]);
  });

  it('are two transactions with two ids, however alike they look', () => {
    const { mirror } = read([], [row({ sourceId: 'A' })], stable);
    const { changes } = read(mirror, [row({ sourceId: 'A' }), row({ sourceId: 'B' })], stable);
    expect(changes).toMatchObject({ add: [{ row: { sourceId: 'B' } }], modify: [], missed: [] });
    expect(read(mirror, [row({ sourceId: 'B', mcc: '5' })], stable).changes).toMatchObject({
      add: [{}],
      missed: ['t1'],
    });
  });

  it('keep their identity when the bank gives all of them new ids', () => {
    const shown = (ids: readonly string[]) => [
      row({ sourceId: ids[0] ?? null }),
      row({ sourceId: ids[1] ?? null }),
      row({ sourceId: ids[2] ?? null, text: 'RENT' }),
      row({ sourceId: ids[3] ?? null, status: 'pending', day: null, pendingDay: 2 }),
    ];
    const { mirror } = read([], shown(['A', 'B', 'C', 'D']), stable);
    const renamed = shown(['E', 'F', 'G', 'H']);
    const { changes, mirror: after } = read(mirror, renamed, stable);
    expect(changes).toMatchObject({ add: [], modify: [], remove: [], missed: [] });
    expect(after.map(({ sourceIds }) => sourceIds.length)).toEqual([2, 2, 2, 2]);
    expect(read(after, renamed, stable).changes).toEqual(NOTHING);
    const cut = read(mirror, renamed, { ...stable, coverage: { complete: false } });
    expect(cut.changes).toMatchObject({ add: [], modify: [], deferred: [{}, {}, {}, {}] });
  });

  it('take over what a source without ids had shown', () => {
    const { mirror } = read([], [row({}), row({})], { sourceIds: 'none' });
    const { changes, mirror: after } = read(mirror, [row({ sourceId: 'A' }), row({ sourceId: 'B' })], stable);
    expect(changes).toMatchObject({ add: [], modify: [], remove: [], missed: [] });
    expect(after.map(({ sourceIds }) => sourceIds)).toEqual([['A'], ['B']]);
    expect(read(after, [row({ sourceId: 'B' }), row({ sourceId: 'A' })], stable).changes).toEqual(NOTHING);
  });

  it('are matched without the id where one id stands on two rows, and nobody learns it', () => {
    const repeated = [row({ sourceId: 'A' }), row({ sourceId: 'A', day: 3 })];
    const first = read([], repeated, stable);
    expect(first.changes.add).toHaveLength(2);
    expect(first.changes.warnings).toEqual([{ type: 'sourceIdRepeated', sourceId: 'A' }]);
    expect(first.mirror.flatMap(({ sourceIds }) => sourceIds)).toEqual([]);
    const again = read(first.mirror, repeated, stable);
    expect(again.changes).toEqual({ ...NOTHING, warnings: first.changes.warnings });
    // When a later window shows but one of the two, that one is itself and not the other.
    const { changes } = read(first.mirror, [row({ sourceId: 'A', day: 3 })], { ...stable, from: 3 });
    expect(changes).toMatchObject({ add: [], modify: [], remove: [], missed: [] });
  });

  it.each(['stable', 'stablePerStatus'] as const)(
    'count once where pages overlap and show one row twice: %s',
    (sourceIds) => {
      const rows = [row({ sourceId: 'A' }), row({ sourceId: 'B' })];
      const overlapping = [...rows, { ...row({ sourceId: 'B' }), location: 'page 2' }];
      const first = read([], overlapping, { sourceIds });
      expect(first.changes.add.map(({ row: { sourceId } }) => sourceId)).toEqual(['A', 'B']);
      expect(first.changes.warnings).toEqual([{ type: 'sourceIdRepeated', sourceId: 'B' }]);
      expect(read(first.mirror, rows, { sourceIds }).changes).toEqual(NOTHING);
      for (const complete of [true, false])
        expect(read(first.mirror, overlapping, { sourceIds, coverage: { complete } }).changes).toEqual({
          ...NOTHING,
          warnings: first.changes.warnings,
        });
    },
  );

  it('are two bookings where one id stands on two rows with different balances after them', () => {
    const rows = ['10.00', '5.00'].map((runningBalance) => ({ ...row({ sourceId: 'A' }), runningBalance }));
    expect(read([], rows, stable).changes.add).toHaveLength(2);
  });

  it('fall back to their look when the mirror knows the id but the observation repeats it', () => {
    const { mirror } = read([], [row({ sourceId: 'A' })], stable);
    const { changes } = read(mirror, [row({ sourceId: 'A' }), row({ sourceId: 'A', day: 3 })], stable);
    expect(changes.add).toMatchObject([{ row: { content: { postedDate: day(3) } } }]);
    expect(changes.modify).toEqual([]);
  });

  it('name one transaction once, also when two of its names are shown together', () => {
    const both = [{ ...known('t1', row({})), sourceIds: ['A', 'B'] }];
    const rows = [row({ sourceId: 'B', text: 'CHANGED' }), row({ sourceId: 'A' })];
    for (const order of [rows, [...rows].reverse()]) {
      const { changes, mirror } = read(both, order, stable);
      expect(changes).toMatchObject({ add: [{ row: { sourceId: 'B' } }], modify: [], missed: [] });
      expect(read(mirror, order, stable).changes).toEqual(NOTHING);
    }
  });

  it('are worth a warning when the amount of a posted row changes', () => {
    const { mirror } = read([], [row({ sourceId: 'A' })], stable);
    const { changes } = read(mirror, [row({ sourceId: 'A', amount: '-6.00' })], stable);
    expect(changes.warnings).toEqual([{ type: 'sourceIdMovedAmount', sourceId: 'A', transactionId: 't1' }]);
  });
});

describe('rows with ids that are but a hint', () => {
  const hint = { sourceIds: 'hint' } as const;

  it('are matched by their look when the bank reissues the ids', () => {
    const { mirror } = read([], [row({ sourceId: 'A' })], hint);
    const { changes, mirror: after } = read(mirror, [row({ sourceId: 'B' })], hint);
    expect(changes).toMatchObject({ add: [], modify: [], remove: [], missed: [] });
    expect(after[0]?.sourceIds).toEqual(['A', 'B']);
    expect(read(after, [row({ sourceId: 'B' })], hint).changes).toEqual(NOTHING);
  });

  it('are told apart by their ids where they look alike', () => {
    const { mirror } = read([], [row({ sourceId: 'A', mcc: '1' }), row({ sourceId: 'B', mcc: '1' })], hint);
    const { changes } = read(mirror, [row({ sourceId: 'B', mcc: '2' }), row({ sourceId: 'A', mcc: '1' })], hint);
    expect(changes.modify).toMatchObject([{ id: 't2', row: { sourceId: 'B' } }]);
  });

  it('never move a row to another date or amount by the id alone', () => {
    const { mirror } = read([], [row({ sourceId: 'A' })], hint);
    const { changes } = read(mirror, [row({ sourceId: 'A', day: 3 })], hint);
    expect(changes.add).toHaveLength(1);
    expect(changes.missed).toEqual(['t1']);
  });
});

describe('what is not shown any more', () => {
  it('is gone at once while pending', () => {
    const { mirror } = read([], [row({ status: 'pending' })]);
    const expired = [{ id: 't1', reason: 'pendingExpired', replacedById: null }];
    expect(read(mirror, []).changes).toEqual({ ...NOTHING, remove: expired });
    const undated = read([], [row({ status: 'pending', day: null, pendingDay: null })]);
    expect(read(undated.mirror, []).changes.remove).toEqual(expired);
  });

  it('is gone once posted only when a second complete read agrees', () => {
    const { mirror } = read([], [row({})]);
    const missed = read(mirror, []);
    expect(missed.changes).toEqual({ ...NOTHING, missed: ['t1'] });
    expect(missed.mirror).toHaveLength(1);
    const gone = read(missed.mirror, []);
    expect(gone.changes.remove).toEqual([{ id: 't1', reason: 'withdrawnByBank', replacedById: null }]);
    expect(gone.mirror).toEqual([]);
  });

  it('counts from the beginning when it was seen again', () => {
    const { mirror } = read([], [row({})]);
    const missed = read(mirror, []);
    const seen = read(missed.mirror, [row({})]);
    expect(seen.changes).toEqual({ ...NOTHING, seenAgain: ['t1'] });
    expect(read(seen.mirror, []).changes).toEqual({ ...NOTHING, missed: ['t1'] });
    const changed = read(missed.mirror, [row({ mcc: '9' })]);
    expect(changed.changes).toMatchObject({ modify: [{ id: 't1' }], seenAgain: ['t1'] });
  });

  it.each<[string, Partial<Coverage>]>([
    ['the read was cut', { complete: false }],
    ['the source proves no absence, as files do', { proves: [] }],
    ['the source proves it of the other status only', { proves: ['pending'] }],
    ['the window ended before', { to: day(1) }],
    ['the window began after', { from: day(3) }],
  ])('stays when %s', (_why, coverage) => {
    const { mirror } = read([], [row({})]);
    const once = read([{ ...known('t1', row({})), missedReads: 1 }], [], { coverage });
    expect(once.changes).toEqual(NOTHING);
    expect(read(mirror, [], { coverage }).changes).toEqual(NOTHING);
  });

  it('stays when it is posted without any date, because no window covers it', () => {
    const { mirror } = read([], [row({ day: null, pendingDay: null })]);
    expect(read(mirror, []).changes).toEqual(NOTHING);
  });
});

describe('a row of a read that was cut which may be a pending one that is known', () => {
  const mirror = [known('t1', row({ status: 'pending', day: null, pendingDay: 2 }))];
  const posted = row({ day: 3 });
  const cutRead = (to: number) => read(mirror, [posted], { to, coverage: { complete: false }, pendingWindowDays: 10 });

  it('is left to the next complete read for as long as pending rows live and seven days', () => {
    expect(cutRead(20).changes).toMatchObject({ add: [], deferred: [{}] });
  });

  it('is added after that, so that a source which is never read whole hides nothing', () => {
    expect(cutRead(21).changes).toMatchObject({ add: [{}], deferred: [], remove: [] });
  });

  it('has that bound also where it shows no day: it counts from the last complete read', () => {
    const undated = row({ status: 'pending', day: null, text: 'COFFEE BAR' });
    const open = [known('t1', row({ status: 'pending', day: null }))];
    const cutAfter = (days: number, wholeThrough = day(1)) => {
      const coverage = { from: day(1), to: day(1 + days), complete: false, proves: ['pending', 'posted'] } as const;
      const policy = { sourceIds: 'none', pendingWindowDays: 10 } as const;
      return reconcileAccount({ mirror: open, rows: [undated], coverage, wholeThrough, ...policy });
    };
    expect(cutAfter(17)).toMatchObject({ add: [], deferred: [undated] });
    expect(cutAfter(18)).toMatchObject({ add: [{ row: undated }], deferred: [], remove: [] });
    expect(cutAfter(18, day(2))).toMatchObject({ add: [], deferred: [undated] });
  });
});

describe('for any mirror and any observation', () => {
  it('a source read again and again ends where it is, and what is stored equals what is shown', () => {
    fc.assert(
      fc.property(anyTrust(), anyHistory(), anyRows(), (sourceIds, history, rows) => {
        const once = read(replay(history, sourceIds), rows, { sourceIds });
        const twice = read(once.mirror, rows, { sourceIds });
        expect(twice.changes).toMatchObject({ add: [], modify: [], seenAgain: [], missed: [] });
        expect(contents(twice.mirror)).toEqual(contents(shownOnce(rows, sourceIds)));
        const thrice = read(twice.mirror, rows, { sourceIds });
        expect({ ...thrice.changes, warnings: [], relearn: [] }).toEqual(NOTHING);
        // An id whose owner the second read removed is free from then on, and learnt once.
        expect({ ...read(thrice.mirror, rows, { sourceIds }).changes, warnings: [] }).toEqual(NOTHING);
      }),
    );
  });

  it('no id of a source ever belongs to two live transactions', () => {
    fc.assert(
      fc.property(anyTrust(), anyHistory(), (sourceIds, history) => {
        let mirror: readonly MirrorRow[] = [];
        for (const rows of history) {
          mirror = read(mirror, rows, { sourceIds }).mirror;
          const ids = mirror.flatMap((one) => one.sourceIds);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  it('the order of rows makes no difference', () => {
    fc.assert(
      fc.property(anyTrust(), anyHistory(), anyShuffled(), (sourceIds, history, [rows, shuffled]) => {
        const mirror = replay(history, sourceIds);
        const one = read(mirror, rows, { sourceIds });
        const other = read([...mirror].reverse(), shuffled, { sourceIds });
        expect(comparable(other.changes)).toEqual(comparable(one.changes));
      }),
    );
  });

  it('two adjacent windows give the same mirror as one', () => {
    fc.assert(
      fc.property(
        anyTrust(),
        anyHistory(),
        anyRows(),
        fc.integer({ min: 1, max: LAST_DAY }),
        (trust, history, rows, cut) => {
          // An id that moves from one window to the other is met in one of them only; a bank that keeps dates does not do that.
          const dateOf = ({ content, pendingDate }: NormalisedRow) => content.postedDate ?? pendingDate;
          const dated = (list: readonly NormalisedRow[]) =>
            list
              // How common an amount is, which a silent text needs to know, is counted over the whole window.
              .filter((one) => dateOf(one) !== null && one.content.description !== '4711')
              // A day of authorisation that stays known ties a row to a day in the other window.
              .map((one) => ({ ...one, pendingDate: one.content.postedDate === null ? one.pendingDate : null }))
              .map((one) => ({ ...withoutReference(one), sourceId: idWithDate(one) }));
          const mirror = replay(history.map(dated), trust);
          const all = dated(rows);
          const early = all.filter((one) => (dateOf(one) ?? '') <= day(cut));
          const late = all.filter((one) => (dateOf(one) ?? '') > day(cut));
          // A cut tears a pending row from its posting, and a row from the day to which its reference followed it.
          const options = { sourceIds: trust, pendingWindowDays: 0 };
          const whole = read(mirror, all, { ...options, firstId: 1000 }).mirror;
          const first = read(mirror, early, { ...options, to: cut, firstId: 1000 }).mirror;
          const split = read(first, late, { ...options, from: cut + 1, firstId: 2000 }).mirror;
          const kept = (list: readonly MirrorRow[]) => list.filter(({ id }) => mirror.some((row) => row.id === id));
          // The id of a row that goes with the second window is free from then on, and learnt by the next read.
          const freed = new Set(
            mirror.filter(({ id }) => !split.some((row) => row.id === id)).flatMap((gone) => gone.sourceIds),
          );
          const named = (list: readonly MirrorRow[]) =>
            byId(kept(list)).map((one) => ({ ...one, sourceIds: one.sourceIds.filter((id) => !freed.has(id)) }));
          expect(named(split)).toEqual(named(whole));
          expect(contents(split)).toEqual(contents(whole));
        },
      ),
    );
  });

  it('a partial read adds and modifies but takes nothing away', () => {
    fc.assert(
      fc.property(anyTrust(), anyHistory(), anyRows(), (sourceIds, history, rows) => {
        const mirror = replay(history, sourceIds);
        const coverage = { complete: false };
        const partial = read(mirror, rows, { sourceIds, coverage });
        expect(partial.changes).toMatchObject({ remove: [], missed: [] });
        const ids = new Set(partial.mirror.map(({ id }) => id));
        expect(mirror.every(({ id }) => ids.has(id))).toBe(true);
        const again = read(partial.mirror, rows, { sourceIds, coverage }).changes;
        expect({ ...again, warnings: [], deferred: [] }).toEqual(NOTHING);
        expect(again.deferred).toHaveLength(partial.changes.deferred.length);
      }),
    );
  });

  it('a read that was cut anywhere and is then read whole leaves what the whole read alone leaves', () => {
    fc.assert(
      fc.property(anyTrust(), anyHistory(), anyRows(), fc.nat(8), (trust, history, rows, at) => {
        // Two rows of one id are a fault of the bank that shows only when both are read.
        const shown = withOwnIds(rows);
        const mirror = replay(history.map(withOwnIds), trust);
        const whole = read(mirror, shown, { sourceIds: trust, firstId: 1000 }).mirror;
        const cut = read(mirror, shown.slice(0, at), {
          sourceIds: trust,
          coverage: { complete: false },
          firstId: 2000,
        });
        const mended = read(cut.mirror, shown, { sourceIds: trust, firstId: 3000 }).mirror;
        const old = (list: readonly MirrorRow[]) => list.filter(({ id }) => mirror.some((one) => one.id === id));
        const shape = (list: readonly MirrorRow[]) => byId(old(list)).map((one) => ({ ...one, missedReads: 0 }));
        expect(shape(mended)).toEqual(shape(whole));
        expect(contents(mended)).toEqual(contents(whole));
      }),
      { numRuns: 1000 },
    );
  });

  it('every row is one transaction and every transaction is decided once', () => {
    fc.assert(
      fc.property(anyTrust(), anyHistory(), anyRows(), (sourceIds, history, rows) => {
        const mirror = replay(history, sourceIds);
        const { changes, matched, mirror: after } = read(mirror, rows, { sourceIds });
        const decided = [...changes.modify, ...changes.remove].map(({ id }) => id).concat(changes.missed);
        expect(new Set(decided).size).toBe(decided.length);
        expect(changes.modify.every(({ changedFields }) => changedFields.length > 0)).toBe(true);
        expect(after.length).toBe(mirror.length + changes.add.length - changes.remove.length);
        expect(changes.add.length + matched.length).toBe(shownOnce(rows, sourceIds).length);
        expect(new Set(matched.map(({ id }) => id)).size).toBe(matched.length);
      }),
    );
  });

  it('a stable id that stands once names its transaction, whatever else happens', () => {
    fc.assert(
      fc.property(anyHistory(), anyRows(), (history, rows) => {
        const mirror = replay(history, 'stable');
        const { changes, mirror: after } = read(mirror, rows, { sourceIds: 'stable' });
        for (const { sourceId, content } of rows) {
          const owner = mirror.find(({ sourceIds }) => sourceId !== null && sourceIds.includes(sourceId));
          const shown = rows.filter((other) => owner?.sourceIds.includes(other.sourceId ?? '') === true);
          if (owner === undefined || shown.length !== 1) continue;
          expect(after.find(({ id }) => id === owner.id)?.content).toEqual(content);
          expect(changes.remove.some(({ id }) => id === owner.id)).toBe(false);
        }
      }),
    );
  });
});
