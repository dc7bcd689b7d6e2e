import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { lockConnection } from '../../store/connections/connections.ts';
import { closeSuggestion, findSuggestion, lockSuggestion, type SuggestionView } from '../../store/suggestions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';
import { mergeAccounts } from './merge-accounts.ts';
import { mergeTransactions } from './merge-transactions.ts';

/**
 * Makes the two of a suggestion one: the older id stays and takes what is newer, the newer one goes.
 * All in one commit, and never beside a run of the connection, which may have decided about either of them already.
 * Accepting again changes nothing.
 */
export async function acceptSuggestion(
  parts: CommandParts,
  tenant: Tenant,
  suggestionId: string,
): Promise<Result<SuggestionView>> {
  const missing = refused(refuse('not_found', 'There is no such suggestion.'));
  return parts.sql.begin(async (db): Promise<Result<SuggestionView>> => {
    const found = await findSuggestion(db, tenant, suggestionId);
    if (found === null) return missing;
    // Runs lock their connection before they close suggestions, so it comes first here as well.
    const connection = await lockConnection(db, tenant, found.connectionId);
    const suggestion = await lockSuggestion(db, tenant, suggestionId);
    if (connection === null || suggestion === null) return missing;
    if (suggestion.status === 'rejected' || suggestion.status === 'superseded')
      return refused(refuse('conflict', `The suggestion is ${suggestion.status}, which is final.`));
    if (suggestion.status === 'open') {
      if (connection.leaseRunId !== null)
        return refused(
          refuse('sync_in_progress', 'A sync of this connection is running. Accept the suggestion when it has ended.'),
        );
      const at = await parts.now(tenant);
      await closeSuggestion(db, suggestion, 'accepted', at);
      await noteAct(db, parts, tenant, {
        action: 'suggestion.accept',
        targetType: 'suggestion',
        targetId: suggestionId,
        details: { kind: suggestion.kind, connectionId: suggestion.connectionId },
      });
      const merge = suggestion.kind === 'account' ? mergeAccounts : mergeTransactions;
      await merge(db, tenant, suggestion, { at, newId: parts.newId });
    }
    const view = await findSuggestion(db, tenant, suggestionId);
    if (view === null) throw new Error('a locked suggestion disappeared');
    return accepted(view);
  });
}
