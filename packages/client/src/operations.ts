/** How one operation is asked for. */
export interface OperationRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in the contract; `{name}` stands for an input of that name. */
  readonly path: string;
  /** The body goes as a form with a file, not as JSON. */
  readonly form?: true;
  /** Takes an `Idempotency-Key`, which makes a repeated POST safe. */
  readonly idempotencyKey?: true;
  /** Answers with the bytes of a file, not with JSON. */
  readonly file?: true;
  /** Answers with server-sent events. */
  readonly live?: true;
}

/** Every operation that a server of this version has, by its id in the contract. */
export const OPERATIONS = {
  listEntities: { method: 'GET', path: '/v1/entities' },
  createEntity: { method: 'POST', path: '/v1/entities', idempotencyKey: true },
  getEntity: { method: 'GET', path: '/v1/entities/{entityId}' },
  updateEntity: { method: 'PATCH', path: '/v1/entities/{entityId}' },
  deleteEntity: { method: 'DELETE', path: '/v1/entities/{entityId}' },
  listInstitutions: { method: 'GET', path: '/v1/institutions' },
  getInstitution: { method: 'GET', path: '/v1/institutions/{institutionId}' },
  listConnections: { method: 'GET', path: '/v1/connections' },
  createConnection: { method: 'POST', path: '/v1/connections', idempotencyKey: true },
  getConnection: { method: 'GET', path: '/v1/connections/{connectionId}' },
  revokeConnection: { method: 'DELETE', path: '/v1/connections/{connectionId}' },
  putConnectionCredentials: { method: 'PUT', path: '/v1/connections/{connectionId}/credentials' },
  completeConnectionSetup: { method: 'PUT', path: '/v1/connections/{connectionId}/setupCompletion' },
  syncConnection: { method: 'PUT', path: '/v1/connections/{connectionId}/sync' },
  pauseConnection: { method: 'PUT', path: '/v1/connections/{connectionId}/pause' },
  resumeConnection: { method: 'PUT', path: '/v1/connections/{connectionId}/resume' },
  getConnectionHealth: { method: 'GET', path: '/v1/connections/{connectionId}/health' },
  listConnectionTransitions: { method: 'GET', path: '/v1/connections/{connectionId}/transitions' },
  listSyncRuns: { method: 'GET', path: '/v1/connections/{connectionId}/syncRuns' },
  getSyncRun: { method: 'GET', path: '/v1/connections/{connectionId}/syncRuns/{syncRunId}' },
  listSyncRunSteps: { method: 'GET', path: '/v1/connections/{connectionId}/syncRuns/{syncRunId}/steps' },
  getSyncRunScreenshot: {
    method: 'GET',
    path: '/v1/connections/{connectionId}/syncRuns/{syncRunId}/steps/{syncRunStepId}/screenshot',
    file: true,
  },
  getMfaChallenge: { method: 'GET', path: '/v1/connections/{connectionId}/mfaChallenge' },
  answerMfaChallenge: { method: 'PUT', path: '/v1/connections/{connectionId}/mfaChallenge' },
  uploadConnectionFile: {
    method: 'POST',
    path: '/v1/connections/{connectionId}/files',
    form: true,
    idempotencyKey: true,
  },
  listConnectSessions: { method: 'GET', path: '/v1/connectSessions' },
  createConnectSession: { method: 'POST', path: '/v1/connectSessions', idempotencyKey: true },
  getConnectSession: { method: 'GET', path: '/v1/connectSessions/{connectSessionId}' },
  revokeConnectSession: { method: 'DELETE', path: '/v1/connectSessions/{connectSessionId}' },
  listAccounts: { method: 'GET', path: '/v1/accounts' },
  getAccount: { method: 'GET', path: '/v1/accounts/{accountId}' },
  getAccountDigest: { method: 'GET', path: '/v1/accounts/{accountId}/digest' },
  listBalances: { method: 'GET', path: '/v1/balances' },
  listTransactions: { method: 'GET', path: '/v1/transactions' },
  syncTransactions: { method: 'GET', path: '/v1/transactions/sync' },
  streamTransactions: { method: 'GET', path: '/v1/transactions/sync/live', live: true },
  getTransaction: { method: 'GET', path: '/v1/transactions/{transactionId}' },
  listTransactionHistory: { method: 'GET', path: '/v1/transactions/{transactionId}/history' },
  listStatements: { method: 'GET', path: '/v1/statements' },
  getStatement: { method: 'GET', path: '/v1/statements/{statementId}' },
  getStatementContent: { method: 'GET', path: '/v1/statements/{statementId}/content', file: true },
  listSuggestions: { method: 'GET', path: '/v1/suggestions' },
  getSuggestion: { method: 'GET', path: '/v1/suggestions/{suggestionId}' },
  acceptSuggestion: { method: 'PUT', path: '/v1/suggestions/{suggestionId}/accept' },
  rejectSuggestion: { method: 'PUT', path: '/v1/suggestions/{suggestionId}/reject' },
  getFileSettings: { method: 'GET', path: '/v1/connections/{connectionId}/fileSettings' },
  putFileSettings: { method: 'PUT', path: '/v1/connections/{connectionId}/fileSettings' },
  listQuarantinedFiles: { method: 'GET', path: '/v1/quarantine' },
  getQuarantinedFile: { method: 'GET', path: '/v1/quarantine/{quarantinedFileId}' },
  acceptQuarantinedFile: { method: 'PUT', path: '/v1/quarantine/{quarantinedFileId}/accept' },
  discardQuarantinedFile: { method: 'PUT', path: '/v1/quarantine/{quarantinedFileId}/discard' },
  listFileSources: { method: 'GET', path: '/v1/fileSources' },
  createFileSource: { method: 'POST', path: '/v1/fileSources', idempotencyKey: true },
  getFileSource: { method: 'GET', path: '/v1/fileSources/{fileSourceId}' },
  updateFileSource: { method: 'PATCH', path: '/v1/fileSources/{fileSourceId}' },
  deleteFileSource: { method: 'DELETE', path: '/v1/fileSources/{fileSourceId}' },
  pollFileSource: { method: 'PUT', path: '/v1/fileSources/{fileSourceId}/poll' },
  listWebhooks: { method: 'GET', path: '/v1/webhooks' },
  createWebhook: { method: 'POST', path: '/v1/webhooks', idempotencyKey: true },
  getWebhook: { method: 'GET', path: '/v1/webhooks/{webhookId}' },
  updateWebhook: { method: 'PATCH', path: '/v1/webhooks/{webhookId}' },
  deleteWebhook: { method: 'DELETE', path: '/v1/webhooks/{webhookId}' },
  testWebhook: { method: 'POST', path: '/v1/webhooks/{webhookId}/test', idempotencyKey: true },
  rotateWebhookSecret: { method: 'POST', path: '/v1/webhooks/{webhookId}/rotateSecret', idempotencyKey: true },
  listWebhookDeliveries: { method: 'GET', path: '/v1/webhooks/{webhookId}/deliveries' },
  retryWebhookDelivery: {
    method: 'POST',
    path: '/v1/webhooks/{webhookId}/deliveries/{deliveryId}/retry',
    idempotencyKey: true,
  },
  listAuditEntries: { method: 'GET', path: '/v1/auditEntries' },
  listEvents: { method: 'GET', path: '/v1/events' },
  streamEvents: { method: 'GET', path: '/v1/events/live', live: true },
  getEvent: { method: 'GET', path: '/v1/events/{eventId}' },
  replayEvent: { method: 'POST', path: '/v1/events/{eventId}/replay', idempotencyKey: true },
  replayEvents: { method: 'POST', path: '/v1/events/replay', idempotencyKey: true },
  getSandboxClock: { method: 'GET', path: '/v1/sandbox/clock' },
  advanceSandboxClock: { method: 'POST', path: '/v1/sandbox/clock/advance', idempotencyKey: true },
  applySandboxScenario: {
    method: 'POST',
    path: '/v1/sandbox/connections/{connectionId}/scenario',
    idempotencyKey: true,
  },
  getLiveness: { method: 'GET', path: '/v1/health/live' },
  getReadiness: { method: 'GET', path: '/v1/health/ready' },
  getOpenApi: { method: 'GET', path: '/v1/openapi.json' },
} as const satisfies Record<string, OperationRoute>;

/** An operation of this version. */
export type OperationId = keyof typeof OPERATIONS;

/** The operations that answer once, with JSON, a file or nothing; the others are live streams. */
export type CallId = { [Id in OperationId]: (typeof OPERATIONS)[Id] extends { live: true } ? never : Id }[OperationId];
