import { listAuditEntries as listRows } from '../../../store/audit-entries.ts';
import { instantFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentAuditEntry } from '../../presenters/audit-entry.ts';

export const listAuditEntries = defineOperation('listAuditEntries', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const [afterId = null] = page.value.after ?? [];
    const { action = null, actorId = null, targetId = null, createdAtGte, createdAtLt } = input.query;
    const rows = await listRows(
      context.parts.sql,
      context.principal,
      { action, actorId, targetId, from: instantFilter(createdAtGte), to: instantFilter(createdAtLt) },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = { position: ({ id }: { id: string }) => [id], present: presentAuditEntry };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});
