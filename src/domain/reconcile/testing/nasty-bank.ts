import type { SourceIdTrust } from '../../institution.ts';
import type { NormalisedRow } from '../../observation.ts';
import { day, type RowSketch, row } from './rows.ts';

/** Last day that the bank shows; the first one is 1. */
export const LAST_SHOWN_DAY = 28;

const TEXTS = ['BISTRO ROMA', 'BISTRO ROMA', 'SHELL', 'CITY UTILITIES', '4711', 'RENT NOV', 'Q', 'QQ'] as const;
const AMOUNTS = ['-40.00', '-40.00', '-5.00', '-46.00', '500.00', '-12.34', '0.00', '-40.01'] as const;

/** A booking as this bank has it at the moment. */
interface Booking {
  sketch: RowSketch;
  valueDay: number | null;
  isShown: boolean;
}

type Which = 'any' | 'pending' | 'posted' | 'hidden';

/**
 * A bank that does what banks are not supposed to do: it swaps and shares ids, rewrites texts, dates, amounts, signs and
 * currencies of what is booked, takes bookings back and brings them again. Whoever reads it must still show just what it
 * shows. Where ids are proven it is true to them, because nothing could be known otherwise.
 */
export class NastyBank {
  readonly #bookings: Booking[] = [];
  readonly #trust: SourceIdTrust;
  #ids = 0;
  #draws: readonly number[] = [];

  constructor(trust: SourceIdTrust) {
    this.#trust = trust;
  }

  /** All rows that it shows, the same ones in the same order until something is done. */
  show(): NormalisedRow[] {
    return this.#bookings
      .filter(({ isShown }) => isShown)
      .map(({ sketch, valueDay }) => ({ ...row(sketch), valueDate: valueDay === null ? null : day(valueDay) }));
  }

  /** Does one thing; the numbers decide to which bookings, and how. */
  act(habit: Habit, draws: readonly number[]): void {
    this.#draws = draws;
    HABITS[habit](this);
  }

  draw(place: number, choices: number): number {
    return (this.#draws[place] ?? 0) % choices;
  }

  pick<T>(place: number, choices: readonly T[]): T {
    return choices[this.draw(place, choices.length)] as T; // The place is within the list.
  }

  /** Another id where the bank gives any. */
  nextId(): string | null {
    this.#ids += 1;
    return this.#trust === 'none' ? null : `i${this.#ids}`;
  }

  book(status: 'pending' | 'posted'): void {
    const date = 1 + this.draw(0, LAST_SHOWN_DAY);
    const dates = status === 'posted' ? { day: date } : { day: null, pendingDay: date };
    const looks = { amount: this.pick(1, AMOUNTS), text: this.pick(2, TEXTS) };
    const bankReference = this.pick(3, [null, null, 'R1', 'R2']);
    this.add({ status, ...dates, ...looks, bankReference, sourceId: this.nextId() });
  }

  add(sketch: RowSketch): void {
    this.#bookings.push({ sketch, valueDay: null, isShown: true });
  }

  /** Changes one booking of a kind, if there is one. */
  change(which: Which, change: (booking: Booking) => void, place = 0): void {
    const fitting = this.#bookings.filter(({ sketch, isShown }) =>
      which === 'hidden' ? !isShown : isShown && (which === 'any' || sketch.status === which),
    );
    if (fitting.length > 0) change(this.pick(place, fitting));
  }

  changeAll(change: (booking: Booking, index: number) => void): void {
    this.#bookings.forEach(change);
  }

  post(changes: RowSketch = {}): void {
    this.change('pending', (booking) => {
      const { pendingDay, sourceId } = booking.sketch;
      const posted = { status: 'posted', day: Math.min((pendingDay ?? 1) + this.draw(1, 3), LAST_SHOWN_DAY) } as const;
      const ids = this.#trust === 'stablePerStatus' ? { sourceId: this.nextId() } : { sourceId: sourceId ?? null };
      const kept = this.draw(2, 2) === 0 ? {} : { pendingDay: null };
      booking.sketch = { ...booking.sketch, ...posted, ...ids, ...kept, ...changes };
    });
  }

