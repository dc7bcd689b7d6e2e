import { rejectSuggestion as reject } from '../../../commands/suggestions/reject-suggestion.ts';
import { defineOperation } from '../../operation.ts';
import { presentSuggestion } from '../../presenters/suggestion.ts';

export const rejectSuggestion = defineOperation('rejectSuggestion', {
  async handle({ path }, { parts, principal }) {
    const decided = await reject(parts, principal, path.suggestionId);
    return decided.ok ? { status: 200, rawJson: presentSuggestion(decided.value) } : decided.refusal;
  },
});
