import type { Schemas } from '../../api/operation-types.ts';
import { lookOf } from '../status/status-looks.ts';

type Event = Schemas['Event'];

/** An event in a sentence. */
export function describeEvent(event: Event): string {
  switch (event.type) {
    case 'connection.status_changed': {
      const { word } = lookOf('connection', event.data.status);
      return `Connection is now: ${word.toLowerCase()}`;
    }
    case 'account.created':
      return 'An account was found';
    case 'account.updated':
      return 'An account changed';
    case 'transactions.sync_available':
      return 'Transactions changed';
    case 'transfer.status_changed':
      return 'A transfer changed';
    case 'test':
      return 'A test event was sent';
    case 'connection.mfa_required':
      return 'The bank asks for a code';
    case 'connection.expiring':
      return 'Access to the bank ends soon';
    case 'connection.warning':
      return 'The bank shows less, or all again';
    case 'account.balance_alarm':
      return 'Balances stopped adding up, or do again';
    case 'webhook.disabled':
      return 'A webhook was switched off';
  }
}

/** The connection that an event is about; null for one about none. */
export function connectionOf(event: Event): string | null {
  const { data } = event;
  return 'connectionId' in data && typeof data.connectionId === 'string' ? data.connectionId : null;
}
