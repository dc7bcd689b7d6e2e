import { hasPeople } from '../../../store/people/people.ts';
import { hasOrganizations } from '../../../store/tenants/organizations.ts';
import { defineOperation } from '../../operation.ts';

export const getConsoleSetup = defineOperation('getConsoleSetup', {
  async handle(_input, { parts }) {
    const { sql } = parts.console;
    const open = !(await hasPeople(sql));
    // Nobody else has to know.
    return { status: 200, body: { open, hasOrganization: open && (await hasOrganizations(sql)) } };
  },
});