  /** What is only done where nobody believes the ids. */
  withLooseIds(act: () => void): void {
    if (this.#trust === 'hint') act();
  }
}

const rewrite = (which: Which, changes: (bank: NastyBank, sketch: RowSketch) => RowSketch) => (bank: NastyBank) =>
  bank.change(which, (booking) => {
    booking.sketch = { ...booking.sketch, ...changes(bank, booking.sketch) };
  });

const HABITS = {
  booksPosted: (bank: NastyBank) => bank.book('posted'),
  booksPending: (bank: NastyBank) => bank.book('pending'),
  repeats: (bank: NastyBank) => bank.change('any', ({ sketch }) => bank.add({ ...sketch, sourceId: bank.nextId() })),
  posts: (bank: NastyBank) => bank.post(),
  postsAtAnotherAmount: (bank: NastyBank) => bank.post({ amount: bank.pick(3, AMOUNTS) }),
  postsAsTwo: (bank: NastyBank) =>
    bank.change('pending', (booking) => {
      booking.isShown = false;
      const part = { ...booking.sketch, status: 'posted', pendingDay: null } as const;
      const first = booking.sketch.pendingDay ?? 1;
      bank.add({ ...part, amount: '-30.00', day: first, sourceId: bank.nextId() });
      bank.add({ ...part, amount: '-10.00', day: Math.min(first + 1, LAST_SHOWN_DAY), sourceId: bank.nextId() });
    }),
  takesBack: (bank: NastyBank) =>
    bank.change('any', (booking) => {
      booking.isShown = false;
    }),
  bringsBack: (bank: NastyBank) =>
    bank.change('hidden', (booking) => {
      booking.isShown = true;
    }),
  unposts: rewrite('posted', (bank, { day: booked }) => ({
    status: 'pending',
    ...(bank.draw(1, 2) === 0 ? { day: null, pendingDay: booked ?? 1 } : { pendingDay: null }),
  })),
  correctsAmount: rewrite('posted', (bank) => ({ amount: bank.pick(1, AMOUNTS) })),
  turnsSign: rewrite('any', (_, { amount = '' }) => ({
    amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}`,
  })),
  changesCurrency: rewrite('any', (_, { currency }) => ({ currency: currency === 'USD' ? 'EUR' : 'USD' })),
  movesDate: rewrite('posted', (bank, { day: booked }) => ({
    day: Math.min(Math.max((booked ?? 1) + bank.draw(1, 15) - 7, 1), LAST_SHOWN_DAY),
  })),
  rewritesText: rewrite('any', (bank) => ({ text: bank.pick(1, TEXTS) })),
  garblesTexts: (bank: NastyBank) =>
    bank.changeAll((booking, index) => {
      if (bank.draw(index % 4, 3) === 0) booking.sketch = { ...booking.sketch, text: 'Q'.repeat(1 + (index % 3)) };
    }),
  changesReference: rewrite('any', (bank) => ({ bankReference: bank.pick(1, [null, 'R1', 'R2']) })),
  changesCode: rewrite('any', (bank) => ({ mcc: bank.pick(1, [null, '1', '2']) })),
  setsValueDate: (bank: NastyBank) =>
    bank.change('any', (booking) => {
      booking.valueDay = 1 + bank.draw(1, LAST_SHOWN_DAY);
    }),
  losesId: rewrite('any', () => ({ sourceId: null })),
  reissuesIds: (bank: NastyBank) =>
    bank.withLooseIds(() =>
      bank.changeAll((booking) => {
        booking.sketch = { ...booking.sketch, sourceId: bank.nextId() };
      }),
    ),
  swapsIds: (bank: NastyBank) =>
    bank.withLooseIds(() =>
      bank.change('any', (one) =>
        bank.change(
          'any',
          (other) => {
            const [first = null, second = null] = [one.sketch.sourceId, other.sketch.sourceId];
            one.sketch = { ...one.sketch, sourceId: second };
            other.sketch = { ...other.sketch, sourceId: first };
          },
          1,
        ),
      ),
    ),
} satisfies Record<string, (bank: NastyBank) => void>;

export type Habit = keyof typeof HABITS;

export const HABIT_NAMES = Object.keys(HABITS) as Habit[]; // The keys of the record just above.
