import type { Connector, Credentials, FileConnector, SessionContext, SourceHttp } from '../connectors/contract.ts';
import type { Institution } from '../domain/institution.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import type { Metrics } from '../infra/metrics/metrics.ts';
import type { InstitutionCatalog } from '../store/institutions.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import type { QuietReadings } from './accounts/quiet-readings.ts';
import type { CodeParts } from './mfa/parts.ts';

/** What a run needs from outside; put together once, in the composition root. */
export interface IngestParts {
  readonly sql: Sql;
  readonly log: Log;
  /** Left out where nothing is counted. */
  readonly metrics?: Metrics | undefined;
  readonly institutions: InstitutionCatalog;
  readonly fileConnector: FileConnector;
  /** What this process has read before without finding anything new. */
  readonly quietReadings: QuietReadings;
  /** Answers questions of banks for one-time codes. */
  readonly codes: CodeParts;
  /** How long a lease lives without being renewed. */
  readonly leaseTtlMs: number;
  newId(): string;
  /** In [0, 1); spreads schedules. */
  random(): number;
  /** The tenant's present moment: virtual in a test environment. */
  now(tenant: Tenant): Promise<Instant>;
  findConnector(name: string): Connector | null;
  /** HTTP confined to the institution's hosts, which is told the tenant's present moment. */
  openHttp(institution: Institution, tenant: Tenant, now: Instant): SourceHttp;
  /** Browser sessions that are told the same; absent where the process opens none. */
  openBrowser?(institution: Institution, tenant: Tenant, now: Instant): NonNullable<SessionContext['openBrowser']>;
  /** The decrypted login; empty when none is stored. */
  readCredentials(tenant: Tenant, connectionId: string): Promise<Credentials>;
  storeEvidence(bytes: Uint8Array): Promise<{ readonly sha256: string; readonly sizeBytes: number }>;
  openEvidence(sha256: string): Promise<AsyncIterable<Uint8Array>>;
}
