import { accepted, type Result, refuse, refused } from '../../domain/refusal.ts';
import { closeSuggestion, findSuggestion, lockSuggestion, type SuggestionView } from '../../store/suggestions.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';
import { noteAct } from '../note-act.ts';
import type { CommandParts } from '../parts.ts';

/** Keeps the two of a suggestion apart for good: this pair is never proposed again. Rejecting again changes nothing. */
export async function rejectSuggestion(
  parts: CommandParts,
  tenant: Tenant,
  suggestionId: string,
): Promise<Result<SuggestionView>> {
  const missing = refused(refuse('not_found', 'There is no such suggestion.'));
  return parts.sql.begin(async (db): Promise<Result<SuggestionView>> => {
    const suggestion = await lockSuggestion(db, tenant, suggestionId);
    if (suggestion === null) return missing;
    if (suggestion.status === 'accepted' || suggestion.status === 'superseded')
      return refused(refuse('conflict', `The suggestion is ${suggestion.status}, which is final.`));
    if (suggestion.status === 'open') {
      await closeSuggestion(db, suggestion, 'rejected', await parts.now(tenant));
      await noteAct(db, parts, tenant, {
        action: 'suggestion.reject',
        targetType: 'suggestion',
        targetId: suggestionId,
        details: { kind: suggestion.kind, connectionId: suggestion.connectionId },
      });
    }
    const view = await findSuggestion(db, tenant, suggestionId);
    if (view === null) throw new Error('a locked suggestion disappeared');
    return accepted(view);
  });
}
