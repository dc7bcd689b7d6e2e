import { refuse } from '../../../domain/refusal.ts';
import { findSuggestion } from '../../../store/suggestions.ts';
import { defineOperation } from '../../operation.ts';
import { presentSuggestion } from '../../presenters/suggestion.ts';

export const getSuggestion = defineOperation('getSuggestion', {
  async handle({ path }, { parts, principal }) {
    const suggestion = await findSuggestion(parts.sql, principal, path.suggestionId);
    return suggestion === null
      ? refuse('not_found', 'There is no such suggestion.')
      : { status: 200, rawJson: presentSuggestion(suggestion) };
  },
});
