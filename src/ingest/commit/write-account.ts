import { accountAlias } from '../../domain/account.ts';
import { compareAlarms, NO_ALARM, stepAlarm } from '../../domain/balances/balance-alarm.ts';
import { type BalanceProof, projectDailyBalances, proveBalances } from '../../domain/balances/balance-proof.ts';
import { totalsAfter } from '../../domain/balances/day-totals.ts';
import { findProofBase } from '../../domain/balances/proof-base.ts';
import type { Observation } from '../../domain/observation.ts';
import type { TransactionContent } from '../../domain/transaction.ts';
import { renderTransaction } from '../../domain/transaction-body.ts';
import { addDays, type CalendarDate } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { attachAccount } from '../../store/accounts/account-links.ts';
import {
  alarmOf,
  insertAccount,
  proofOf,
  updateAccountAlarm,
  updateAccountDetails,
  updateAccountProof,
} from '../../store/accounts/accounts.ts';
import {
  deleteRestatedBalances,
  listDayTotals,
  listStatedBalances,
  replaceDailyBalances,
  upsertStatedBalances,
} from '../../store/accounts/balances.ts';
import { insertFileTransactions, upsertTransactionViews } from '../../store/transactions/transaction-views.ts';
import {
  noteMissed,
  noteSeenAgain,
  relearnTransactions,
  type TransactionWrite,
} from '../../store/transactions/transaction-writes.ts';
import type { AccountCommit } from '../accounts/account-outcome.ts';
import { contentChangeOf } from '../accounts/content-change.ts';
import { AddedRow } from './added-row.ts';

/** What writing the hidden part of an account gave; the visible part is still to be written. */
export interface WrittenAccount {
  readonly writes: readonly TransactionWrite[];
  readonly proof: BalanceProof;
  /** What the proof did to the account's alarm. */
  readonly alarm: 'raised' | 'cleared' | 'unchanged';
}

/**
 * Writes everything of an account but its transactions, and renders those: they go last, for all accounts of the run at
 * once, because from then on the stream head is locked.
 */
export async function writeAccount(
  db: Db,
  commit: AccountCommit,
  run: { readonly runId: string; readonly at: Instant; newId(): string; random(): number },
): Promise<WrittenAccount> {
  const { key, observation, changes } = commit;
  const alias = accountAlias(observation.accountNumber, observation.details.currency);
  if (commit.existing === null) {
    await insertAccount(db, {
      ...observation.details,
      organizationId: key.organizationId,
      id: key.accountId,
      environment: key.environment,
      connectionId: key.connectionId,
      entityId: key.entityId,
      alias,
      firstSeenAt: run.at,
    });
  }
  if (commit.existing !== null && commit.isRenamed === true) {
    const { connectionId: fromConnectionId } = commit.existing;
    if (!(await attachAccount(db, key, { alias, fromConnectionId })))
      throw new Error('another connection took the account over while this one read it');
  }
  await updateAccountDetails(db, key, key.accountId, observation);
  await relearnTransactions(db, key, changes.relearn);
  await noteMissed(db, key.organizationId, changes.missed);
  await noteSeenAgain(db, key.organizationId, changes.seenAgain);
  const writes = renderWrites(commit, run);
  await upsertTransactionViews(db, key.organizationId, key.accountId, commit.views);
  if (commit.source === 'file') {
    const brought = writes.flatMap(({ type, id }) => (type === 'added' ? [id] : []));
    await insertFileTransactions(db, key.organizationId, key.accountId, brought);
  }
  const proof = await writeBalances(db, commit, run.at);
  return { writes, proof, alarm: await writeAlarm(db, commit, proof, { at: run.at, spread: run.random() }) };
}

/** Steps the alarm of the account by its new proof. */
async function writeAlarm(
  db: Db,
  { key, existing, observation, isExhaustive }: AccountCommit,
  proof: BalanceProof,
  moment: { readonly at: Instant; readonly spread: number },
): Promise<WrittenAccount['alarm']> {
  const before = existing === null ? NO_ALARM : alarmOf(existing);
  const after = stepAlarm(before, proof, { ...moment, isExhaustive });
  const readFrom = readThroughOf(observation) === null ? null : observation.coverage.from;
  const isEarlier = readFrom !== null && (existing?.readFrom == null || readFrom < existing.readFrom);
  const isStepped = after.nextWideReadAt !== before.nextWideReadAt || after.raisedAt !== before.raisedAt;
  if (isStepped || isEarlier) await updateAccountAlarm(db, key, key.accountId, { ...after, readFrom });
  return compareAlarms(before, after);
}

