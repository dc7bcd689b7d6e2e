import { refuse } from '../../../domain/refusal.ts';
import { findStatement, type StatementRow } from '../../../store/accounts/statements.ts';
import { defineOperation } from '../../operation.ts';

export const getStatementContent = defineOperation('getStatementContent', {
  async handle({ path }, { parts, principal }) {
    const statement = await findStatement(parts.sql, principal, path.statementId);
    if (statement === null) return refuse('not_found', 'There is no such statement.');
    return {
      status: 200,
      headers: { 'Content-Disposition': dispositionOf(statement) },
      // A bank's file is never given a type by which a browser would show or run it.
      contentType: statement.format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
      stream: await parts.openEvidence(statement.sha256),
    };
  },
});

/** Always a download, under the bank's name for it as far as that is harmless (RFC 6266). */
function dispositionOf({ fileName, id, format }: StatementRow): string {
  const name = fileName ?? `${id}.${format}`;
  const plain = name.replaceAll(/[^\w.\- ]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
