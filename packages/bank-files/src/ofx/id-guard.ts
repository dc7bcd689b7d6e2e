import { NumberSet } from '../number-set.ts';

/** So many ids of a statement are remembered, to find those that repeat; more would need memory without end. */
const MAX_IDS = 100_000;

/** Tells ids that repeat within a statement. It keeps a number of 53 bits of each, which two different ids share in next to no file. */
export class IdGuard {
  readonly #numbers = new NumberSet(MAX_IDS);

  isRepeated(id: string): boolean {
    return this.#numbers.add(hashText(id));
  }
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
