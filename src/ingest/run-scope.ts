import type { SessionStep } from '../connectors/contract.ts';
import type { Lease } from '../store/connections/connection-leases.ts';
import type { ConnectionRow } from '../store/connections/connections.ts';
import type { Tenant } from '../store/tenants/tenant.ts';

/** A leased connection that a run works on. */
export interface RunScope {
  readonly tenant: Tenant;
  readonly connection: ConnectionRow;
  readonly lease: Lease;
  readonly signal: AbortSignal;
  /** Hears of each step of a session with a portal. */
  readonly noteStep: (step: SessionStep) => void;
}
