import type { OutgoingStatements } from '../write/outgoing.ts';
import { type BankFileWriteOptions, writeBankFile } from '../write/write-bank-file.ts';
import type { WritableFormat } from '../write/write-scope.ts';

/** What stands around the statements of tests. */
export const FILE = { fileId: 'F1', senderId: '122099999', receiverId: '123456789', createdAt: '2026-01-05T12:00:00Z' };

/** Writes everything into memory. */
export async function writeWhole(
  format: WritableFormat,
  statements: OutgoingStatements,
  options: Partial<BankFileWriteOptions> = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeBankFile(format, statements, { file: FILE, ...options })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
