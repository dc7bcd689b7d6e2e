import type { Institution } from '../../../domain/institution.ts';
import { presentPage, readPage } from '../../lists/paging.ts';
import { defineOperation } from '../../operation.ts';
import { presentInstitution } from '../../presenters/institution.ts';

export const listInstitutions = defineOperation('listInstitutions', {
  handle(input, context) {
    const page = readPage(input, context);
    if (!page.ok) return page.refusal;
    const { institutions } = context.parts;
    const found = input.query.query === undefined ? institutions.all : institutions.search(input.query.query);
    const [afterName, afterId] = page.value.after ?? [];
    const rows = found.filter((institution) => isAfter(institution, afterName ?? null, afterId ?? null));
    const view = { position: ({ name, id }: Institution) => [name, id], present: presentInstitution };
    return { status: 200, body: presentPage(page.value, rows, view, context) };
  },
});

function isAfter({ name, id }: Institution, afterName: string | null, afterId: string | null): boolean {
  if (afterName === null || afterId === null) return true;
  return name > afterName || (name === afterName && id > afterId);
}
