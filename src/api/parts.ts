import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ScenarioParts } from '../commands/sandbox/apply-sandbox-scenario.ts';
import type { ReceiverParts } from '../commands/webhooks/create-webhook.ts';
import type { ApiKey } from '../domain/access/api-key.ts';
import type { Permission, Role } from '../domain/access/role.ts';
import type { Actor } from '../domain/audit-entry.ts';
import type { CursorKeys, StreamRestore } from '../domain/cursors/stream-cursor.ts';
import type { Environment } from '../domain/environment.ts';
import type { FilePreview } from '../domain/files/file-preview.ts';
import type { CredentialField } from '../domain/institution.ts';
import type { Result } from '../domain/refusal.ts';
import type { Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import type { Metrics } from '../infra/metrics/metrics.ts';
import type { SignIn } from '../infra/sign-in/sign-in.ts';
import type { QuarantinedFileRow } from '../store/files/quarantined-files.ts';
import type { TenantListener } from '../store/tenant-bell.ts';
import type { Tenant } from '../store/tenants/tenant.ts';
import type { KeyedActs } from './idempotency.ts';
import type { FailedKeys } from './limits/failed-keys.ts';
import type { RateVerdict } from './limits/quota.ts';
import type { ShareRead } from './streams/shared-reads.ts';

/** Whom a request acts for. */
export interface Principal {
  readonly organizationId: string;
  readonly environment: Environment;
  readonly caller: Caller;
  /** Of a member: the session that they came with. */
  readonly sessionId?: string;
  /** Scopes of the key, or what the member's role allows. */
  readonly scopes: ReadonlySet<Permission>;
}

/** Who sends a request. Ids of all kinds are different, so that what is counted per caller can hang on them. */
export interface Caller {
  readonly kind: 'key' | 'member' | 'connect';
  /** The key id, the id of the person, or of the Connect session. */
  readonly id: string;
  /** What its owner called the key; the person's e-mail address. */
  readonly label: string;
}

/** Whose request is counted: that of a person who acts for themselves alone is no organization's. */
export interface Counted {
  readonly organizationId: string | null;
  readonly caller: Pick<Caller, 'kind' | 'id'>;
}

/** What has become of a caller who was accepted before: a key, or a member with a session. */
export type CallerState = 'inForce' | 'expired' | 'revoked' | 'signedOut' | 'notMember';

/** A person who is signed in. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
}

/** Who is signed in to the console, and what they are where. */
export interface ConsoleSessions {
  /** The person whose session these headers carry; null without one that is in force. */
  findPerson(headers: IncomingHttpHeaders): Promise<Person | null>;
  /** Null for somebody who is no member, and for an organization that does not exist. */
  findRole(personId: string, organizationId: string): Promise<Role | null>;
}

/** What became of a key: four answers, found equally fast. */
export type Authentication =
  | { readonly outcome: 'accepted'; readonly principal: Principal }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'revoked' };

/** What the HTTP core itself needs. Any of these may throw an UnavailableError, which becomes a 503. */
export interface CoreParts {
  /** Version of the running software, for the health answers. */
  readonly version: string;
  /** Absolute URL that error codes hang on as `#<code>`, for example `https://docs.example.com/errors`. */
  documentationBaseUrl(): string;
  readonly log: Log;
  /** Left out where nothing is counted. */
  readonly metrics?: Metrics | undefined;
  /** Who acts: the service itself, and in the parts of a request that may write, its key. */
  readonly actor: Actor;
  /** Real time in milliseconds since the epoch. */
  nowMs(): number;
  /** A new UUID of version 7. */
  newId(): string;
  /** Keys of the list cursors. */
  readonly cursorKeys: CursorKeys;
  /** Looks a well-formed key up. */
  authenticate(key: ApiKey): Promise<Authentication>;
  /** Left out where no console is served. */
  readonly consoleSessions?: ConsoleSessions;
  /** Whom the token of a Connect link speaks for; left out where there is no Connect. */
  authenticateConnect?(token: string): Promise<Result<Principal>>;
  /** What has become of a caller who was accepted before. Left out where callers stay what they are. */
  recheckCaller?(principal: Principal): Promise<CallerState>;
  /** Counts one request; a promise only when the database has to be asked. Left out where nothing is limited. */
  countRequest?(counted: Counted): RateVerdict | Promise<RateVerdict>;
  /** Counts refused keys; left out where they are not limited. */
  readonly failedKeys?: FailedKeys;
  /** Keeps what was done under an Idempotency-Key; left out where nothing is stored. */
  readonly keyedActs?: KeyedActs;
  /** The database as the request may use it; left out where there is none. */
  readonly sql?: Sql;
  /** The same parts with a database session that sees this tenant only; left out where there is no database. */
  bindTo?(tenant: Tenant): this;
  /** False while starting and without a database. */
  isReady(): Promise<boolean>;
}

