import type { OperationId, Schemas } from './operation-types.ts';

type EventType = Schemas['WebhookEventType'];

const CONNECTION: readonly OperationId[] = [
  'listConnections',
  'getConnection',
  'getConnectionHealth',
  'listConnectionTransitions',
  'listSyncRuns',
];
const MONEY: readonly OperationId[] = ['listAccounts', 'getAccount', 'listBalances', 'getCashPosition'];
const ROWS: readonly OperationId[] = [
  'listTransactions',
  'searchTransactions',
  'countTransactions',
  'getTransaction',
  'listTransactionHistory',
  'listStatements',
  'listSuggestions',
];
/** Every event is in the log, and may be on its way to a receiver. Those of test data come after the clock was moved. */
const ALWAYS: readonly OperationId[] = ['listEvents', 'listWebhookDeliveries', 'getEnvironmentClock'];

const ABOUT: Readonly<Record<EventType, readonly OperationId[]>> = {
  'connection.status_changed': CONNECTION,
  'connection.mfa_required': [...CONNECTION, 'getMfaChallenge'],
  'connection.expiring': CONNECTION,
  'connection.warning': CONNECTION,
  'account.created': [...CONNECTION, ...MONEY],
  'account.updated': [...CONNECTION, ...MONEY],
  'account.balance_alarm': [...CONNECTION, ...MONEY],
  'transactions.sync_available': [...CONNECTION, ...MONEY, ...ROWS],
  'webhook.disabled': ['listWebhooks', 'getWebhook'],
  'transfer.status_changed': [],
  test: [],
};

/** Reads whose answers may be other ones after an event. A newer server may send types that are not known here. */
export function listTold(type: EventType): readonly OperationId[] {
  return [...ALWAYS, ...(Object.hasOwn(ABOUT, type) ? ABOUT[type] : [])];
}
