import { canonicalAmount } from '../../domain/money.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { lifecycleStateOf } from '../../store/connection-steps.ts';
import type { ConnectionRow } from '../../store/connections.ts';
import { presentFault } from './sync-run.ts';

export function presentConnectionHealth(connection: ConnectionRow, accounts: readonly AccountRow[]) {
  return {
    connectionId: connection.id,
    lastAttemptAt: connection.lastAttemptAt,
    lastSuccessAt: connection.lastSuccessAt,
    dataAsOf: connection.dataAsOf,
    nextAttemptAt: connection.nextSyncAt,
    consecutiveFailures: connection.consecutiveFailures,
    lastError: presentFault(lifecycleStateOf(connection).fault),
    accounts: accounts.map((account) => ({
      accountId: account.id,
      balanceProof: account.proofState,
      provenThrough: account.provenThrough,
      brokenFrom: account.brokenFrom,
      difference: account.difference === null ? null : canonicalAmount(account.difference, account.currency),
      alarmRaisedAt: account.alarmRaisedAt,
    })),
    observedLatenessDays: connection.observedLatenessDays,
  };
}
