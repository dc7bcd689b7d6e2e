import type { Readable } from 'node:stream';
import type { ScenarioParts } from '../commands/apply-sandbox-scenario.ts';
import type { CommandParts } from '../commands/parts.ts';
import type { ApiKey } from '../domain/api-key.ts';
import type { Environment } from '../domain/environment.ts';
import type { FilePreview } from '../domain/file-preview.ts';
import type { CredentialField } from '../domain/institution.ts';
import type { Scope } from '../domain/scope.ts';
import type { CursorKeys } from '../domain/stream-cursor.ts';
import type { Log } from '../infra/log.ts';
import type { QuarantinedFileRow } from '../store/quarantined-files.ts';
import type { StreamListener } from '../store/stream-bell.ts';
import type { Tenant } from '../store/tenant.ts';
import type { ShareRead } from './shared-reads.ts';

/** Whom a request acts for. */
export interface Principal {
  readonly organizationId: string;
  readonly environment: Environment;
  readonly keyId: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** What became of a key: four answers, found equally fast. */
export type Authentication =
  | { readonly outcome: 'accepted'; readonly principal: Principal }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'revoked' };

/** Whether a key may send one more request now, and what is left of its quota. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** Requests that one window takes. */
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Seconds until `remaining` is whole again; the wait when the request was not allowed. */
  readonly resetSeconds: number;
}

/** What the HTTP core itself needs. Any of these may throw an UnavailableError, which becomes a 503. */
export interface CoreParts {
  /** Version of the running software, for the health answers. */
  readonly version: string;
  /** Absolute URL that error codes hang on as `#<code>`, for example `https://docs.example.com/errors`. */
  readonly documentationBaseUrl: string;
  readonly log: Log;
  /** Real time in milliseconds since the epoch. */
  nowMs(): number;
  /** A new UUID of version 7. */
  newId(): string;
  /** Keys of the list cursors. */
  readonly cursorKeys: CursorKeys;
  /** Looks a well-formed key up. */
  authenticate(key: ApiKey): Promise<Authentication>;
  /** Counts one request of a key; left out where nothing is limited. */
  countRequest?(principal: Principal): RateVerdict;
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
}

/** Bytes that came in and are not kept yet. Exactly one of the two is called. */
export interface StagedFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Makes them evidence. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** What routes get: the core's needs, those of the commands, and the few things only routes use. */
export interface ApiParts extends CoreParts, CommandParts, ScenarioParts {
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
  listenToStream(tenant: Tenant): StreamListener;
  /** Shares reads among the live streams. */
  readonly shareRead: ShareRead;
  /** Whether the key is still in force. */
  recheckKey(principal: Principal): Promise<'inForce' | 'expired' | 'revoked'>;
  /** Resolves when the run has ended, or with false when the time or the signal ended first. */
  waitForRun(
    tenant: Tenant,
    run: { readonly id: string; readonly connectionId: string },
    signal: AbortSignal,
  ): Promise<boolean>;
}
