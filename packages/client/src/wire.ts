import type { components } from './contract.generated.ts';

/** Everything of the contract by its name there. */
export type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type AccountDigest = Schemas['AccountDigest'];
export type Transaction = Schemas['Transaction'];
/** An event of the log, as webhooks bring it. */
export type LoggedEvent = Schemas['Event'];
export type TransactionEvent = Schemas['TransactionSyncEvent'];
export type TransactionPage = Schemas['TransactionSyncPage'];
