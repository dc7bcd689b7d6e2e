import { listSuggestions as listRows, type SuggestionView } from '../../../store/suggestions.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { renderPage } from '../../lists/raw-page.ts';
import { defineOperation } from '../../operation.ts';
import { presentSuggestion } from '../../presenters/suggestion.ts';

export const listSuggestions = defineOperation('listSuggestions', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { accountId, connectionId, kind = null, status = null } = input.query;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      context.parts.sql,
      context.principal,
      { accountId: idFilter(accountId), connectionId: idFilter(connectionId), kind, status },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = { position: ({ id }: SuggestionView) => [id], present: presentSuggestion };
    return { status: 200, rawJson: renderPage(presentPage(page.value, rows, view, context)) };
  },
});
