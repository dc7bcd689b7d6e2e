import type { Operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { getAccount } from './routes/accounts/getAccount.ts';
import { listAccounts } from './routes/accounts/listAccounts.ts';
import { listBalances } from './routes/balances/listBalances.ts';
import { completeConnectionSetup } from './routes/connections/completeConnectionSetup.ts';
import { createConnection } from './routes/connections/createConnection.ts';
import { getConnection } from './routes/connections/getConnection.ts';
import { getConnectionHealth } from './routes/connections/getConnectionHealth.ts';
import { getSyncRun } from './routes/connections/getSyncRun.ts';
import { listConnections } from './routes/connections/listConnections.ts';
import { listSyncRuns } from './routes/connections/listSyncRuns.ts';
import { pauseConnection } from './routes/connections/pauseConnection.ts';
import { putConnectionCredentials } from './routes/connections/putConnectionCredentials.ts';
import { resumeConnection } from './routes/connections/resumeConnection.ts';
import { revokeConnection } from './routes/connections/revokeConnection.ts';
import { syncConnection } from './routes/connections/syncConnection.ts';
import { uploadConnectionFile } from './routes/connections/uploadConnectionFile.ts';
import { createEntity } from './routes/entities/createEntity.ts';
import { deleteEntity } from './routes/entities/deleteEntity.ts';
import { getEntity } from './routes/entities/getEntity.ts';
import { listEntities } from './routes/entities/listEntities.ts';
import { updateEntity } from './routes/entities/updateEntity.ts';
import { get-liveness } from './routes/health/get-liveness.ts';
import { get-readiness } from './routes/health/get-readiness.ts';
import { getInstitution } from './routes/institutions/getInstitution.ts';
import { listInstitutions } from './routes/institutions/listInstitutions.ts';
import { advanceSandboxClock } from './routes/sandbox/advanceSandboxClock.ts';
import { getSandboxClock } from './routes/sandbox/getSandboxClock.ts';
import { get-open-api } from './routes/service/get-open-api.ts';
import { getTransaction } from './routes/transactions/getTransaction.ts';
import { listTransactions } from './routes/transactions/listTransactions.ts';
import { syncTransactions } from './routes/transactions/syncTransactions.ts';

/** Everything that this version serves. An operation of the contract that is not here does not exist yet. */
export const operations: readonly Operation<ApiParts>[] = [
  getAccount,
  listAccounts,
  listBalances,
  completeConnectionSetup,
  createConnection,
  getConnection,
  getConnectionHealth,
  getSyncRun,
  listConnections,
  listSyncRuns,
  pauseConnection,
  putConnectionCredentials,
  resumeConnection,
  revokeConnection,
  syncConnection,
  uploadConnectionFile,
  createEntity,
  deleteEntity,
  getEntity,
  listEntities,
  updateEntity,
  get-liveness,
  get-readiness,
  getInstitution,
  listInstitutions,
  advanceSandboxClock,
  getSandboxClock,
  get-open-api,
  getTransaction,
  listTransactions,
  syncTransactions,
];
