import type { Actor } from '../domain/audit-entry.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Sql } from '../infra/database.ts';
import type { InstitutionCatalog } from '../store/institutions.ts';
import type { Tenant } from '../store/tenants/tenant.ts';

/** What commands need from outside; put together once, in the composition root. */
export interface CommandParts {
  readonly sql: Sql;
  /** A session that sees this tenant only, for what learns late whom it works for. */
  sqlOf(tenant: Tenant): Sql;
  /** Who acts; the audit log tells it with every act. */
  readonly actor: Actor;
  readonly institutions: InstitutionCatalog;
  newId(): string;
  /** Real time, in milliseconds since the epoch: for what both environments share, such as keys and entities. */
  nowMs(): number;
  /** The tenant's present moment: virtual in a test environment. */
  now(tenant: Tenant): Promise<Instant>;
  /** Encrypts a secret of a connection, bound to that connection. */
  sealCredentials(tenant: Tenant, connectionId: string, plaintext: string): Promise<Uint8Array>;
  /** Phone numbers that connections can get. */
  readonly phoneNumbers: readonly string[];
  /** Whether a text is the seed of an authenticator app. */
  isTotpSeed(text: string): boolean;
  /**
   * Hash under the installation's own key: all that is stored of secrets of API keys, of tokens of links, of invitation codes, and of
   * addresses that tried to sign in. A purpose before the text keeps kinds apart.
   */
  hashWithKey(text: string): Uint8Array;
  /** That many unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
}
