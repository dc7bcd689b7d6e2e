import type { PasswordRules } from '../domain/access/password-rules.ts';
import type { AccountDetails } from '../domain/account.ts';
import type { Actor, Fault, FaultCode } from '../domain/connection/connection-fault.ts';
import type { AccessPart, Expiry } from '../domain/connection/connection-warning.ts';
import type { InvitationForm, LoginNames } from '../domain/connection/invitation.ts';
import type { CodeChannel } from '../domain/connection/mfa-challenge.ts';
import type { SyncWindow } from '../domain/connection/sync-schedule.ts';
import type { DefinitionGap } from '../domain/definition-gap.ts';
import type { BankFileFormat } from '../domain/files/bank-file-format.ts';
import type { DateOrder } from '../domain/files/file-knowledge.ts';
import type { FileProblem } from '../domain/files/file-problem.ts';
import type { CredentialField, Institution } from '../domain/institution.ts';
import type { Observation, SourceKind } from '../domain/observation.ts';
import type { CalendarDate } from '../domain/values/calendar-date.ts';
import type { Instant } from '../domain/values/instant.ts';
import type { OpenBrowser } from './browser-session.ts';

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
  /** For connectors that drive a portal; absent where there is no browser. */
  readonly openBrowser?: OpenBrowser;
  /** Answers one-time codes; absent where nobody can. */
  readonly answerCode?: AnswerCode;
  /** Goes on with a sign-in that was suspended, by the code that has come since. */
  readonly resume?: ResumedSignIn;
  /** Renews the login; absent where nothing new can be kept. */
  readonly renewal?: LoginRenewal;
  /** Hears of each step of a portal session as it ends. */
  readonly noteStep?: (step: SessionStep) => void;
}

