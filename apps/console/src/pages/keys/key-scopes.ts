import type { Schemas } from '../../api/operation-types.ts';

type Scope = Schemas['KeyScope'];

/** Held to the contract by the compiler: a scope that is missing or misspelt is an error. */
export const MEANINGS: Readonly<Record<Scope, string>> = {
  'entities:read': 'See entities',
  'entities:write': 'Change entities',
  'connections:read': 'See connections and their runs',
  'connections:write': 'Connect banks, hand over logins, upload files',
  'accounts:read': 'See accounts and balances',
  'transactions:read': 'See transactions and their stream',
  'transfers:read': 'See transfers',
  'transfers:write': 'Make transfers',
  'webhooks:read': 'See webhooks and deliveries',
  'webhooks:write': 'Change webhooks',
  'events:read': 'See events',
  'audit:read': 'See the audit log',
  'sandbox:write': 'Move the clock and run scenarios',
};
/** Every right that a key can have. */
export const SCOPES = Object.keys(MEANINGS) as readonly Scope[]; // Object.keys forgets the literal names.
