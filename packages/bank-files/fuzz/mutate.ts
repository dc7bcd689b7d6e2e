import { Buffer } from 'node:buffer';
import { pick, type Random } from './random.ts';

/** Bytes that mean something in one format or another, and some that mean nothing anywhere. */
const INTERESTING = [
  ...Buffer.from('\n\r\t ,;:./|-+\'"^!{}@&<>()[]=$%#?0159AZaz'),
  0,
  1,
  0x1a,
  0x7f,
  0x80,
  0xc3,
  0xe4,
  0xff,
];

type Mutation = (bytes: Buffer, random: Random, dictionary: readonly string[]) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => put(bytes, random.below(bytes.length), 1, Buffer.from([pick(INTERESTING, random)])),
  (bytes, random) => put(bytes, random.below(bytes.length), 1, Buffer.from([random.below(256)])),
  (bytes, random) => put(bytes, random.below(bytes.length + 1), 0, Buffer.from([pick(INTERESTING, random)])),
  (bytes, random) => put(bytes, random.below(bytes.length), 1 + random.below(12), Buffer.alloc(0)),
  (bytes, random) => put(bytes, random.below(bytes.length), random.below(200), Buffer.alloc(0)),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => bytes.subarray(random.below(bytes.length)),
  // A piece of the file once more, here or there.
  (bytes, random) => put(bytes, random.below(bytes.length), 0, slice(bytes, random, 100)),
  (bytes, random) => put(bytes, random.below(bytes.length), random.below(20), slice(bytes, random, 20)),
  (bytes, random) => changeLines(bytes, random, (lines, i) => lines.splice(i, 1)),
  (bytes, random) => changeLines(bytes, random, (lines, i) => lines.splice(i, 0, lines[i] ?? '')),
  (bytes, random) =>
    changeLines(bytes, random, (lines, i) => lines.splice(random.below(lines.length), 0, ...lines.splice(i, 1))),
  (bytes, random, dictionary) =>
    put(bytes, random.below(bytes.length), random.below(4), Buffer.from(pick(dictionary, random))),
  (bytes, random, dictionary) =>
    put(bytes, random.below(bytes.length), 0, Buffer.from(pick(dictionary, random).repeat(1 + random.below(300)))),
  (bytes, random) =>
    put(bytes, random.below(bytes.length), 0, Buffer.alloc(random.below(5000), pick(INTERESTING, random))),
  changeNumber,
];

/** A file with one to five things wrong. The same random numbers give the same file. */
export function mutate(seed: Uint8Array, random: Random, dictionary: readonly string[]): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  for (let count = 1 + random.below(5); count > 0; count--) {
    if (bytes.length === 0) return bytes;
    bytes = pick(MUTATIONS, random)(bytes, random, dictionary);
  }
  return bytes;
}

function put(bytes: Buffer, at: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

function slice(bytes: Buffer, random: Random, maxLength: number): Buffer {
  const start = random.below(bytes.length);
  return bytes.subarray(start, start + 1 + random.below(maxLength));
}

function changeLines(bytes: Buffer, random: Random, change: (lines: string[], index: number) => void): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  change(lines, random.below(lines.length));
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** Another number in the place of one: longer, shorter, with other marks. */
function changeNumber(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('latin1');
  const numbers = [...text.matchAll(/\d+/g)];
  if (numbers.length === 0) return bytes;
  const { index, 0: digits } = pick(numbers, random);
  const changed = pick(
    [
      '',
      '0',
      '-1',
      '99',
      '1,234',
      '1.234',
      '12..34',
      '31',
      '13',
      '9'.repeat(60),
      `${digits}${digits}`,
      digits.slice(1),
      `-${digits}`,
    ],
    random,
  );
  return Buffer.from(text.slice(0, index) + changed + text.slice(index + digits.length), 'latin1');
}
