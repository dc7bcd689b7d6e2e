import { describe, expect, it } from 'vitest';
import { day, NOTHING, type RowSketch, read, row } from './testing/rows.ts';

/** A card payment that is pending, and the same once it is booked. */
const pending = (sketch: RowSketch = {}) => row({ status: 'pending', day: null, pendingDay: 1, ...sketch });
const posted = (sketch: RowSketch = {}) => row({ day: 3, ...sketch });

const modified = (id: string) => ({ id });

describe('a pending row that posts', () => {
  it.each<[string, RowSketch, RowSketch]>([
    ['the same text', {}, {}],
    ['no date of its own', { pendingDay: null }, {}],
    ['its day of authorisation', {}, { pendingDay: 1 }],
    ['a longer text', { text: 'BLUE BOTTLE' }, { text: 'SQ *BLUE BOTTLE COFFEE OAKLAND CA' }],
    [
      'a text that was cut inside a word',
      { text: 'CARD PURCHASE CITY TRA' },
      { text: 'CARD PURCHASE CITY TRANSIT FARE' },
    ],
    ['a reference that it lacked', {}, { bankReference: 'B77' }],
    ['another bank reference', { bankReference: 'AUTH1' }, { bankReference: 'B77' }],
    [
      'another text but the same payment reference',
      { paymentReference: 'E2E1', text: 'SEPA' },
      { paymentReference: 'E2E1' },
    ],
    ['a text where it said nothing', { text: 'CARD AUTHORISATION' }, { text: 'BLUE BOTTLE' }],
    ['a tip', { amount: '-50.00', text: 'GRILL' }, { amount: '-60.00', text: 'GRILL' }],
    ['less than a round hold', { amount: '-100.00', text: 'FUEL STOP' }, { amount: '-41.37', text: 'FUEL STOP' }],
    ['more than a hold of one', { amount: '-1.00', text: 'FUEL STOP' }, { amount: '-41.37', text: 'FUEL STOP' }],
    [
      'another rate',
      { amount: '-62.10', text: 'HOTEL LONDON GBP 50.00' },
      { amount: '-62.90', text: 'HOTEL LONDON GBP 50.00' },
    ],
  ])('keeps its id with %s', (_what, before, after) => {
    const { mirror } = read([], [pending(before)]);
    const { changes, mirror: then } = read(mirror, [posted(after)]);
    expect(changes).toMatchObject({ add: [], remove: [], suggestions: [], modify: [modified('t1')] });
    expect(changes.modify[0]?.changedFields).toEqual(expect.arrayContaining(['status', 'postedDate']));
    expect(read(then, [posted(after)]).changes).toEqual(NOTHING);
  });

  it.each<[string, RowSketch, RowSketch]>([
    ['comes before it', { pendingDay: 4 }, { day: 3 }],
    ['has another day of authorisation', {}, { pendingDay: 2 }],
    ['has another currency', { currency: 'USD' }, {}],
    ['has the other direction', {}, { amount: '5.00' }],
    ['has another payment reference', { paymentReference: 'E2E1' }, { paymentReference: 'E2E2' }],
    [
      'has another amount on a rail that has none but one',
      { rail: 'ach', amount: '-50.00' },
      { rail: 'ach', amount: '-60.00' },
    ],
    ['is a credit of another amount', { amount: '50.00' }, { amount: '60.00' }],
    ['is smaller than what was not round', { amount: '-50.10' }, { amount: '-42.00' }],
    ['is far larger', { amount: '-50.00' }, { amount: '-90.00' }],
    ['differs in amount and text', { amount: '-50.00', text: 'GRILL' }, { amount: '-60.00', text: 'RENT' }],
  ])('is not the row that %s', (_what, before, after) => {
    const { mirror } = read([], [pending(before)]);
    const { changes } = read(mirror, [posted(after)]);
    expect(changes).toMatchObject({ add: [{}], modify: [], remove: [{ id: 't1', reason: 'pendingExpired' }] });
  });

  it('is not a row outside the window of the institution', () => {
    const { mirror } = read([], [pending()]);
    expect(read(mirror, [posted()], { pendingWindowDays: 1 }).changes).toMatchObject({ add: [{}], modify: [] });
    expect(read(mirror, [posted()], { pendingWindowDays: 2 }).changes).toMatchObject({ add: [], modify: [{}] });
  });

  it('is not another row while it is still shown', () => {
    const { mirror } = read([], [pending()]);
    const { changes } = read(mirror, [pending(), posted()]);
    expect(changes).toEqual({ ...NOTHING, add: [{ row: posted() }] });
  });

  it('is one row and no second one', () => {
    const { mirror } = read([], [pending()]);
    const { changes } = read(mirror, [posted({ bankReference: 'B1' }), posted({ bankReference: 'B2' })]);
    expect(changes).toMatchObject({ modify: [], remove: [{ id: 't1' }] });
    expect(changes.add).toHaveLength(2);
    expect(changes.suggestions.map(({ transactionId, reasons }) => [transactionId, reasons])).toEqual([
      ['t1', ['severalCandidates']],
      ['t1', ['severalCandidates']],
    ]);
  });

  it('follows a link to its id, whatever else the row says', () => {
    const { mirror } = read([], [pending({ sourceId: 'P' })], { sourceIds: 'stablePerStatus' });
    const linked = posted({ sourceId: 'B', pendingSourceId: 'P', amount: '-99.00', text: 'RENT' });
    const { changes } = read(mirror, [linked, posted({ sourceId: 'C' })], { sourceIds: 'stablePerStatus' });
    expect(changes).toMatchObject({
      add: [{ row: { sourceId: 'C' } }],
      modify: [{ id: 't1', row: { sourceId: 'B' } }],
    });
  });

  it('follows no link that two rows claim', () => {
    const { mirror } = read([], [pending({ sourceId: 'P' })], { sourceIds: 'stablePerStatus' });
    const claim = (sourceId: string) => posted({ sourceId, pendingSourceId: 'P', text: 'RENT' });
    const { changes } = read(mirror, [claim('B'), claim('C')], { sourceIds: 'stablePerStatus' });
    expect(changes).toMatchObject({ add: [{}, {}], modify: [] });
  });

  it('gets a new id where the bank gives one on posting, and none where ids last for life', () => {
    const shown = [posted({ sourceId: 'B' })];
    const { mirror } = read([], [pending({ sourceId: 'A' })]);
    const perStatus = read(mirror, shown, { sourceIds: 'stablePerStatus' });
    expect(perStatus.changes.modify).toMatchObject([{ id: 't1' }]);
    expect(perStatus.mirror).toMatchObject([{ sourceIds: ['A', 'B'] }]);
    expect(read(mirror, shown, { sourceIds: 'stable' }).changes).toMatchObject({ add: [{}], modify: [], remove: [{}] });
  });
});

