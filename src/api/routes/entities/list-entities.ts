import { listEntities as listRows } from '../../../store/tenants/entities.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentEntity } from '../../presenters/entity.ts';

export const listEntities = defineOperation('listEntities', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      context.parts.sql,
      context.principal.organizationId,
      { externalEntityId: input.query.externalEntityId ?? null },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = { position: ({ id }: { id: string }) => [id], present: presentEntity };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});
