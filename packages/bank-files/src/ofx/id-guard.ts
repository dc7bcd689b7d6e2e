/** So many ids of a statement are remembered, to find those that repeat; more would need memory without end. */
const MAX_IDS = 100_000;

/** Places at the beginning; twice as many whenever half of them are taken. */
const FIRST_SIZE = 1024;

/**
 * Tells ids that repeat within a statement. It keeps a number of 53 bits of each, which two different ids share in next to no file. The numbers
 * lie in one array: a set would need an object for each of them, and several times the memory.
 */
export class IdGuard {
  #numbers = new Float64Array(FIRST_SIZE);
  #count = 0;

  isRepeated(id: string): boolean {
    // Zero marks a free place.
    const number = hashText(id) + 1;
    const place = findPlace(this.#numbers, number);
    if (this.#numbers[place] === number) return true;
    if (this.#count >= MAX_IDS) return false;
    this.#numbers[place] = number;
    this.#count++;
    if (this.#count * 2 > this.#numbers.length) this.#grow();
    return false;
  }

  #grow(): void {
    const grown = new Float64Array(this.#numbers.length * 2);
    for (const number of this.#numbers) if (number !== 0) grown[findPlace(grown, number)] = number;
    this.#numbers = grown;
  }
}

/** Where the number is, or the free place where it belongs. The length is a power of two, and never all is taken. */
function findPlace(numbers: Float64Array, number: number): number {
  const mask = numbers.length - 1;
  let place = (number % 0x7fffffff) & mask;
  while (numbers[place] !== 0 && numbers[place] !== number) place = (place + 1) & mask;
  return place;
}

/** Two independent multiplicative hashes, put together. */
function hashText(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
  }
  return (high >>> 0) * 0x200000 + ((low ^ (low >>> 13)) >>> 11);
}
