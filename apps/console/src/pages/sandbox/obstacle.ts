import { type AnyConnection, canSync } from '../../components/connections/connection.ts';
import { lookOf } from '../../components/status/status-looks.ts';
import type { Scenario } from './scenarios.ts';

/** Why a connection cannot be synced now, in the words that its state has everywhere; null when it can. */
export function obstacleOf(connection: AnyConnection): string | null {
  if (canSync(connection)) return null;
  const state = lookOf('connection', connection.status).word;
  return connection.status === 'reauthRequired'
    ? `It cannot be synced: ${state.toLowerCase()}. Save its login on the connection's page; that syncs it too.`
    : `It cannot be synced in this state: ${state.toLowerCase()}.`;
}

/** When something that has happened at the bank comes to be seen. */
export function whenItShows(scenario: Scenario, obstacle: string | null): string {
  if (obstacle !== null) return 'It shows after the next sign-in.';
  if (scenario === 'credentialsExpired')
    return 'The next sync is refused, and whatever happens after this shows after the next sign-in.';
  return 'It shows with the next sync.';
}
