import type { SuggestionView } from '../../store/suggestions.ts';

/** A suggestion as JSON text, with the transactions as they are sent elsewhere. */
export function presentSuggestion({ olderBody, newerBody, ...row }: SuggestionView): string {
  const head = JSON.stringify({
    id: row.id,
    kind: row.kind,
    status: row.status,
    connectionId: row.connectionId,
    accountId: row.accountId,
    olderId: row.olderId,
    newerId: row.newerId,
    reasons: row.reasons,
    createdAt: row.createdAt,
    closedAt: row.closedAt,
  });
  return `${head.slice(0, -1)},"older":${olderBody ?? 'null'},"newer":${newerBody ?? 'null'}}`;
}
