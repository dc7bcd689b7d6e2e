import { createHash } from 'node:crypto';
import {
  type OutgoingEntry,
  type OutgoingFile,
  type OutgoingStatement,
  splitByDay,
  writeBankFile,
} from '@causeway/bank-files';
import type { Instant, ShownRow, ShownStatement } from '@causeway/bank-simulator';
import type { DownloadFormat } from './looks/parts.ts';

/** A file that a bank gives out. */
export interface Download {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const KINDS: Readonly<Record<DownloadFormat, { extension: string; mediaType: string }>> = {
  csv: { extension: 'csv', mediaType: 'text/csv; charset=utf-8' },
  ofx: { extension: 'ofx', mediaType: 'application/x-ofx' },
  bai2: { extension: 'bai', mediaType: 'text/plain; charset=us-ascii' },
  camt053: { extension: 'xml', mediaType: 'application/xml' },
  mt940: { extension: 'sta', mediaType: 'text/plain; charset=us-ascii' },
};

/** Writes posted rows as a file. What a format has no place for is left out, as banks do; money and days are all there. */
export async function writeDownload(
  statement: ShownStatement,
  { format, at, bankId, companyId }: { format: DownloadFormat; at: Instant; bankId: string; companyId: string },
): Promise<Download> {
  const { account, from, to } = statement;
  const { extension, mediaType } = KINDS[format];
  const outgoing = toOutgoing(statement);
  const file: OutgoingFile = {
    // Short enough for every format, and the same for the same question at the same moment.
    fileId: createHash('sha256').update(`${account.id} ${from} ${to} ${at}`).digest('hex').slice(0, 12).toUpperCase(),
    senderId: senderOf(statement, bankId),
    receiverId: companyId,
    createdAt: `${at.slice(0, 19)}Z`,
  };
  const statements = format === 'bai2' ? splitByDay(outgoing) : [outgoing];
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeBankFile(format, statements, { file, onLoss: () => undefined })) chunks.push(chunk);
  return {
    name: `${bankId}-${account.number.slice(-4)}-${from}-${to}.${extension}`,
    mediaType,
    bytes: Buffer.concat(chunks),
  };
}

function toOutgoing(statement: ShownStatement): OutgoingStatement {
  const { account, from, to, opening, closing, entries } = statement;
  const occurrences = new Map<string, number>();
  return {
    account: {
      ...{ id: account.number, currency: account.currency, kind: account.type, name: account.name },
      servicerId: account.routingNumber ?? account.bic,
    },
    statementId: `${from.replaceAll('-', '')}${to.slice(2).replaceAll('-', '')}`,
    asOfDate: closing.date,
    periodFrom: from,
    periodTo: to,
    balances: [
      { type: 'opening', amount: opening.amount, date: opening.date },
      { type: 'closing', amount: closing.amount, date: closing.date },
    ],
    entries: entries.map((row) => toEntry(row, occurrences)),
  };
}

function toEntry(row: ShownRow, occurrences: Map<string, number>): OutgoingEntry {
  return {
    ...{ bookingDate: row.bookingDate, valueDate: row.valueDate, amount: row.amount, currency: row.currency },
    ...{ description: row.text, bankReference: row.bankReference, customerReference: row.customerReference },
    counterparty: { name: row.counterpartyName, account: row.counterpartyAccount, bankId: null },
    codes: { baiCode: row.baiCode },
    id: row.id ?? inventId(row, occurrences),
  };
}

/**
 * The id of a row at a bank that has none, for a format that wants one: made of what the row shows, and counted among
 * those that show the same.
 */
function inventId({ bookingDate, amount, text }: ShownRow, occurrences: Map<string, number>): string {
  const shown = `${bookingDate} ${amount} ${text}`;
  const count = (occurrences.get(shown) ?? 0) + 1;
  occurrences.set(shown, count);
  const day = (bookingDate ?? '').replaceAll('-', '');
  return `${day}${createHash('sha256').update(`${shown} ${count}`).digest('hex').slice(0, 12).toUpperCase()}`;
}

/** Files name the bank by a code; a bank that has none writes its name. */
function senderOf({ account }: ShownStatement, bankId: string): string {
  return account.routingNumber ?? account.bic ?? bankId.toUpperCase();
}
