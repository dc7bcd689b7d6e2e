/** What a key may do, as the contract's `x-scopes` lists it. */
export const SCOPES = [
  'entities:read',
  'entities:write',
  'connections:read',
  'connections:write',
  'accounts:read',
  'transactions:read',
  'transfers:read',
  'transfers:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
  'audit:read',
  'sandbox:write',
] as const;

export type Scope = (typeof SCOPES)[number];

const KNOWN: ReadonlySet<string> = new Set(SCOPES);

/** True for a scope that exists. A write scope does not include the read scope of the same resource. */
export function isScope(text: string): text is Scope {
  return KNOWN.has(text);
}