/** Additions, then modifications, then removals; their order is their order in the stream. */
function renderWrites(
  { key, changes, mirror, evidenceId }: AccountCommit,
  run: { readonly runId: string; readonly at: Instant; newId(): string },
): TransactionWrite[] {
  const base = { account: key, at: run.at, syncRunId: run.runId };
  // A transaction stays with the connection that brought it, or the streams of both would go wrong.
  const baseOf = (id: string) => {
    const connectionId = mirror.get(id)?.connectionId ?? key.connectionId;
    return { ...base, account: { ...key, connectionId } };
  };
  const evidenceAt = (location: string | null) => (evidenceId === null ? null : { id: evidenceId, location });
  const body = (id: string, content: TransactionContent) => {
    const { connectionId, accountId } = baseOf(id).account;
    return renderTransaction({ id, connectionId, accountId, updatedAt: run.at, ...content });
  };
  const revisionAfter = (id: string) => (mirror.get(id)?.revision ?? 0) + 1;
  return [
    ...changes.add.map(({ row }) => new AddedRow(row, base, evidenceAt(row.location), run)),
    ...changes.modify.map(
      ({ id, row, changedFields }): TransactionWrite => ({
        ...baseOf(id),
        id,
        eventId: run.newId(),
        type: 'modified',
        revision: revisionAfter(id),
        row,
        body: body(id, row.content),
        changedFields,
        evidence: evidenceAt(row.location),
      }),
    ),
    ...changes.remove.map(
      ({ id, reason, replacedById }): TransactionWrite => ({
        ...baseOf(id),
        id,
        eventId: run.newId(),
        type: 'removed',
        revision: revisionAfter(id),
        reason,
        replacedById,
        evidence: evidenceAt(null),
      }),
    ),
  ];
}

/** Renews the balance proof and the daily projection, when rows or stated balances changed. */
async function writeBalances(db: Db, commit: AccountCommit, at: Instant): Promise<BalanceProof> {
  const { key, observation, existing, changes } = commit;
  const { currency } = observation.details;
  const restated = await writeStatedBalances(db, commit);
  const readThrough = readThroughOf(observation);
  const rowsChanged = changes.add.length + changes.modify.length + changes.remove.length > 0;
  if (restated.length === 0 && !rowsChanged && existing !== null) {
    const proof = proofOf(existing);
    await updateAccountProof(db, key, key.accountId, { ...proof, readThrough });
    return proof;
  }
  const account = { ...key, id: key.accountId, currency };
  const anchors = await listStatedBalances(db, account);
  const change = contentChangeOf(commit);
  const base = existing === null ? null : findProofBase({ proof: proofOf(existing), anchors, restated }, change);
  // A new account has no rows yet, and a table that has just lost or gained many would be searched from end to end for them.
  const before = existing === null ? [] : await listDayTotals(db, account, base);
  const days = totalsAfter(before, change, currency);
  const proof = proveBalances(anchors, days, currency, base);
  await updateAccountProof(db, key, key.accountId, { ...proof, readThrough });
  await replaceDailyBalances(db, { ...account, after: base }, projectDailyBalances(anchors, days, currency, base), at);
  return proof;
}

/** A file shows rows up to a day and proves nothing of what it lacks, so the next read of the bank begins where it would have. */
function readThroughOf({ coverage }: Observation): CalendarDate | null {
  return coverage.complete && coverage.proves.includes('posted') ? coverage.to : null;
}

/** Returns the days of stated balances that came, changed or went. */
async function writeStatedBalances(db: Db, { key, observation, evidenceId }: AccountCommit): Promise<CalendarDate[]> {
  const { coverage, statedBalances } = observation;
  const account = { organizationId: key.organizationId, id: key.accountId };
  const gone =
    coverage.complete && coverage.proves.includes('posted') && coverage.from !== null && coverage.to !== null
      ? await deleteRestatedBalances(db, account, { from: addDays(coverage.from, -1), to: coverage.to }, statedBalances)
      : [];
  const come = await upsertStatedBalances(db, account, statedBalances, evidenceId);
  return [...gone, ...come];
}