describe('look-alikes', () => {
  it('are told apart by their days when one of them posts', () => {
    const { mirror } = read([], [pending({ pendingDay: 1 }), pending({ pendingDay: 2 })]);
    const { changes } = read(mirror, [pending({ pendingDay: 2 }), posted()]);
    expect(changes.modify).toMatchObject([{ id: 't1' }]);
    expect(changes).toMatchObject({ add: [], remove: [] });
  });

  it('that nothing tells apart post one for one', () => {
    const { mirror } = read([], [pending(), pending()]);
    const { changes } = read(mirror, [posted({ day: 3 }), posted({ day: 4 })]);
    expect(changes).toMatchObject({ add: [], remove: [], modify: [{}, {}] });
  });

  it('that post with another amount do so one for one', () => {
    const held = pending({ amount: '-100.00', text: 'FUEL STOP' });
    const filled = posted({ amount: '-41.37', text: 'FUEL STOP' });
    const { mirror } = read([], [held, held]);
    expect(read(mirror, [filled, filled]).changes).toMatchObject({ add: [], remove: [], modify: [{}, {}] });
    expect(read(mirror, [filled]).changes).toMatchObject({ add: [{}], modify: [], remove: [{}, {}] });
  });

  it('of two days are kept apart from two rows that either could be', () => {
    const { mirror } = read([], [pending({ pendingDay: 1 }), pending({ pendingDay: 2 })]);
    const { changes } = read(mirror, [posted({ day: 3 }), posted({ day: 4 })]);
    expect(changes).toMatchObject({ add: [{}, {}], modify: [], remove: [{}, {}] });
    expect(changes.suggestions).toHaveLength(4);
  });

  it('of two days are matched where the days leave but one way', () => {
    const { mirror } = read([], [pending({ pendingDay: 1 }), pending({ pendingDay: 4 })]);
    const { changes } = read(mirror, [posted({ day: 3 }), posted({ day: 5 })]);
    expect(changes.modify.map(({ id, row: { content } }) => [id, content.postedDate])).toEqual([
      ['t1', day(3)],
      ['t2', day(5)],
    ]);
  });

  it('with a foreign sum are not told apart by what they were worth on one day', () => {
    const text = 'TRAM LISBOA EUR 3.20';
    const mirror = read(
      [],
      [
        pending({ currency: 'USD', amount: '-3.44', text, pendingDay: 1 }),
        pending({ currency: 'USD', amount: '-3.48', text, pendingDay: 2 }),
      ],
    ).mirror;
    const rows = [
      posted({ currency: 'USD', amount: '-3.43', text }),
      posted({ currency: 'USD', amount: '-3.48', text }),
    ];
    expect(read(mirror, rows).changes).toMatchObject({ add: [{}, {}], modify: [] });
  });
});

