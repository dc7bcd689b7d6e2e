/** Where ids get their time and their randomness from; passed in so that tests and simulations can repeat a run. */
export interface IdSource {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** That many unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
}

/** Random bytes of one id. */
const ID_BYTES = 10;
/** Taken at once: to ask for a few bytes costs as much as to ask for some hundred. */
const STOCK_BYTES = ID_BYTES * 64;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PAIRS: readonly string[] = Array.from(
  { length: 1024 },
  (_, value) => CROCKFORD.charAt(value >> 5) + CROCKFORD.charAt(value & 31),
);
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const EVENT_ID_PATTERN = /^evt_[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
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
  let stock: Uint8Array = new Uint8Array(0);
  let used = 0;
  return () => {
    if (used === stock.length) {
      stock = source.randomBytes(STOCK_BYTES);
      used = 0;
    }
    const random = stock.subarray(used, used + ID_BYTES);
    used += ID_BYTES;
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
  const words = [uuid.slice(0, 8), uuid.slice(9, 13) + uuid.slice(14, 18), uuid.slice(19, 23) + uuid.slice(24, 28)];
  const [first = 0, second = 0, third = 0, fourth = 0] = [...words, uuid.slice(28)].map((hex) =>
    Number.parseInt(hex, 16),
  );
  // 26 digits of five bits begin two bits before the 128 of the id; two digits at a time, at bits -2, 8, 18 and so on.
  return (
    pairAt(first >>> 24) +
    pairAt(first >>> 14) +
    pairAt(first >>> 4) +
    pairAt((first << 6) | (second >>> 26)) +
    pairAt(second >>> 16) +
    pairAt(second >>> 6) +
    pairAt((second << 4) | (third >>> 28)) +
    pairAt(third >>> 18) +
    pairAt(third >>> 8) +
    pairAt((third << 2) | (fourth >>> 30)) +
    pairAt(fourth >>> 20) +
    pairAt(fourth >>> 10) +
    pairAt(fourth)
  );
}

/** Two digits for the last ten bits of a number. */
function pairAt(bits: number): string {
  return PAIRS[bits & 1023] ?? '';
}

/** Public id of an event whose stored id is a UUID. */
export function eventIdOf(uuid: string): string {
  return `evt_${crockfordOfUuid(uuid)}`;
}

/** The stored id behind a public event id; null for text that is none. */
export function parseEventId(text: string): string | null {
  if (!EVENT_ID_PATTERN.test(text)) return null;
  let bits = 0n;
  for (const character of text.slice('evt_'.length)) bits = (bits << 5n) | BigInt(CROCKFORD.indexOf(character));
  const hex = bits.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** An id that every id made at or after the moment is greater than or equal to, and every earlier one less than. */
export function firstIdAt(epochMs: number): string {
  const time = epochMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

function formatUuidV7(ms: number, counter: number, random: Uint8Array): string {
  const time = ms.toString(16).padStart(12, '0');
  const count = counter.toString(16).padStart(3, '0');
  const hex = (place: number) => HEX[byteAt(random, place)] ?? '';
  const variant = HEX[(byteAt(random, 0) & 0x3f) | 0x80] ?? '';
  const tail = hex(2) + hex(3) + hex(4) + hex(5) + hex(6) + hex(7);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${hex(1)}-${tail}`;
}

function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError('the random source gave too few bytes');
  return byte;
}
