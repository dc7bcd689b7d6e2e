import type { components } from './contract.generated.ts';

/** Everything of the contract by its name there. */
export type Schemas = components['schemas'];

/** An account, whole: as it is without `fields`. */
export type Account = Schemas['Account'];
/** How many transactions the server has of an account, and a checksum over them. */
export type AccountDigest = Schemas['AccountDigest'];
/** A transaction, whole: as it is without `fields`. */
export type Transaction = Schemas['Transaction'];
/** An event of the log, as webhooks bring it. */
export type LoggedEvent = Schemas['Event'];
/** One change of the stream: added, modified or removed. */
export type TransactionEvent = Schemas['TransactionSyncEvent'];
/** A page of the change stream, with the cursor behind it. */
export type TransactionPage = Schemas['TransactionSyncPage'];
