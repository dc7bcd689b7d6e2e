import { expect, it } from 'vitest';
import { describeScopes, summariseScopes } from './describe-scopes.ts';
import { SCOPES } from './key-scopes.ts';

it('tells in a word what a key may do', () => {
  expect(summariseScopes(SCOPES, 'test')).toBe('Everything');
  const live = SCOPES.filter((scope) => scope !== 'sandbox:write');
  expect(summariseScopes(live, 'live')).toBe('Everything');
  expect(summariseScopes(live, 'test')).toBe('12 rights');
  expect(
    summariseScopes(
      SCOPES.filter((scope) => scope.endsWith(':read')),
      'test',
    ),
  ).toBe('Read only');
  expect(summariseScopes(['events:read'], 'live')).toBe('1 right');
  expect(summariseScopes(['events:read', 'webhooks:write'], 'test')).toBe('2 rights');
});

it('tells what a key may do by the kind of right', () => {
  expect(describeScopes(['entities:write', 'entities:read', 'accounts:read', 'sandbox:write', 'events:read'])).toBe(
    'read and write: entities; read: accounts, events; write: sandbox',
  );
  expect(describeScopes(['events:read'])).toBe('read: events');
  expect(describeScopes([])).toBe('');
});
