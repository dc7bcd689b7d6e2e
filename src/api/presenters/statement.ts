import { canonicalAmount } from '../../domain/values/money.ts';
import type { StatementRow } from '../../store/accounts/statements.ts';
import type { Presented } from '../operation.ts';

/** Balances are null where the statement is a document that nobody has read. */
export function presentStatement(statement: StatementRow): Presented<'Statement'> {
  const { currency } = statement;
  const amount = (text: string | null) => (text === null ? null : canonicalAmount(text, currency));
  return {
    id: statement.id,
    accountId: statement.accountId,
    connectionId: statement.connectionId,
    periodStart: statement.periodStart,
    periodEnd: statement.periodEnd,
    currency,
    openingBalance: amount(statement.openingBalance),
    closingBalance: amount(statement.closingBalance),
    format: statement.format,
    fileName: statement.fileName,
    contentType: statement.contentType,
    sizeBytes: Number(statement.sizeBytes),
    sha256: statement.sha256,
    source: statement.source,
    createdAt: statement.createdAt,
  };
}
