import { describeWarning, instantOfExpiry, type Warning } from '../../domain/connection/connection-warning.ts';
import { canonicalAmount } from '../../domain/values/money.ts';
import type { AccountRow } from '../../store/accounts/accounts.ts';
import type { CredentialsChange } from '../../store/connections/connection-credentials.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { lifecycleStateOf } from '../../store/connections/lifecycle-steps.ts';
import type { DelegatedUserSettings } from '../parts.ts';
import { mailboxOf } from './connection.ts';
import { presentFault } from './sync-run.ts';

/** What is told of a connection beside its record, accounts and warnings. */
interface HealthSurroundings {
  readonly change: CredentialsChange;
  readonly delegatedUser: DelegatedUserSettings;
}

/** What a person needs to judge a connection: its times, the proof of each account, and its warnings. */
export function presentConnectionHealth(
  connection: ConnectionRow,
  accounts: readonly AccountRow[],
  warnings: readonly Warning[],
  { change: { changedAt, changedBy }, delegatedUser }: HealthSurroundings,
) {
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
    warnings: warnings.flatMap(presentWarning),
    credentialsChangedAt: changedAt,
    credentialsChangedBy: changedBy,
    delegatedUser: {
      username: connection.delegatedUsername,
      email: mailboxOf(connection, delegatedUser),
      phoneNumber: connection.phoneNumber,
    },
  };
}

/** What was seen once only is nobody's business yet. */
function presentWarning(warning: Warning) {
  if (warning.raisedAt === null) return [];
  return [
    {
      code: warning.code,
      message: describeWarning(warning),
      accountId: warning.accountId,
      since: warning.firstSeenAt,
      expiresAt: warning.expiry === null ? null : instantOfExpiry(warning.expiry.on),
      actionRequiredBy: warning.actor,
    },
  ];
}
