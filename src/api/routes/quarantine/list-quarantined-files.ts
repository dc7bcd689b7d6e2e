import { listQuarantinedFiles as listRows, type QuarantinedFileRow } from '../../../store/files/quarantined-files.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentQuarantinedFile } from '../../presenters/quarantined-file.ts';

export const listQuarantinedFiles = defineOperation('listQuarantinedFiles', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { connectionId, status = null } = input.query;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      context.parts.sql,
      context.principal,
      { connectionId: idFilter(connectionId), status },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = {
      position: ({ id }: QuarantinedFileRow) => [id],
      present: (row: QuarantinedFileRow) => presentQuarantinedFile(row),
    };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});