describe('an amount alone', () => {
  it('does not join two texts that speak of different things, but suggests it', () => {
    const { mirror } = read([], [pending({ text: 'COFFEE' })]);
    const { changes } = read(mirror, [posted({ text: 'RENT' })]);
    expect(changes).toMatchObject({ add: [{}], modify: [], remove: [{ id: 't1' }] });
    expect(changes.suggestions).toMatchObject([{ transactionId: 't1', reasons: ['textDiffers'] }]);
  });

  it('does not join two numbers', () => {
    const { mirror } = read([], [pending({ text: 'LOCKBOX DEPOSIT 4 ITEMS' })]);
    expect(read(mirror, [posted({ text: 'LOCKBOX DEPOSIT 5 ITEMS' })]).changes).toMatchObject({
      add: [{}],
      modify: [],
    });
  });

  it('does not explain a silent text where a third row has it', () => {
    const { mirror } = read([], [pending({ text: 'CARD AUTHORISATION' })]);
    const { changes } = read(mirror, [posted({ text: 'BOOKS' }), posted({ text: 'RENT', day: 1 })]);
    expect(changes).toMatchObject({ add: [{}, {}], modify: [] });
    expect(changes.suggestions.flatMap(({ reasons }) => reasons)).toContain('textSilent');
  });
});

describe('a pending row that changes while it is pending', () => {
  it.each<[string, RowSketch]>([
    ['a larger hold', { amount: '-60.00' }],
    ['a longer text', { text: 'COFFEE HOUSE' }],
    ['its date at last', { pendingDay: 2 }],
  ])('keeps its id with %s', (_what, after) => {
    const { mirror } = read([], [pending({ amount: '-50.00', pendingDay: null })]);
    const { changes } = read(mirror, [pending({ amount: '-50.00', pendingDay: null, ...after })]);
    expect(changes).toMatchObject({ add: [], remove: [] });
  });
});

