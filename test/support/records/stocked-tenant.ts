import { noteAct } from '../../../src/commands/note-act.ts';
import type { CommandParts } from '../../../src/commands/parts.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import { problemOf } from '../../../src/domain/files/file-problem.ts';
import type { ObservedRow } from '../../../src/domain/observation.ts';
import { eventIdOf } from '../../../src/domain/values/id.ts';
import { addMs, instantFromMs } from '../../../src/domain/values/instant.ts';
import type { Db } from '../../../src/infra/database.ts';
import { replaceDailyBalances } from '../../../src/store/accounts/balances.ts';
import { insertStatement } from '../../../src/store/accounts/statements.ts';
import { insertConnectSession } from '../../../src/store/connections/connect-sessions.ts';
import { insertSyncRunSteps } from '../../../src/store/connections/sync-run-steps.ts';
import { insertSyncRun } from '../../../src/store/connections/sync-runs.ts';
import { insertLoggedEvent } from '../../../src/store/events/events.ts';
import { insertDeliveries } from '../../../src/store/events/webhook-deliveries.ts';
import { insertWebhook } from '../../../src/store/events/webhooks.ts';
import { insertFileSource } from '../../../src/store/files/file-sources.ts';
import { keepInQuarantine } from '../../../src/store/files/quarantined-files.ts';
import { insertSuggestions } from '../../../src/store/suggestions.ts';
import { type AccountKey, writeTransactions } from '../../../src/store/transactions/transaction-writes.ts';
import { november } from '../banks/rows.ts';
import type { PathIds } from '../calls/every-operation.ts';
import { createAccount, createActiveConnection, createEntityRow, planWrite } from './ledger.ts';

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
  const fileSourceId = await createQuietSource(parts, account);
  const connectSessionId = await createConnectSessionRow(parts, account, entityId);
  const statementId = await createStatement(parts, account);
  const syncRunStepId = await createSyncRunStep(parts, account, syncRunId);
  const receiver = await createReceiver(parts, account);
  const audited = await createAuditEntry(parts, account);
  const documents = { quarantinedFileId, statementId, syncRunStepId };
  return { ...ids, ...documents, suggestionId, fileSourceId, connectSessionId, ...receiver, ...audited, account };
}

/** The word of a key that a connection was synced. */
export async function createAuditEntry(
  parts: Parts,
  account: AccountKey,
): Promise<Pick<Stock, 'actorId' | 'targetId'>> {
  const actorId = parts.newId().replaceAll('-', '');
  const targetId = account.connectionId;
  const actor = { kind: 'key', id: actorId, label: 'CI', requestId: 'req_1', sourceAddress: '127.0.0.1' } as const;
  const act = { action: 'connection.sync', targetType: 'connection', targetId } as const;
  await noteAct(parts.sql, { ...parts, actor }, account, act);
  return { actorId, targetId };
}

/** A registration to which a test event waits to be delivered. */
export async function createReceiver(
  parts: Parts,
  { organizationId, environment, connectionId }: AccountKey,
): Promise<Pick<Stock, 'webhookId' | 'deliveryId' | 'eventId'>> {
  const id = parts.newId();
  const createdAt = instantFromMs(parts.nowMs());
  const webhook = await insertWebhook(
    parts.sql,
    {
      organizationId,
      id,
      environment,
      url: 'https://receiver.example/hooks',
      events: ['test'],
      metadata: {},
      createdAt,
    },
    { sealed: new Uint8Array([1]), hint: 'aaaa' },
  );
  // Not a real test event, as those tell of no connection: it can be found by its connection too.
  const event = {
    id: parts.newId(),
    type: 'test',
    data: { webhookId: id, message: 'Test.', connectionId },
    createdAt,
  } as const;
  await insertLoggedEvent(parts.sql, { organizationId, environment }, event);
  const [delivery] = await insertDeliveries(parts.sql, [webhook], event, parts.newId);
  return { webhookId: id, deliveryId: delivery?.id ?? '', eventId: eventIdOf(event.id) };
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

/** A source that never falls due: a worker that looked at it would change it under whoever reads. */
async function createQuietSource(parts: Parts, account: AccountKey): Promise<string> {
  return parts.sql.begin(async (db) => {
    const id = await createFileSourceRow({ ...parts, sql: db }, account);
    await db`update file_sources set next_poll_at = next_poll_at + interval '1 year' where id = ${id}`;
    return id;
  });
}

/** A folder that nobody looks at. */
export async function createFileSourceRow(
  parts: Omit<Parts, 'sql'> & { readonly sql: Db },
  account: AccountKey,
): Promise<string> {
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

/** A link that is open, whose token nobody knows. */
export async function createConnectSessionRow(
  parts: Parts,
  { organizationId, environment, connectionId }: AccountKey,
  entityId: string,
): Promise<string> {
  const id = parts.newId();
  const createdAt = instantFromMs(parts.nowMs());
  const session = { organizationId, environment, id, entityId, connectionId, createdAt };
  const theme = { name: null, color: null, logo: null };
  const rest = { institutionId: null, allowedOrigins: [], returnUrl: null, theme, locale: null };
  await insertConnectSession(
    parts.sql,
    { ...session, ...rest, expiresAt: addMs(createdAt, 3_600_000) },
    Buffer.from(id),
  );
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
