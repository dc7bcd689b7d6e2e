import { OPERATIONS } from '../operations.ts';
import type { LiveKind } from './connection.ts';

/** Messages that carry a change; others may be added to the contract and are passed over. */
const MESSAGES: ReadonlySet<string> = new Set(['added', 'modified', 'removed']);

/** The live stream of all transactions. */
export const CHANGES: LiveKind = { route: OPERATIONS.streamTransactions, isEvent: (message) => MESSAGES.has(message) };