describe('a posted row that the bank shows in another way', () => {
  it.each<[string, RowSketch, RowSketch]>([
    ['a reference comes later', {}, { bankReference: 'B1' }],
    ['the text is completed', { text: 'BLUE BOTTLE' }, { text: 'BLUE BOTTLE COFFEE' }],
    ['it moves to another day under its reference', { bankReference: 'B1' }, { bankReference: 'B1', day: 5 }],
  ])('keeps its id when %s', (_what, before, after) => {
    const { mirror } = read([], [posted(before)]);
    expect(read(mirror, [posted(after)]).changes).toMatchObject({ add: [], missed: [], modify: [{ id: 't1' }] });
  });

  it.each<[string, RowSketch]>([
    ['the day alone changes', { day: 4 }],
    ['the amount changes', { amount: '-5.01' }],
    ['the text becomes another', { text: 'RENT' }],
  ])('is kept beside the new one when %s', (_what, after) => {
    const { mirror } = read([], [posted()]);
    expect(read(mirror, [posted(after)]).changes).toMatchObject({ add: [{}], modify: [], missed: ['t1'] });
  });

  it('is not moved by a reference while the bank may still show it outside the window', () => {
    const { mirror } = read([], [posted({ day: 1, bankReference: 'BATCH' })]);
    const { changes } = read(mirror, [posted({ day: 3, bankReference: 'BATCH' })], { from: 2 });
    expect(changes).toEqual({ ...NOTHING, add: [{ row: posted({ day: 3, bankReference: 'BATCH' }) }] });
  });
});

describe('a source that proves no absence', () => {
  const file = { coverage: { proves: [] } } as const;

  it('posts a pending row that it names by text or reference and nothing else could be', () => {
    const { mirror } = read([], [pending()]);
    expect(read(mirror, [posted()], file).changes).toMatchObject({ add: [], modify: [{ id: 't1' }] });
  });

  it.each<[string, RowSketch]>([
    ['the text only agrees', { text: 'COFFEE HOUSE' }],
    ['the amount differs', { amount: '-6.00' }],
  ])('keeps both and suggests where %s', (_what, after) => {
    const { mirror } = read([], [pending()]);
    const { changes } = read(mirror, [posted(after)], file);
    expect(changes).toMatchObject({ add: [{}], modify: [], remove: [] });
    expect(changes.suggestions).toMatchObject([{ transactionId: 't1' }]);
    expect(changes.suggestions[0]?.reasons).toContain('mayStillBePending');
  });
});

describe('a batch that is split', () => {
  const parts = (sketch: RowSketch = {}) => [
    row({ amount: '-300.00', text: 'PAYROLL EMPLOYEE A', rail: 'ach', day: 3, ...sketch }),
    row({ amount: '-700.00', text: 'PAYROLL EMPLOYEE B', rail: 'ach', day: 3, ...sketch }),
  ];

  it('is replaced at once while pending', () => {
    const { mirror } = read([], [pending({ amount: '-1000.00', text: 'PAYROLL', rail: 'ach' })]);
    const { changes } = read(mirror, parts());
    expect(changes).toMatchObject({ add: [{}, {}], modify: [] });
    expect(changes.remove).toEqual([{ id: 't1', reason: 'replaced', replacedById: null }]);
  });

  it('is replaced once posted only when a second complete read agrees', () => {
    const { mirror } = read([], [posted({ amount: '-1000.00', text: 'PAYROLL', rail: 'ach' })]);
    const first = read(mirror, parts());
    expect(first.changes).toMatchObject({ add: [{}, {}], remove: [], missed: ['t1'] });
    expect(read(first.mirror, parts()).changes.remove).toEqual([{ id: 't1', reason: 'replaced', replacedById: null }]);
  });

  it.each<[string, RowSketch]>([
    ['is not the sum', { amount: '-301.00' }],
    ['speaks of something else', { text: 'RENT' }],
    ['goes the other way', { amount: '300.00' }],
  ])('has no part that %s', (_what, sketch) => {
    const { mirror } = read([], [pending({ amount: '-1000.00', text: 'PAYROLL', rail: 'ach' })]);
    const [first] = parts(sketch);
    const [, second] = parts();
    const shown = [first, second].filter((one) => one !== undefined);
    expect(read(mirror, shown).changes.remove).toMatchObject([{ reason: 'pendingExpired' }]);
  });
});
