import type { Schemas } from '../../api/operation-types.ts';

export type EventType = Schemas['WebhookEventType'];

/** Held to the contract by the compiler: a type that is missing or misspelt is an error. */
const MEANINGS: Readonly<Record<EventType, string>> = {
  'connection.status_changed': 'A connection is in another state',
  'connection.mfa_required': 'The bank asks for a code',
  'connection.expiring': 'Access to a bank ends soon',
  'connection.warning': 'A bank shows less of a connection, or all again',
  'account.created': 'An account was found',
  'account.updated': 'An account changed',
  'account.balance_alarm': 'Balances stopped adding up, or do again',
  'transactions.sync_available': 'Transactions changed',
  'transfer.status_changed': 'A transfer changed',
  'webhook.disabled': 'A webhook was switched off',
  test: 'A test that somebody asked for',
};

export const EVENT_TYPES = Object.keys(MEANINGS) as readonly EventType[]; // Object.keys forgets the literal names.

/** What an event of the type says. */
export function meaningOf(type: EventType): string {
  return MEANINGS[type];
}

/** The type that a text names; undefined where it names none. */
export function findEventType(text: string | null | undefined): EventType | undefined {
  return EVENT_TYPES.find((type) => type === text);
}
