import { type AccountRow, listAccounts as listRows } from '../../../store/accounts/accounts.ts';
import { parseFields, pickFields } from '../../lists/fields.ts';
import { idFilter } from '../../lists/filters.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentAccount } from '../../presenters/account.ts';

export const listAccounts = defineOperation('listAccounts', {
  async handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { connectionId, type = null, currency = null, status = null, fields } = input.query;
    const selection = parseFields('Account', fields);
    if (!selection.ok) return selection.refusal;
    const [afterId = null] = page.value.after ?? [];
    const rows = await listRows(
      context.parts.sql,
      context.principal,
      { connectionId: idFilter(connectionId), type, currency, status },
      { limit: page.value.take, after: afterId === null ? null : { id: afterId } },
    );
    const view = {
      position: ({ id }: AccountRow) => [id],
      present: (row: AccountRow) => pickFields(presentAccount(row), selection.value),
    };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});
