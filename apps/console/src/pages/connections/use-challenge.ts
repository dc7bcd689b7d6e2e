import type { Schemas } from '../../api/operation-types.ts';
import { useRead } from '../../api/use-read.ts';
import { type AnyConnection, faultOf } from '../../components/connections/connection.ts';

/** The question that the bank asks of a connection now; undefined while it asks nothing. */
export function useChallenge(connection: AnyConnection, everyMs: number): Schemas['MfaChallenge'] | undefined {
  const isAsked =
    faultOf(connection)?.code === 'mfa_required' ||
    (connection.kind === 'setup' && connection.setup.status === 'awaitingMfa') ||
    (connection.kind === 'ready' && connection.syncStatus === 'syncing');
  const path = { connectionId: connection.id };
  const read = useRead('getMfaChallenge', { path }, { isWanted: isAsked, everyMs, mayCome: true });
  return isAsked && !read.isError ? read.data : undefined;
}
