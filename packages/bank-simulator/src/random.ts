/** A sequence of draws that its name alone decides. Integers only, so that every engine draws the same. */
export interface RandomStream {
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** True with a probability of `perTenThousand` in 10,000. */
  chance(perTenThousand: number): boolean;
  /** One member of a list. Throws a RangeError when the list is empty. */
  pick<T>(list: readonly T[]): T;
}

type Lanes = [number, number, number, number];

/** Four 32-bit lanes of hash over the parts. The separator keeps ('ab', 'c') and ('a', 'bc') apart. */
function hashLanes(parts: readonly string[]): Lanes {
  const text = parts.join('\u001f');
  let a = 0x6a09e667;
  let b = 0x3c6ef372;
  let c = 0x510e527f;
  let d = 0x1f83d9ab;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit ^ (a >>> 7), 0x85ebca6b);
    c = Math.imul(c ^ unit ^ (b >>> 11), 0xc2b2ae35);
    d = Math.imul(d ^ unit ^ (c >>> 13), 0x27d4eb2f);
  }
  return [mixLane(a ^ d), mixLane(b ^ a), mixLane(c ^ b), mixLane(d ^ c)];
}

/** Spreads every input bit over the whole lane, so that names that differ in one letter start far apart. */
function mixLane(lane: number): number {
  let mixed = lane;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Sixteen hexadecimal digits that the parts decide; the simulated bank makes its references from them. */
export function hashHex(...parts: readonly string[]): string {
  const [a, b] = hashLanes(parts);
  return a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');
}

/** `digits` decimal digits (1 to 18) that the parts decide. */
export function hashDigits(digits: number, ...parts: readonly string[]): string {
  const value = BigInt(`0x${hashHex(...parts)}`) % 10n ** BigInt(digits);
  return value.toString().padStart(digits, '0');
}

/**
 * A stream of its own for every name (sfc32 over a hash of the parts). Streams share nothing: drawing more from one, or
 * adding another, leaves all others as they were.
 */
export function createRandomStream(...parts: readonly string[]): RandomStream {
  let [a, b, c, counter] = hashLanes(parts);
  function nextUint32(): number {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  }
  // The first outputs of sfc32 still resemble its seed.
  for (let round = 0; round < 12; round += 1) nextUint32();
  function int(min: number, max: number): number {
    return min + Math.floor((nextUint32() / 0x1_0000_0000) * (max - min + 1));
  }
  return {
    int,
    chance: (perTenThousand) => int(0, 9_999) < perTenThousand,
    pick: (list) => {
      const member = list[int(0, list.length - 1)];
      if (member === undefined) throw new RangeError('cannot pick from an empty list');
      return member;
    },
  };
}
