import { type FileAccountReading, UNKNOWN_CURRENCY } from '../../connectors/contract.ts';
import { maskAccountNumber } from '../../domain/account.ts';
import type { FileKnowledge } from '../../domain/files/file-knowledge.ts';
import type { FilePreview, FilePreviewStatement } from '../../domain/files/file-preview.ts';
import {
  compareDecimals,
  decimal,
  formatDecimal,
  negateDecimal,
  sumDecimals,
  ZERO,
} from '../../domain/values/decimal.ts';
import type { IngestParts } from '../parts.ts';
import { readSettingsOf } from './read-settings.ts';

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_STATEMENTS = 20;
const MOST_ROWS = 50;

/** Reads the front of a kept file, damaged statements up to the damage, and shows what it says. */
export async function previewFile(
  parts: Pick<IngestParts, 'fileConnector' | 'openEvidence'>,
  file: { readonly sha256: string; readonly sizeBytes: number },
  knowledge: FileKnowledge,
  target: { readonly currency: string } | null,
): Promise<FilePreview> {
  const bytes = takeFront(await parts.openEvidence(file.sha256));
  const lenient = { ...readSettingsOf(knowledge, target), isStrict: false };
  const { format, readings } = await parts.fileConnector.read(bytes, { ...lenient, takesDamaged: true });
  const isCut = readings.length > MOST_STATEMENTS || readings.some((each) => rowsOf(each).length > MOST_ROWS);
  return {
    format,
    isPartial: isCut || file.sizeBytes > MOST_BYTES,
    statements: readings.slice(0, MOST_STATEMENTS).map(previewStatement),
  };
}

async function* takeFront(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = MOST_BYTES;
  for await (const chunk of bytes) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

const rowsOf = ({ observation }: FileAccountReading) => observation?.rows ?? [];

function previewStatement(reading: FileAccountReading): FilePreviewStatement {
  const rows = rowsOf(reading);
  const amounts = rows.map(({ amount }) => decimal(amount));
  const days = rows.map(({ postedDate, pendingDate }) => postedDate ?? pendingDate).filter((day) => day !== null);
  const { observation, problem } = reading;
  return {
    accountNumber: maskAccountNumber(reading.accountNumber),
    currency: reading.currency,
    from: days.toSorted()[0] ?? null,
    to: days.toSorted().at(-1) ?? null,
    rowCount: rows.length,
    credits: formatDecimal(sumDecimals(amounts.filter((amount) => compareDecimals(amount, ZERO) > 0))),
    debits: formatDecimal(negateDecimal(sumDecimals(amounts.filter((amount) => compareDecimals(amount, ZERO) < 0)))),
    closingBalance: observation?.currentBalances?.ledger ?? null,
    problem: problem === null ? null : { ...problem, accountNumber: maskAccountNumber(problem.accountNumber) },
    rows: rows
      .slice(0, MOST_ROWS)
      .map(({ status, postedDate, amount, currency, rawDescription, bankReference, location }) => ({
        status,
        postedDate,
        amount,
        currency: currency === UNKNOWN_CURRENCY ? null : currency,
        description: (rawDescription ?? '').replaceAll(/\s+/g, ' ').trim(),
        bankReference,
        location,
      })),
  };
}
