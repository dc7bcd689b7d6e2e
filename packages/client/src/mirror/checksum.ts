import { createHash } from 'node:crypto';
import type { Transaction } from '../wire.ts';

/** Number of transactions of an account and the sum of their hashes modulo 2^256. */
export interface AccountSum {
  readonly count: number;
  readonly sum: bigint;
}

export const EMPTY_SUM: AccountSum = { count: 0, sum: 0n };

const MODULUS = 1n << 256n;

/** SHA-256, in hex, of what the contract's digest covers of a transaction, exactly as sent. */
export function hashTransaction(transaction: Transaction): string {
  const { id, status, postedDate, amount, currency, updatedAt } = transaction;
  const text = [id, status, postedDate ?? '', amount, currency, updatedAt].join('\t');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The sum with one more transaction in it. */
export function addHash({ count, sum }: AccountSum, hash: string): AccountSum {
  return { count: count + 1, sum: (sum + BigInt(`0x${hash}`)) % MODULUS };
}

/** The sum with one transaction less in it. */
export function subtractHash({ count, sum }: AccountSum, hash: string): AccountSum {
  return { count: count - 1, sum: (sum - BigInt(`0x${hash}`) + MODULUS) % MODULUS };
}

/** As the contract writes it. */
export function formatChecksum(sum: bigint): string {
  return `sum256:${toHex(sum)}`;
}

/** 64 hex digits, the form in which sums are stored. */
export function toHex(sum: bigint): string {
  return sum.toString(16).padStart(64, '0');
}

/** A sum as it is printed, 64 hexadecimal digits, as a number. */
export function fromHex(hex: string): bigint {
  return BigInt(`0x${hex}`);
}
