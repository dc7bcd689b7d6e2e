import { describe, expect, it } from 'vitest';
import { CONSOLE_PERMISSIONS, permissionsOf, ROLES, type Role } from '../../src/domain/access/role.ts';
import { SCOPES } from '../../src/domain/access/scope.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { readPage, sectionOf, tableRows } from '../support/markdown.ts';

/** The columns of the page. Owners, admins and viewers may do the same in both environments. */
const COLUMNS: readonly (readonly [Role, readonly Environment[]])[] = [
  ['owner', ['live', 'test']],
  ['admin', ['live', 'test']],
  ['developer', ['test']],
  ['developer', ['live']],
  ['viewer', ['live', 'test']],
];

describe('the page on members and roles', () => {
  it('shows what every role may do', () => {
    const rows = tableRows(sectionOf(readPage('docs/console/members-and-roles.md'), 'What each role may do'));
    const wanted = [...SCOPES, ...CONSOLE_PERMISSIONS].map((permission) => [
      `\`${permission}\``,
      ...COLUMNS.map(([role, [environment = 'test']]) =>
        permissionsOf(role, environment).has(permission) ? 'yes' : '',
      ),
    ]);
    expect(rows).toEqual(wanted);
  });

  it('leaves out no role, and no difference between the environments', () => {
    expect(new Set(COLUMNS.map(([role]) => role))).toEqual(new Set(ROLES));
    for (const [role, environments] of COLUMNS)
      if (environments.length === 2) expect(permissionsOf(role, 'live')).toEqual(permissionsOf(role, 'test'));
  });
});
