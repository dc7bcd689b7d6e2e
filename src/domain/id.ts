/** Where ids get their time and their randomness from; passed in so that tests and simulations can repeat a run. */
export interface IdSource {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** That many unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for any textual UUID, whatever its version. */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

/**
 * Makes UUIDs of version 7: they grow with time, also within one millisecond on one generator, so that "newest first"
 * can order by id. (RFC 9562, method 2: the twelve bits after the time are a counter that starts at random.)
 */
export function createIdGenerator(source: IdSource): () => string {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const random = source.randomBytes(10);
    const nowMs = source.nowMs();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = ((byteAt(random, 0) & 0x07) << 8) | byteAt(random, 1);
    } else {
      counter += 1;
      // A full counter borrows the next millisecond: order is kept, and the clock catches up at once.
      if (counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
    }
    return formatUuidV7(lastMs, counter, random.subarray(2));
  };
}

/** The 26 Crockford characters of a UUID, as used behind `evt_`. */
export function crockfordOfUuid(uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = CROCKFORD.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

/** Public id of an event whose stored id is a UUID. */
export function eventIdOf(uuid: string): string {
  return `evt_${crockfordOfUuid(uuid)}`;
}

function formatUuidV7(ms: number, counter: number, random: Uint8Array): string {
  const time = ms.toString(16).padStart(12, '0');
  const count = counter.toString(16).padStart(3, '0');
  const variant = ((byteAt(random, 0) & 0x3f) | 0x80).toString(16);
  let tail = '';
  for (let index = 1; index < 8; index += 1) tail += byteAt(random, index).toString(16).padStart(2, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${tail.slice(0, 2)}-${tail.slice(2)}`;
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError('the random source gave too few bytes');
  return byte;
}
