import type { AccessNotice } from '../../connectors/contract.ts';
import {
  type AccessPart,
  describeWarning,
  instantOfExpiry,
  planWarnings,
  type Warning,
  type WarningFinding,
} from '../../domain/connection/connection-warning.ts';
import { utcDateOf } from '../../domain/values/calendar-date.ts';
import type { Instant } from '../../domain/values/instant.ts';
import type { Db } from '../../infra/database.ts';
import { type AccountRow, listAccountsOfConnection } from '../../store/accounts/accounts.ts';
import { deleteWarnings, listWarnings, upsertWarnings } from '../../store/connections/connection-warnings.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import { type EventRow, insertEvents } from '../../store/events/events.ts';
import type { SettledAccount } from '../accounts/settle-account.ts';

/** What a session that no fault ended saw of the delegated user's access. */
export interface AccessLook {
  readonly notices: readonly AccessNotice[];
  /** All accounts that the bank lists. */
  readonly accounts: readonly SettledAccount[];
  /** Of the accounts whose documents were looked for. */
  readonly documents: readonly { readonly accountId: string; readonly isDenied: boolean }[];
}

/** What a look tells of each warning; `known` are the accounts of the connection as they are stored after the look. */
export function findWarnings(
  { notices, accounts, documents }: AccessLook,
  known: readonly Pick<AccountRow, 'id' | 'status' | 'readThrough'>[],
): WarningFinding[] {
  const lost = (code: WarningFinding['code'], accountId: string | null, holds: boolean): WarningFinding => ({
    ...{ code, accountId, holds },
    expiry: null,
    actor: 'endUser',
  });
  const listed = new Set(accounts.map(accountIdOf));
  const unknownDenied = accounts.some((each) => accountIdOf(each) === null && isDenied(each));
  const isKnown = new Set(known.map(({ id }) => id));
  const findings: WarningFinding[] = [
    ...notices.map(({ part, expiry, renewedBy }) => ({
      ...{ code: `${part}_expiring` as const, accountId: null, holds: expiry !== null },
      expiry,
      actor: renewedBy,
    })),
    // Banks drop closed accounts from their lists, and what only files have told was never in one.
    ...known.flatMap(({ id, status, readThrough }) =>
      listed.has(id) || status === 'closed' || readThrough !== null
        ? [lost('account_not_listed', id, !listed.has(id) && status !== 'closed')]
        : [],
    ),
    lost('transactions_denied', null, unknownDenied),
    ...accounts.flatMap((each) => {
      const id = accountIdOf(each);
      if (id === null) return [];
      const { balancesDenied } = each;
      const tells = isDenied(each) || each.outcome?.kind === 'read';
      return [
        ...(tells ? [lost('transactions_denied', id, isDenied(each))] : []),
        ...(balancesDenied === undefined ? [] : [lost('balances_denied', id, balancesDenied)]),
      ];
    }),
    ...documents.map(({ accountId, isDenied: denied }) => lost('statements_denied', accountId, denied)),
  ];
  // One that was merged into another account meanwhile, or has gone over to another connection, is none of this one's.
  return findings.filter(({ accountId }) => accountId === null || isKnown.has(accountId));
}

function accountIdOf({ outcome }: SettledAccount): string | null {
  if (outcome === null) return null;
  return outcome.kind === 'read' ? outcome.commit.key.accountId : outcome.accountId;
}

function isDenied({ fault }: SettledAccount): boolean {
  return fault?.code === 'delegated_user_missing_permission';
}

/** Keeps what a look tells and announces what expires, in the transaction of the run. */
export async function keepWarnings(
  db: Db,
  connection: Pick<ConnectionRow, 'organizationId' | 'environment' | 'id' | 'entityId'>,
  look: AccessLook,
  moment: { readonly at: Instant; newId(): string },
): Promise<void> {
  const { organizationId, id: connectionId } = connection;
  const stored = await listWarnings(db, organizationId, connectionId);
  const findings = findWarnings(look, await listAccountsOfConnection(db, connection, connectionId));
  const plan = planWarnings(stored, findings, { now: moment.at, today: utcDateOf(moment.at) });
  const scope = { organizationId, connectionId };
  await deleteWarnings(db, scope, plan.remove);
  await upsertWarnings(db, scope, plan.write, moment.newId);
  await insertEvents(db, connection, [
    ...plan.announce.flatMap((warning) => announceExpiry(connection, warning, moment)),
    ...plan.raised.map((warning) => announceLoss(connection, 'raised', warning, moment)),
    ...plan.cleared.map((warning) => announceLoss(connection, 'cleared', warning, moment)),
  ]);
}

/** What the contract calls the parts of the access that end. */
const CAUSES: Readonly<Record<AccessPart, string>> = {
  password: 'passwordExpiry',
  access: 'accessExpiry',
  device: 'deviceExpiry',
};

function announceLoss(
  { id, entityId }: Pick<ConnectionRow, 'id' | 'entityId'>,
  change: 'raised' | 'cleared',
  warning: Warning,
  moment: { readonly at: Instant; newId(): string },
): EventRow {
  const data = {
    connectionId: id,
    entityId,
    warning: change,
    code: warning.code,
    message: describeWarning(warning),
    accountId: warning.accountId,
    since: warning.firstSeenAt,
    actionRequiredBy: warning.actor,
  };
  return { id: moment.newId(), type: 'connection.warning', createdAt: moment.at, data };
}

function announceExpiry(
  { id, entityId }: Pick<ConnectionRow, 'id' | 'entityId'>,
  { code, expiry, actor }: Warning,
  moment: { readonly at: Instant; newId(): string },
): EventRow[] {
  const part = code.replace(/_expiring$/, '') as AccessPart; // Only what expires has an expiry.
  if (expiry === null) return [];
  const data = {
    connectionId: id,
    entityId,
    cause: CAUSES[part],
    expiresAt: instantOfExpiry(expiry.on),
    actionRequiredBy: actor,
  };
  return [{ id: moment.newId(), type: 'connection.expiring', createdAt: moment.at, data }];
}
