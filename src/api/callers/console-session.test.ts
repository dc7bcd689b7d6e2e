import { describe, expect, it } from 'vitest';
import { createFakeParts } from '../../../test/contract/fake-app.ts';
import { permissionsOf } from '../../domain/access/role.ts';
import { actAsMember, authenticatePerson, isFromConsole } from './console-session.ts';

const ORGANIZATION = '019a1f60-0000-7000-8000-000000000001';
const ANNA = { id: '019a1f60-0000-7000-8000-00000000000a', email: 'anna@example.com', name: 'Anna', sessionId: 's1' };
const parts = createFakeParts({
  consoleSessions: {
    findPerson: async ({ cookie }) => (cookie === 'causeway_session=good' ? ANNA : null),
    findRole: async (personId, organizationId) =>
      personId === ANNA.id && organizationId.toLowerCase() === ORGANIZATION ? 'developer' : null,
  },
});
const SIGNED_IN = { cookie: 'causeway_session=good', 'causeway-console': '1' };
const AT = { 'causeway-organization': ORGANIZATION, 'causeway-environment': 'test' };

describe('a request of the console', () => {
  it('is known by its mark, and not where it carries a key', () => {
    expect(isFromConsole(SIGNED_IN)).toBe(true);
    expect(isFromConsole({ ...SIGNED_IN, authorization: 'Bearer way_test_a_b' })).toBe(false);
    expect(isFromConsole({ cookie: 'causeway_session=good' })).toBe(false);
  });

  it('tells who is signed in', async () => {
    expect(await authenticatePerson(SIGNED_IN, parts)).toEqual({ ok: true, value: ANNA });
    expect(await authenticatePerson({ ...SIGNED_IN, 'sec-fetch-site': 'same-origin' }, parts)).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ['without a session', { 'causeway-console': '1' }, 'session_required'],
    ['with a session that is over', { ...SIGNED_IN, cookie: 'causeway_session=old' }, 'session_required'],
    ['that another site caused', { ...SIGNED_IN, 'sec-fetch-site': 'cross-site' }, 'malformed_request'],
    ['of a neighbouring host', { ...SIGNED_IN, 'sec-fetch-site': 'same-site' }, 'malformed_request'],
    ['without the mark', { cookie: 'causeway_session=good' }, 'malformed_request'],
  ])('%s is refused', async (_, headers, code) => {
    expect(await authenticatePerson(headers, parts)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('a member', () => {
  it('acts for the organization and environment that the request names, as far as their role goes', async () => {
    expect(await actAsMember(ANNA, { ...AT, 'causeway-organization': ORGANIZATION.toUpperCase() }, parts)).toEqual({
      ok: true,
      value: {
        organizationId: ORGANIZATION,
        environment: 'test',
        caller: { kind: 'member', id: ANNA.id, label: ANNA.email },
        sessionId: ANNA.sessionId,
        scopes: permissionsOf('developer', 'test'),
      },
    });
  });

  it.each([
    ['another organization', { ...AT, 'causeway-organization': ORGANIZATION.replace(/1$/, '2') }, 'insufficient_scope'],
    ['no organization', { 'causeway-environment': 'test' }, 'validation_error'],
    ['something that is no id', { ...AT, 'causeway-organization': 'mine' }, 'validation_error'],
    ['no environment', { 'causeway-organization': ORGANIZATION }, 'validation_error'],
    ['an unknown environment', { ...AT, 'causeway-environment': 'prod' }, 'validation_error'],
  ])('who names %s is refused', async (_, headers, code) => {
    expect(await actAsMember(ANNA, headers, parts)).toMatchObject({ ok: false, refusal: { code } });
  });
});
