import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import {
  type OutgoingEntry,
  type OutgoingStatement,
  type WritableFormat,
  writeBankFile,
} from '../../packages/bank-files/src/index.ts';
import { type Choices, seededChoices } from '../../test/support/choices.ts';

const DAY = '2026-01-31';
const ENTRIES_OF_STATEMENT = 500;
const OPENING_CENTS = 100_000n;
const MAX_CENTS = 1_000_000;

/** Writes a file with that many entries in statements of 500, each of which adds up; gives its size in bytes. */
export async function writeStatementFile(
  path: string,
  format: WritableFormat,
  { entries, seed }: { readonly entries: number; readonly seed: string },
): Promise<number> {
  const file = { fileId: 'F1', senderId: 'BANK', receiverId: 'CUSTOMER', createdAt: `${DAY}T12:00:00Z` };
  const statements = listStatements(entries, seededChoices(`${seed}/files`));
  // Texts that a format has no place for are left out, for all who read the file.
  await pipeline(writeBankFile(format, statements, { file, onLoss: () => undefined }), createWriteStream(path));
  return (await stat(path)).size;
}

function* listStatements(count: number, choices: Choices): Generator<OutgoingStatement> {
  for (let first = 0; first < count; first += ENTRIES_OF_STATEMENT) {
    const size = Math.min(ENTRIES_OF_STATEMENT, count - first);
    const cents = Array.from(
      { length: size },
      () => BigInt(choices.whole(1, MAX_CENTS)) * (choices.chance(0.4) ? -1n : 1n),
    );
    const closing = cents.reduce((sum, each) => sum + each, OPENING_CENTS);
    yield {
      account: { id: `DE8937040044${String(first).padStart(10, '0')}`, currency: 'EUR', servicerId: 'COBADEFF' },
      statementId: `S${first}`,
      asOfDate: DAY,
      balances: [
        { type: 'opening', amount: decimalOf(OPENING_CENTS), date: DAY },
        { type: 'closing', amount: decimalOf(closing), date: DAY },
      ],
      entries: cents.map((amount, index) => buildEntry(first + index, amount)),
    };
  }
}

function buildEntry(index: number, cents: bigint): OutgoingEntry {
  return {
    bookingDate: DAY,
    valueDate: DAY,
    amount: decimalOf(cents),
    bankReference: `B${index}`,
    customerReference: `C${index % 1_000}`,
    references: { endToEndId: `E2E-${index}` },
    counterparty: { name: `Company ${index % 500} Ltd` },
    description: `Invoice ${index} of order ${index * 7} with thanks for your payment`,
  };
}

function decimalOf(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
