import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleTransaction } from '../testing/sample-transaction.ts';
import type { Transaction } from '../wire.ts';
import { type AccountSum, addHash, EMPTY_SUM, formatChecksum, hashTransaction, subtractHash } from './checksum.ts';
import { applyChange } from './plan-write.ts';

// What fails once must fail again.
fc.configureGlobal({ seed: 20_261_121 });

const CONTRACT = readFileSync(new URL('../../../../openapi/causeway.yaml', import.meta.url), 'utf8');
const add = (hashes: readonly string[], from: AccountSum = EMPTY_SUM) => hashes.reduce(addHash, from);

describe('the checksum of an account', () => {
  it('is the one of the contract’s true example', () => {
    const texts = [...CONTRACT.matchAll(/^ +(019[0-9a-f-]+\\t(?:posted|pending)\\t\S+)$/gm)].map(
      (match) => match[1] ?? '',
    );
    const hashes = texts.map((text) => {
      const [id = '', status = '', postedDate = '', amount = '', currency = '', updatedAt = ''] = text.split('\\t');
      if (status !== 'posted' && status !== 'pending') throw new Error(`the example has the status ${status}`);
      const changes: Partial<Transaction> = {
        status,
        amount,
        currency,
        updatedAt,
        postedDate: postedDate === '' ? null : postedDate,
      };
      return hashTransaction(sampleTransaction(id, changes));
    });
    const wanted = /checksum: (sum256:[0-9a-f]{64})/.exec(CONTRACT)?.[1];
    const { count, sum } = add(hashes);
    expect(count).toBe(2);
    expect(formatChecksum(sum)).toBe(wanted);
  });

  it('is all zeros without transactions', () => {
    expect(formatChecksum(EMPTY_SUM.sum)).toBe(`sum256:${'0'.repeat(64)}`);
  });

  it('covers each field that the contract names, and no other', () => {
    const base = hashTransaction(sampleTransaction('a'));
    const changed = (changes: Parameters<typeof sampleTransaction>[1]) =>
      hashTransaction(sampleTransaction('a', changes));
    expect(hashTransaction(sampleTransaction('b'))).not.toBe(base);
    expect(changed({ status: 'pending' })).not.toBe(base);
    expect(changed({ postedDate: null })).not.toBe(base);
    expect(changed({ amount: '-1250.0' })).not.toBe(base);
    expect(changed({ currency: 'EUR' })).not.toBe(base);
    expect(changed({ updatedAt: '2026-11-20T06:02:11.483Z' })).not.toBe(base);
    expect(changed({ description: 'other' })).toBe(base);
  });

  const hashes = fc.array(
    fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }).map((value) => value.toString(16).padStart(64, '0')),
  );

  it('does not depend on the order, and comes back when what was added is taken out', () => {
    fc.assert(
      fc.property(hashes, hashes, (kept, gone) => {
        const sum = add(kept);
        expect(gone.reduce(subtractHash, add([...gone, ...kept].reverse()))).toEqual(sum);
      }),
    );
  });

  it('can be changed by the difference of two sums', () => {
    fc.assert(
      fc.property(hashes, hashes, hashes, (kept, gone, fresh) => {
        const change = add(fresh, gone.reduce(subtractHash, EMPTY_SUM));
        expect(applyChange(add([...kept, ...gone]), change)).toEqual(add([...kept, ...fresh]));
      }),
    );
  });
});
