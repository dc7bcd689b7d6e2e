import type { Operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { getAccount } from './routes/accounts/get-account.ts';
import { getAccountDigest } from './routes/accounts/get-account-digest.ts';
import { listAccounts } from './routes/accounts/list-accounts.ts';
import { listAuditEntries } from './routes/audit/list-audit-entries.ts';
import { listBalances } from './routes/balances/list-balances.ts';
import { createConnectSession } from './routes/connect-sessions/create-connect-session.ts';
import { getConnectSession } from './routes/connect-sessions/get-connect-session.ts';
import { listConnectSessions } from './routes/connect-sessions/list-connect-sessions.ts';
import { revokeConnectSession } from './routes/connect-sessions/revoke-connect-session.ts';
import { answerMfaChallenge } from './routes/connections/answer-mfa-challenge.ts';
import { completeConnectionSetup } from './routes/connections/complete-connection-setup.ts';
import { createConnection } from './routes/connections/create-connection.ts';
import { getConnection } from './routes/connections/get-connection.ts';
import { getConnectionHealth } from './routes/connections/get-connection-health.ts';
import { getMfaChallenge } from './routes/connections/get-mfa-challenge.ts';
import { getSyncRun } from './routes/connections/get-sync-run.ts';
import { getSyncRunScreenshot } from './routes/connections/get-sync-run-screenshot.ts';
import { listConnectionTransitions } from './routes/connections/list-connection-transitions.ts';
import { listConnections } from './routes/connections/list-connections.ts';
import { listSyncRunSteps } from './routes/connections/list-sync-run-steps.ts';
import { listSyncRuns } from './routes/connections/list-sync-runs.ts';
import { pauseConnection } from './routes/connections/pause-connection.ts';
import { putConnectionCredentials } from './routes/connections/put-connection-credentials.ts';
import { resumeConnection } from './routes/connections/resume-connection.ts';
import { revokeConnection } from './routes/connections/revoke-connection.ts';
import { syncConnection } from './routes/connections/sync-connection.ts';
import { uploadConnectionFile } from './routes/connections/upload-connection-file.ts';
import { createEntity } from './routes/entities/create-entity.ts';
import { deleteEntity } from './routes/entities/delete-entity.ts';
import { getEntity } from './routes/entities/get-entity.ts';
import { listEntities } from './routes/entities/list-entities.ts';
import { updateEntity } from './routes/entities/update-entity.ts';
import { getEvent } from './routes/events/get-event.ts';
import { listEvents } from './routes/events/list-events.ts';
import { replayEvent } from './routes/events/replay-event.ts';
import { replayEvents } from './routes/events/replay-events.ts';
import { streamEvents } from './routes/events/stream-events.ts';
import { getFileSettings } from './routes/file-settings/get-file-settings.ts';
import { putFileSettings } from './routes/file-settings/put-file-settings.ts';
import { createFileSource } from './routes/file-sources/create-file-source.ts';
import { deleteFileSource } from './routes/file-sources/delete-file-source.ts';
import { getFileSource } from './routes/file-sources/get-file-source.ts';
import { listFileSources } from './routes/file-sources/list-file-sources.ts';
import { pollFileSource } from './routes/file-sources/poll-file-source.ts';
import { updateFileSource } from './routes/file-sources/update-file-source.ts';
import { getLiveness } from './routes/health/get-liveness.ts';
import { getReadiness } from './routes/health/get-readiness.ts';
import { getInstitution } from './routes/institutions/get-institution.ts';
import { listInstitutions } from './routes/institutions/list-institutions.ts';
import { acceptQuarantinedFile } from './routes/quarantine/accept-quarantined-file.ts';
import { discardQuarantinedFile } from './routes/quarantine/discard-quarantined-file.ts';
import { getQuarantinedFile } from './routes/quarantine/get-quarantined-file.ts';
import { listQuarantinedFiles } from './routes/quarantine/list-quarantined-files.ts';
import { advanceSandboxClock } from './routes/sandbox/advance-sandbox-clock.ts';
import { applySandboxScenario } from './routes/sandbox/apply-sandbox-scenario.ts';
import { getSandboxClock } from './routes/sandbox/get-sandbox-clock.ts';
import { getOpenApi } from './routes/service/get-open-api.ts';
import { getStatement } from './routes/statements/get-statement.ts';
import { getStatementContent } from './routes/statements/get-statement-content.ts';
import { listStatements } from './routes/statements/list-statements.ts';
import { acceptSuggestion } from './routes/suggestions/accept-suggestion.ts';
import { getSuggestion } from './routes/suggestions/get-suggestion.ts';
import { listSuggestions } from './routes/suggestions/list-suggestions.ts';
import { rejectSuggestion } from './routes/suggestions/reject-suggestion.ts';
import { getTransaction } from './routes/transactions/get-transaction.ts';
import { listTransactionHistory } from './routes/transactions/list-transaction-history.ts';
import { listTransactions } from './routes/transactions/list-transactions.ts';
import { streamTransactions } from './routes/transactions/stream-transactions.ts';
import { syncTransactions } from './routes/transactions/sync-transactions.ts';
import { createWebhook } from './routes/webhooks/create-webhook.ts';
import { deleteWebhook } from './routes/webhooks/delete-webhook.ts';
import { getWebhook } from './routes/webhooks/get-webhook.ts';
import { listWebhookDeliveries } from './routes/webhooks/list-webhook-deliveries.ts';
import { listWebhooks } from './routes/webhooks/list-webhooks.ts';
import { retryWebhookDelivery } from './routes/webhooks/retry-webhook-delivery.ts';
import { rotateWebhookSecret } from './routes/webhooks/rotate-webhook-secret.ts';
import { testWebhook } from './routes/webhooks/test-webhook.ts';
import { updateWebhook } from './routes/webhooks/update-webhook.ts';

/** Everything that this version serves. An operation of the contract that is not here does not exist yet. */
export const operations: readonly Operation<ApiParts>[] = [
  getAccountDigest,
  getAccount,
  listAccounts,
  listAuditEntries,
  listBalances,
  answerMfaChallenge,
  completeConnectionSetup,
  createConnection,
  getConnectionHealth,
  getConnection,
  getMfaChallenge,
  getSyncRun,
  listConnections,
  listSyncRuns,
  listSyncRunSteps,
  listConnectionTransitions,
  getSyncRunScreenshot,
  pauseConnection,
  putConnectionCredentials,
  resumeConnection,
  revokeConnection,
  syncConnection,
  uploadConnectionFile,
  createConnectSession,
  getConnectSession,
  listConnectSessions,
  revokeConnectSession,
  createEntity,
  deleteEntity,
  getEntity,
  listEntities,
  updateEntity,
  getLiveness,
  getReadiness,
  getInstitution,
  listInstitutions,
  advanceSandboxClock,
  applySandboxScenario,
  getSandboxClock,
  getOpenApi,
  listStatements,
  getStatement,
  getStatementContent,
  acceptSuggestion,
  getSuggestion,
  listSuggestions,
  rejectSuggestion,
  getFileSettings,
  putFileSettings,
  listQuarantinedFiles,
  getQuarantinedFile,
  acceptQuarantinedFile,
  discardQuarantinedFile,
  listFileSources,
  createFileSource,
  getFileSource,
  updateFileSource,
  deleteFileSource,
  pollFileSource,
  getTransaction,
  listTransactionHistory,
  listTransactions,
  streamTransactions,
  syncTransactions,
  listWebhooks,
  createWebhook,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  testWebhook,
  rotateWebhookSecret,
  listWebhookDeliveries,
  retryWebhookDelivery,
  listEvents,
  streamEvents,
  getEvent,
  replayEvent,
  replayEvents,
];
