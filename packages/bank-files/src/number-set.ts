/** Places at the beginning; twice as many whenever half of them are taken. */
const FIRST_SIZE = 1024;

/**
 * A number is looked for in so many places at most. Numbers that spread need a few; only those made to meet in one place need more, and the
 * set forgets them rather than walk past all others with each.
 */
const MOST_STEPS = 256;

/**
 * Remembers whole numbers from 0 on, up to a limit. They lie in one array: a set of the language would need an object for each of them and several times the
 * memory, and finds its numbers by a hash that a file may be made against.
 */
export class NumberSet {
  readonly #limit: number;
  #numbers = new Float64Array(FIRST_SIZE);
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the number in, unless the limit is reached. True when it was there before. */
  add(number: number): boolean {
    // Zero marks a free place.
    const kept = number + 1;
    const place = findPlace(this.#numbers, kept);
    if (place === -1) return false;
    if (this.#numbers[place] === kept) return true;
    if (this.#count >= this.#limit) return false;
    this.#numbers[place] = kept;
    this.#count++;
    if (this.#count * 2 > this.#numbers.length) this.#grow();
    return false;
  }

  #grow(): void {
    const grown = new Float64Array(this.#numbers.length * 2);
    for (const number of this.#numbers) {
      const place = number === 0 ? -1 : findPlace(grown, number);
      if (place !== -1) grown[place] = number;
    }
    this.#numbers = grown;
  }
}

/** Where the number is, or the free place where it belongs; -1 when neither is near. The length is a power of two. */
function findPlace(numbers: Float64Array, number: number): number {
  const mask = numbers.length - 1;
  let place = (number % 0x7fffffff) & mask;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (numbers[place] === 0 || numbers[place] === number) return place;
    place = (place + 1) & mask;
  }
  return -1;
}
