import { describe, expect, it } from 'vitest';
import { isPermission, permissionsOf, ROLES } from './role.ts';
import { SCOPES } from './scope.ts';

describe('roles', () => {
  it('let a viewer change nothing, in either environment', () => {
    for (const environment of ['live', 'test'] as const)
      expect([...permissionsOf('viewer', environment)].filter((permission) => !permission.endsWith(':read'))).toEqual(
        [],
      );
  });

  it('grow from viewer to owner', () => {
    for (const environment of ['live', 'test'] as const) {
      const [owner, admin, developer, viewer] = ROLES.map((role) => permissionsOf(role, environment));
      expect(viewer?.isSubsetOf(developer ?? new Set())).toBe(true);
      expect(developer?.isSubsetOf(admin ?? new Set())).toBe(true);
      expect(admin?.isSubsetOf(owner ?? new Set())).toBe(true);
    }
  });

  it('give a developer everything but the audit log with test data, and no connection or key of live data to change', () => {
    expect(SCOPES.filter((scope) => !permissionsOf('developer', 'test').has(scope))).toEqual(['audit:read']);
    expect([...permissionsOf('developer', 'live')].filter((permission) => permission.endsWith(':write'))).toEqual([
      'webhooks:write',
    ]);
  });

  it('leave owners and the organization to owners', () => {
    const only = [...permissionsOf('owner', 'live').difference(permissionsOf('admin', 'live'))];
    expect(only).toEqual(['owners:write', 'organization:write']);
  });

  it('rest on permissions that are known by their names', () => {
    expect([isPermission('members:write'), isPermission('members:all')]).toEqual([true, false]);
  });
});