/** Settings of the delegated users that this installation asks for. */
export interface DelegatedUserSettings {
  readonly firstName: string;
  readonly lastName: string;
  readonly address: string;
  /** Domain of the mailboxes; null where no mail is taken. */
  readonly mailDomain: string | null;
  /** Whether there is a pool of phone numbers, whether or not one of them is free. */
  readonly hasPhoneNumbers: boolean;
}

/** Bytes that came in and are not kept yet. Exactly one of the two is called. */
export interface StagedFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Makes them evidence. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** What the console needs for people: a session that sees their tables, and the sign-in library. */
export interface ConsoleParts {
  readonly sql: Sql;
  readonly signIn: SignIn;
  /** Origins that the pages have, where a setting says so. */
  readonly ownOrigins: readonly string[];
}

/** What routes get: the core's needs, those of the commands, and the few things only routes use. */
export interface ApiParts extends CoreParts, ReceiverParts, ScenarioParts {
  /** Where people reach the pages of this installation, without a slash at its end. */
  publicUrl(): string;
  /** Origins of the pages that may show the link of a Connect session in a frame; none where it is not open. */
  findEmbeddingOrigins(sessionId: string): Promise<readonly string[]>;
  /** States that a tenant's stream was brought back to from backups, the oldest first; left out where there are none. */
  restoresOf?(tenant: Tenant): readonly StreamRestore[];
  readonly sql: Sql;
  readonly console: ConsoleParts;
  readonly delegatedUser: DelegatedUserSettings;
  readonly maxUploadBytes: number;
  /** How long an upload waits for its run to end. */
  readonly uploadWaitMs: number;
  /** Names of the login details that are stored for a connection, without their values. */
  storedCredentialFields(tenant: Tenant, connectionId: string): Promise<ReadonlySet<CredentialField>>;
  stageFile(bytes: AsyncIterable<Uint8Array>): Promise<StagedFile>;
  /** Kept bytes by their SHA-256. */
  openEvidence(sha256: string): Promise<Readable>;
  /** Whether folders of this machine can be watched. */
  readonly watchesFolders: boolean;
  /** What a quarantined file says, read with all that is known of it. */
  previewFile(tenant: Tenant, file: QuarantinedFileRow): Promise<FilePreview>;
  /** Hears from now on when the tenant's stream moves. */
  listenToStream(tenant: Tenant): TenantListener;
  /** Hears from now on when the tenant's event log gets more. */
  listenToEvents(tenant: Tenant): TenantListener;
  /** Shares reads among the live streams. */
  readonly shareRead: ShareRead;
  /** Whether the caller is still in force: the key, or the membership. */
  recheckCaller(principal: Principal): Promise<CallerState>;
  /** Resolves when the run has ended, or with false when the time or the signal ended first. */
  waitForRun(
    tenant: Tenant,
    run: { readonly id: string; readonly connectionId: string },
    signal: AbortSignal,
  ): Promise<boolean>;
}
