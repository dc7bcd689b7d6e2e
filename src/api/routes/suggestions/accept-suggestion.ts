import { acceptSuggestion as accept } from '../../../commands/suggestions/accept-suggestion.ts';
import { defineOperation } from '../../operation.ts';
import { presentSuggestion } from '../../presenters/suggestion.ts';

export const acceptSuggestion = defineOperation('acceptSuggestion', {
  async handle({ path }, { parts, principal }) {
    const decided = await accept(parts, principal, path.suggestionId);
    return decided.ok ? { status: 200, rawJson: presentSuggestion(decided.value) } : decided.refusal;
  },
});