/** One step of a session, fit to be shown: it holds no secret and nothing that a page said. */
export interface SessionStep {
  readonly name: string;
  readonly outcome: 'done' | 'failed';
  /** What came of it, such as the state in which the page was found or how many rows were read. */
  readonly detail: string | null;
  readonly durationMs: number;
  /** PNG of the page at a failure, with every field and every secret covered. */
  readonly screenshot: Uint8Array | null;
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

/** A bank's question for a one-time code. */
export interface CodeQuestion {
  /** How the bank sends codes, where the page tells. */
  readonly channel: CodeChannel;
  /** What the page says of it, such as where the code was sent; null where it says nothing. */
  readonly prompt: string | null;
  /** Where the code was sent, as far as the bank shows it. */
  readonly destination: string | null;
  /** How a message is known that brings the code; null where none does. */
  readonly message: CodeMessageForm | null;
  /** How long the bank takes the code, counted from the login. */
  readonly validForMs: number;
  /** Real time since the login was handed over. */
  readonly loginAgeMs: number;
  readonly signal: AbortSignal;
}

/** The first group of `code` is the code; without a group it is all that matches. */
export interface CodeMessageForm {
  readonly from?: RegExp;
  readonly code: RegExp;
}

export type CodeReply =
  | { readonly kind: 'code'; readonly code: string }
  /** The code that an authenticator app shows now. */
  | { readonly kind: 'computed'; readonly code: string }
  /** It will come, but nobody knows when: the session ends, and a later one goes on with the sign-in. */
  | { readonly kind: 'later' }
  /** Nobody can answer. */
  | { readonly kind: 'nobody' };

/** Answers a question for a one-time code. */
export type AnswerCode = (question: CodeQuestion) => Promise<CodeReply>;

/**
 * Keeps new parts of a login around the moment at which the bank gets them. What is new is written down before it is handed
 * over, so that nobody is locked out by a password that was lost on its way; until it is settled, nobody knows whether the bank
 * has taken it. Every promise rejects where the connection has been lost to another worker: then nothing may be handed over.
 */
export interface LoginRenewal {
  /** A login of which that is not known. It is tried once, before anything else. */
  readonly unsure: Credentials | null;
  /** One whose try was not settled either. It holds exactly where the bank rejects the stored one, which it was to replace. */
  readonly tried: Credentials | null;
  /** By which a first password is set; null where none waits. */
  readonly invitation: { readonly code: string; readonly names: LoginNames } | null;
  /** A new password by the bank's rules, written down with the names that it goes with. */
  choosePassword(rules: PasswordRules, names: LoginNames): Promise<string>;
  /** Writes the setup key of an authenticator app down and gives the code that the app shows; null where the text is no key. */
  enrol(setupKey: string): Promise<string | null>;
  /** Called right before the click. `unsureLogin`: the unsure login is about to be tried. */
  noteHandedOver(what: RenewedField | 'unsureLogin'): Promise<void>;
  /** The bank has taken it: from now on it is part of the login. */
  noteTaken(field: RenewedField): Promise<void>;
  /** The bank has refused it, for that reason: it is forgotten, and with `invitation_invalid` the invitation as well. */
  noteRefused(field: RenewedField, fault: FaultCode): Promise<void>;
}

/** What of a login a session can renew. */
export type RenewedField = Extract<CredentialField, 'password' | 'totpSecret'>;

/** A sign-in that stopped at the question for a one-time code. */
export interface SuspendedSignIn {
  /** All that it takes to go on, for the connector alone to read. As secret as the login. */
  readonly session: string;
}

/** Where the bank has forgotten the sign-in, the connector signs in anew. */
export interface ResumedSignIn extends SuspendedSignIn {
  readonly code: string;
}

/** A step that worked, or the fault that stopped it. Faults are values; anything thrown is a defect of the connector. */
export type Step<T> =
  | { readonly ok: true; readonly value: T }
  /** `suspended` only by `open`, after the answer to a question for a code was `later`; the fault is `mfa_required` then. */
  | { readonly ok: false; readonly fault: Fault; readonly suspended?: SuspendedSignIn };

/** Reads one kind of source. The core never knows which. */
export interface Connector {
  readonly name: string;
  readonly sourceKind: SourceKind;
  /** Signs in. One session per connection at a time, and never a second try with rejected credentials. */
  open(context: SessionContext): Promise<Step<Session>>;
  /** How the bank invites delegated users by e-mail. Left out, and null, where it is not known. */
  findInvitationForm?(institution: Institution): InvitationForm | null;
  /** What it lacks, by the definition alone, to read that institution; null where nothing. Left out by connectors that need nothing of it. */
  findGap?(institution: Institution): DefinitionGap | null;
}

/** A signed-in session. `close` is always called, whatever happened before. */
export interface Session {
  listAccounts(): Promise<Step<readonly SourceAccount[]>>;
  observe(account: SourceAccount, window: SyncWindow): Promise<AccountReading>;
  /** Left out by sources that have no documents. Asked once the accounts are read. */
  readonly statements?: SessionStatements;
  /** What the bank announces to end. Left out by sources that announce nothing. Asked once the accounts are listed. */
  notices?(): readonly AccessNotice[];
  /** Signs out. Has a bound of its own, because the run's signal may be aborted by then. */
  close(signal: AbortSignal): Promise<void>;
}

/** Whether the bank announces that a part of the access ends. What could not be read for sure is left out. */
export interface AccessNotice {
  readonly part: AccessPart;
  /** Null where the page on which it would stand does not say so. */
  readonly expiry: Expiry | null;
  /** Who can renew it. */
  readonly renewedBy: Actor;
}

/** The bank's own documents. */
export interface SessionStatements {
  /** All that the source offers of the account. */
  list(account: SourceAccount): Promise<Step<readonly SourceStatement[]>>;
  /** One of those listed last. */
  download(statement: SourceStatement): Promise<Step<SourceDocument>>;
}

export interface SourceStatement {
  /** Names it among the statements of its account, the same in every session. */
  readonly key: string;
  readonly periodStart: CalendarDate;
  readonly periodEnd: CalendarDate;
}

export interface SourceDocument {
  readonly bytes: Uint8Array;
  readonly fileName: string;
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
  /** Whether the bank says that the user may not see balances; left out where the source does not tell. */
  readonly balancesDenied?: boolean;
}

/** What is known of a file beside its bytes. */
export interface FileReadSettings {
  /** For statements that name no currency. */
  readonly currency: string | null;
  readonly dateOrder: DateOrder | null;
  /** Layout of a CSV export, in the form of `CsvProfile` of `@causeway/bank-files`. */
  readonly csvProfile: Readonly<Record<string, unknown>> | null;
  /** Damages what is read with a warning otherwise. */
  readonly isStrict: boolean;
  /** Gives the entries in front of the damage of a damaged statement. */
  readonly takesDamaged: boolean;
}

/** What a bank file says, statement by statement. */
export interface FileReading {
  /** Format found; null when it is none that is known. */
  readonly format: BankFileFormat | null;
  readonly readings: readonly FileAccountReading[];
  /** Why the file as a whole, or a part of it that names no account, cannot be used. */
  readonly problem: FileProblem | null;
}

/** What a file says of one account. A statement with a problem is not applied: a damaged one has no observation, an unclear one has it to be looked at. */
export interface FileAccountReading {
  /** Null where the format need not name the account. */
  readonly accountNumber: string | null;
  /** Null where the file names none anywhere; its rows and details then carry UNKNOWN_CURRENCY. */
  readonly currency: string | null;
  readonly observation: Observation | null;
  readonly problem: FileProblem | null;
}

/** ISO 4217 code for "no currency involved": stands in a reading until the account's currency is known. */
export const UNKNOWN_CURRENCY = 'XXX';

/** Turns a bank file into observations. */
export interface FileConnector {
  read(bytes: AsyncIterable<Uint8Array>, settings: FileReadSettings): Promise<FileReading>;
}
