import { expect, it } from 'vitest';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { obstacleOf, whenItShows } from './obstacle.ts';

const withStatus = (status: AnyConnection['status']) => ({ kind: 'ready', status }) as AnyConnection; // All that is looked at.

it('says in the words of the pages why a connection cannot be synced', () => {
  expect(obstacleOf(withStatus('active'))).toBeNull();
  expect(obstacleOf(withStatus('errored'))).toBeNull();
  expect(obstacleOf(withStatus('reauthRequired'))).toMatch(/^It cannot be synced: needs a new sign-in\./);
  expect(obstacleOf(withStatus('paused'))).toBe('It cannot be synced in this state: paused.');
});

it('says when something at the bank comes to be seen', () => {
  expect(whenItShows('newTransactions', null)).toBe('It shows with the next sync.');
  expect(whenItShows('newTransactions', 'a reason')).toBe('It shows after the next sign-in.');
  expect(whenItShows('credentialsExpired', null)).toMatch(/^The next sync is refused/);
});
