import type { CommandParts } from '../../src/commands/parts.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { instantFromMs } from '../../src/domain/instant.ts';
import type { ObservedRow } from '../../src/domain/observation.ts';
import { replaceDailyBalances } from '../../src/store/balances.ts';
import { insertSuggestions } from '../../src/store/suggestions.ts';
import { insertSyncRun } from '../../src/store/sync-runs.ts';
import { type AccountKey, writeTransactions } from '../../src/store/transaction-writes.ts';
import type { PathIds } from './every-operation.ts';
import { createAccount, createActiveConnection, createEntityRow, planWrite } from './ledger.ts';
import { november } from './rows.ts';

type Parts = Pick<CommandParts, 'sql' | 'newId' | 'nowMs'>;

/** What an environment of an organization holds: one of everything that a path can name. */
export interface Stock extends PathIds {
  readonly account: AccountKey;
}

/** Puts one of everything into an environment, without bank or worker; `rows` become its transactions. */
export async function stockTenant(
  parts: Parts,
  organizationId: string,
  environment: Environment,
  rows: readonly Partial<ObservedRow>[] = [{}],
): Promise<Stock> {
  const entityId = await createEntityRow(parts, organizationId);
  const tenant = { organizationId, environment, entityId };
  const institutionId = 'harbor-demo-bank';
  const connectionId = await createActiveConnection(parts, tenant, institutionId);
  const account = await createAccount(parts, tenant, connectionId);
  const syncRunId = await createQueuedRun(parts, account);
  const writes = rows.map((row) => planWrite(parts, account, row));
  await parts.sql.begin((db) => writeTransactions(db, tenant, writes));
  const day = {
    date: november(2),
    ledgerBalance: '100.00',
    postedTransactionDelta: '-5.00',
    source: 'derived',
  } as const;
  await replaceDailyBalances(
    parts.sql,
    { ...account, id: account.accountId, currency: 'USD' },
    [day],
    instantFromMs(parts.nowMs()),
  );
  const transactionId = writes[0]?.id ?? '';
  const suggestionId = await createSuggestion(parts, account, [transactionId, parts.newId()]);
  const { accountId } = account;
  return { entityId, institutionId, connectionId, syncRunId, accountId, transactionId, suggestionId, account };
}

/** An open suggestion about two transactions of an account. */
export async function createSuggestion(
  parts: Parts,
  account: AccountKey,
  [olderId, newerId]: readonly [string, string],
): Promise<string> {
  const id = parts.newId();
  const { accountId, connectionId } = account;
  const createdAt = instantFromMs(parts.nowMs());
  const pair = { id, kind: 'transaction', accountId, connectionId, olderId, newerId, createdAt } as const;
  await insertSuggestions(parts.sql, account, [{ ...pair, reasons: ['textDiffers'] }]);
  return id;
}

/** A run that waits, with no job that would bring it to a worker. */
export async function createQueuedRun(parts: Parts, account: AccountKey): Promise<string> {
  const id = parts.newId();
  const { organizationId, environment, connectionId } = account;
  const createdAt = instantFromMs(parts.nowMs());
  await insertSyncRun(parts.sql, {
    organizationId,
    environment,
    connectionId,
    id,
    trigger: 'manual',
    createdAt,
    file: null,
  });
  return id;
}
