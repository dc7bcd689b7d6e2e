import type { Environment } from '../../domain/environment.ts';

/** The two bounds of every query: nothing is ever read or written across either. */
export interface Tenant {
  readonly organizationId: string;
  readonly environment: Environment;
}
