import { type AccountDetails, type CurrentBalances, maskAccountNumber } from '../../domain/account.ts';
import { describeAlarm } from '../../domain/balances/balance-alarm.ts';
import type { Instant } from '../../domain/values/instant.ts';
import { canonicalAmount } from '../../domain/values/money.ts';
import type { AccountRow } from '../../store/accounts/accounts.ts';
import type { EventRow } from '../../store/events/events.ts';
import type { TransactionWrite } from '../../store/transactions/transaction-writes.ts';
import type { AccountCommit } from '../accounts/account-outcome.ts';
import type { WrittenAccount } from './write-account.ts';

/** The events of one commit: accounts found and changed, and a signal for each connection whose stream has something new. */
export function announceCommit(
  commits: readonly AccountCommit[],
  writes: readonly TransactionWrite[],
  run: { readonly runId: string; readonly at: Instant; newId(): string },
): EventRow[] {
  const events = commits.flatMap((commit) => announceAccount(commit, run));
  // Transactions of an account that came over from another connection are still in that one's stream.
  const connectionIds = new Set(writes.map(({ account }) => account.connectionId));
  const signals = [...connectionIds].map((connectionId): EventRow => {
    const data = { connectionId, accountId: null, syncRunId: run.runId };
    return { id: run.newId(), type: 'transactions.sync_available', createdAt: run.at, data };
  });
  return [...events, ...signals];
}

function announceAccount(
  { key, existing, observation }: AccountCommit,
  run: { readonly at: Instant; newId(): string },
): EventRow[] {
  const data = { accountId: key.accountId, connectionId: key.connectionId, entityId: key.entityId };
  if (existing === null) return [{ id: run.newId(), type: 'account.created', createdAt: run.at, data }];
  const changedFields = [
    ...(existing.connectionId === key.connectionId ? [] : ['connectionId']),
    ...changedAccountFields(existing, observation.details, observation.currentBalances),
  ];
  if (changedFields.length === 0) return [];
  return [{ id: run.newId(), type: 'account.updated', createdAt: run.at, data: { ...data, changedFields } }];
}

/** The event of an alarm that was raised or cleared. */
export function announceAlarm(
  { key, observation }: AccountCommit,
  { alarm, proof }: WrittenAccount,
  run: { readonly at: Instant; newId(): string },
): EventRow[] {
  if (alarm === 'unchanged') return [];
  const { currency } = observation.details;
  const data = describeAlarm({ ...key, id: key.accountId, currency }, alarm, proof);
  return [{ id: run.newId(), type: 'account.balance_alarm', createdAt: run.at, data }];
}

/** Names of the exposed fields that this read changes. That a balance was merely seen again is no change. */
export function changedAccountFields(
  before: AccountRow,
  details: AccountDetails,
  balances: CurrentBalances | null,
): string[] {
  const fields: string[] = [];
  const compare = (name: string, a: string | null, b: string | null) => a !== b && fields.push(name);
  compare('type', before.type, details.type);
  compare('name', before.name, details.name);
  compare('status', before.status, details.status);
  compare('officialName', before.officialName, details.officialName);
  compare('maskedNumber', maskAccountNumber(before.accountNumber), maskAccountNumber(details.accountNumber));
  compare('accountNumber', before.accountNumber, details.accountNumber);
  compare('routingNumber', before.routingNumber, details.routingNumber);
  compare('swiftBic', before.swiftBic, details.swiftBic);
  if (balances !== null && (before.balanceAsOf === null || before.balanceAsOf <= balances.asOf)) {
    const canonical = (text: string | null) => (text === null ? null : canonicalAmount(text, details.currency));
    compare('currentBalance', canonical(before.ledgerBalance), canonical(balances.ledger));
    compare('availableBalance', canonical(before.availableBalance), canonical(balances.available));
  }
  return fields;
}
