import type { CommandParts } from '../../src/commands/parts.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { problemOf } from '../../src/domain/file-problem.ts';
import { instantFromMs } from '../../src/domain/instant.ts';
import type { ObservedRow } from '../../src/domain/observation.ts';
import { replaceDailyBalances } from '../../src/store/balances.ts';
import { insertFileSource } from '../../src/store/file-sources.ts';
import { keepInQuarantine } from '../../src/store/quarantined-files.ts';
import { insertStatement } from '../../src/store/statements.ts';
import { insertSuggestions } from '../../src/store/suggestions.ts';
import { insertSyncRunSteps } from '../../src/store/sync-run-steps.ts';
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
  const quarantinedFileId = await createQuarantinedFile(parts, account, syncRunId);
  const { accountId } = account;
  const ids = { entityId, institutionId, connectionId, syncRunId, accountId, transactionId };
  const fileSourceId = await createFileSourceRow(parts, account);
  const statementId = await createStatement(parts, account);
  const syncRunStepId = await createSyncRunStep(parts, account, syncRunId);
  return { ...ids, suggestionId, quarantinedFileId, fileSourceId, statementId, syncRunStepId, account };
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

/** An open file in quarantine, whose bytes are nowhere. */
export async function createQuarantinedFile(parts: Parts, account: AccountKey, syncRunId: string): Promise<string> {
  const id = parts.newId();
  const { organizationId, environment, connectionId } = account;
  await keepInQuarantine(parts.sql, {
    organizationId,
    id,
    environment,
    connectionId,
    origin: 'upload',
    fileSourceId: null,
    fileName: 'a.qif',
    fileFormat: 'qif',
    fileSizeBytes: 12n,
    fileSha256: id.replaceAll('-', '').padEnd(64, '0'),
    fileAccountId: null,
    fileFormatHint: null,
    problems: [problemOf('accountMissing', 'The file names no account.')],
    knowledge: {},
    receivedAt: instantFromMs(parts.nowMs()),
    syncRunId,
  });
  return id;
}

/** Of a document whose bytes are nowhere. */
export async function createStatement(parts: Parts, account: AccountKey): Promise<string> {
  const id = parts.newId();
  await insertStatement(parts.sql, account, {
    id,
    accountId: account.accountId,
    createdAt: instantFromMs(parts.nowMs()),
    sourceKey: '2026-10',
    periodStart: november(1),
    periodEnd: november(30),
    currency: 'USD',
    openingBalance: null,
    closingBalance: null,
    format: 'pdf',
    fileName: null,
    contentType: 'application/pdf',
    sizeBytes: 12,
    sha256: id.replaceAll('-', '').padEnd(64, '0'),
    source: 'portal',
  });
  return id;
}

/** A step that failed, whose picture is nowhere. */
export async function createSyncRunStep(
  parts: Parts,
  { organizationId }: AccountKey,
  syncRunId: string,
): Promise<string> {
  const id = parts.newId();
  const screenshotSha256 = id.replaceAll('-', '').padEnd(64, '0');
  const step = {
    id,
    name: 'open the portal',
    outcome: 'failed',
    detail: null,
    durationMs: 1,
    screenshotSha256,
  } as const;
  await insertSyncRunSteps(parts.sql, organizationId, syncRunId, [step]);
  return id;
}

/** A folder that nobody looks at. */
export async function createFileSourceRow(parts: Parts, account: AccountKey): Promise<string> {
  const id = parts.newId();
  const { organizationId, environment, connectionId } = account;
  await insertFileSource(parts.sql, {
    organizationId,
    id,
    environment,
    connectionId,
    kind: 'folder',
    path: 'statements',
    pattern: null,
    afterTaking: 'keep',
    moveTo: null,
    pollSeconds: 60,
    settleSeconds: 5,
    host: null,
    port: null,
    username: null,
    hostKeyFingerprint: null,
    login: null,
    knowledge: {},
    createdAt: instantFromMs(parts.nowMs()),
  });
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
