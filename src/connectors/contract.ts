import type { AccountDetails } from '../domain/account.ts';
import type { BankFileFormat } from '../domain/bank-file-format.ts';
import type { Fault } from '../domain/connection-fault.ts';
import type { Instant } from '../domain/instant.ts';
import type { CredentialField, Institution } from '../domain/institution.ts';
import type { Observation, SourceKind } from '../domain/observation.ts';
import type { SyncWindow } from '../domain/schedule.ts';

/** The login of a delegated user, decrypted for the length of one session. */
export type Credentials = Readonly<Partial<Record<CredentialField, string>>>;

/** Everything a connector may use of the outside world; it has no other way to reach it. */
export interface SessionContext {
  readonly institution: Institution;
  readonly credentials: Credentials;
  readonly http: SourceHttp;
  /** The connection's present moment: virtual in a test environment. */
  readonly now: Instant;
  /** Aborted when the run is stopped; every request ends with it. */
  readonly signal: AbortSignal;
  /** Keeps bytes as they came, before they are interpreted; returns the id by which rows refer to them. */
  keepEvidence(bytes: Uint8Array, mediaType: string): Promise<string>;
}

/** HTTP confined to the institution's own hosts and bounded in time and size. */
export interface SourceHttp {
  request(request: SourceRequest): Promise<SourceResponse>;
}

export interface SourceRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export type SourceResponse =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'unreachable'; readonly cause: unknown }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'tooLarge' };

/** A step that worked, or the fault that stopped it. Faults are values; anything thrown is a defect of the connector. */
export type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** Reads one kind of source. The core never knows which. */
export interface Connector {
  readonly name: string;
  readonly sourceKind: SourceKind;
  /** Signs in. One session per connection at a time, and never a second try with rejected credentials. */
  open(context: SessionContext): Promise<Step<Session>>;
}

/** A signed-in session. `close` is always called, whatever happened before. */
export interface Session {
  listAccounts(): Promise<Step<readonly SourceAccount[]>>;
  observe(account: SourceAccount, window: SyncWindow): Promise<AccountReading>;
  /** Signs out. Has a bound of its own, because the run's signal may be aborted by then. */
  close(signal: AbortSignal): Promise<void>;
}

/** An account as the source lists it. */
export interface SourceAccount {
  /** How the source addresses it within the session. */
  readonly handle: string;
  /** Number by which it is recognised from session to session. */
  readonly accountNumber: string;
  readonly details: AccountDetails;
}

/**
 * What a read of one account gave. With a fault and an observation the read was cut short: the rows count, their absence
 * does not, so the observation says `complete: false`.
 */
export interface AccountReading {
  readonly observation: Observation | null;
  /** Evidence that the rows rest on; null when nothing was read. */
  readonly evidenceId: string | null;
  readonly fault: Fault | null;
}

/** What a bank file says, statement by statement. */
export interface FileReading {
  /** Format found; null when it is none that is known. */
  readonly format: BankFileFormat | null;
  readonly readings: readonly FileAccountReading[];
  /** Why the file as a whole, or a part of it that names no account, cannot be used. */
  readonly fault: Fault | null;
}

/** One statement of a file. A damaged statement has a fault and no observation: nothing of it is applied. */
export interface FileAccountReading {
  readonly accountNumber: string;
  readonly currency: string;
  readonly observation: Observation | null;
  readonly fault: Fault | null;
}

/** Turns a bank file into observations. */
export interface FileConnector {
  read(bytes: AsyncIterable<Uint8Array>): Promise<FileReading>;
}
