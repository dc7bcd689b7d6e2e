import { listFileSources as listRows } from '../../../store/files/file-sources.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation, type Presented } from '../../operation.ts';
import { presentFileSources } from '../../presenters/file-source.ts';

export const listFileSources = defineOperation('listFileSources', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { parts, principal } = context;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      parts.sql,
      principal,
      { connectionId: idFilter(input.query.connectionId) },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const sources = await presentFileSources(parts.sql, principal.organizationId, rows);
    const view = {
      position: ({ id }: Presented<'FileSource'>) => [id],
      present: (source: Presented<'FileSource'>) => source,
    };
    return { status: 200, body: presentPage(page.value, sources, view, context) };
  },
});
