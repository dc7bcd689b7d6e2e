import type { PasswordRules } from '../../domain/access/password-rules.ts';
import type { AccountDetails } from '../../domain/account.ts';
import type { FaultCode } from '../../domain/connection/connection-fault.ts';
import type { AccessPart, Expiry } from '../../domain/connection/connection-warning.ts';
import type { InvitationForm } from '../../domain/connection/invitation.ts';
import type { SyncWindow } from '../../domain/connection/sync-schedule.ts';
import type { CredentialField } from '../../domain/institution.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import type { CalendarDate } from '../../domain/values/calendar-date.ts';
import type { CodeMessageForm, CodeQuestion } from '../contract.ts';
import type { Cells, Headers } from './cells.ts';

/** A bank's portal as data, with small pure functions where data does not do. See docs/connectors/writing-a-recipe.md. */
export interface Recipe {
  /** Name by which institution definitions refer to it. */
  readonly name: string;
  /** BCP 47; the portal is asked for its pages in this language. */
  readonly locale: string;
  /** IANA name of the zone in which the bank writes its days. */
  readonly timezone: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Without these the sign-in is not even begun. */
  readonly credentials: readonly CredentialField[];
  /** What stops a session wherever it appears. Looked for whenever anything is waited for. */
  readonly troubles: readonly Trouble[];
  /** What gets in the way now and then, wherever it appears, and how it is got rid of. */
  readonly interruptions: readonly Interruption[];
  /** How a user whom the bank has invited gets a first password; null where that is not known. */
  readonly activation: ActivationRecipe | null;
  /** Ends on a page of a signed-in user. */
  readonly signIn: readonly Step[];
  readonly accounts: AccountsRecipe;
  /** What the page of the list of accounts says of an end of the access; empty where the bank announces none. */
  readonly notices: readonly NoticeRecipe[];
  readonly activity: ActivityRecipe;
  /** Documents as PDF; null where the portal has none. */
  readonly statements: StatementsRecipe | null;
  /** Done at the end whatever happened; a step that fails ends it. */
  readonly signOut: readonly Step[];
}

/** How a thing on a page is found: as a person would name it. A text must agree whole; an expression may match a part. */
export type Target =
  | { readonly role: Role; readonly name?: Words; readonly hasText?: Words; readonly within?: Target }
  | { readonly label: Words; readonly within?: Target }
  | { readonly text: Words; readonly within?: Target };

export type Words = string | RegExp;

/** ARIA roles that recipes name. */
export type Role =
  | 'alert'
  | 'button'
  | 'cell'
  | 'dialog'
  | 'form'
  | 'group'
  | 'heading'
  | 'link'
  | 'list'
  | 'listitem'
  | 'main'
  | 'menuitem'
  | 'navigation'
  | 'radio'
  | 'region'
  | 'status'
  | 'tab'
  | 'table';

/** What steps can build their values from. */
export interface Known {
  readonly portalUrl: string;
  readonly credentials: Readonly<Partial<Record<CredentialField, string>>>;
  /** The account that is being read; its handle is the address of its page. */
  readonly account: { readonly handle: string; readonly number: string; readonly name: string } | null;
  readonly window: SyncWindow | null;
  /** Only where a first password is set. */
  readonly invitationCode?: string;
}

export type Value = (known: Known) => string;

/**
 * One thing that is done. `name` stands in the timeline and in messages. Only `goTo`, `waitFor` and `expect` are ever repeated;
 * nothing is filled in or clicked twice.
 */
export type Step =
  | { readonly do: 'goTo'; readonly name: string; readonly url: Value }
  | { readonly do: 'fill'; readonly name: string; readonly target: Target; readonly value: Value }
  | {
      readonly do: 'choose';
      readonly name: string;
      readonly target: Target;
      readonly option: Value;
      /** What it means that the list does not offer it. Left out: the portal is not as the recipe knows it. */
      readonly notOffered?: FaultCode;
    }
  | ClickStep
  | { readonly do: 'waitFor'; readonly name: string; readonly target: Target }
  | { readonly do: 'expect'; readonly name: string; readonly oneOf: readonly Outcome[] };

export type ExpectStep = Extract<Step, { readonly do: 'expect' }>;

/** A step that is one act on the page. */
export type PlainStep = Exclude<Step, ExpectStep>;

export interface ClickStep {
  readonly do: 'click';
  readonly name: string;
  readonly target: Target;
  /**
   * What the click hands to the bank. Credentials are handed over once in a session and never again, whatever a recipe says. A click that
   * submits waits for the page to be left.
   */
  readonly submits?: 'credentials' | 'code' | 'newPassword' | 'setupKey' | 'form';
}

/** A state in which the page may be found. The first of several that can be seen counts, so put what says more in front. */
export interface Outcome {
  readonly state: string;
  readonly when: Target;
  readonly means:
    | 'goOn'
    | { readonly fault: FaultCode }
    /** Ends the session as well, and says that the bank has not taken the new password or setup key that it was just given. */
    | { readonly refused: FaultCode }
    /** Sets an authenticator app up, then looks again; taken once only. */
    | { readonly enrol: EnrolForm }
    /** Chooses the new password that the bank demands and hands it over, then looks again; taken once only. */
    | { readonly newPassword: NewPasswordForm }
    /** Done, then the page is looked at again; taken once only. */
    | { readonly steps: readonly Step[] }
    /** Gets a one-time code, fills it in and submits it, then looks again; taken once only. */
    | { readonly answer: CodeAnswer }
    /**
     * The bank has seen the code before, as when the seed was set up a moment ago. A computed code is followed by the next one, once; any other
     * ends the session as `mfa_failed`.
     */
    | { readonly answerAgain: CodeAnswer };
}

/** Where a bank shows the setup key for an authenticator app, and takes the first code. */
export interface EnrolForm {
  readonly key: Target;
  readonly field: Target;
  readonly submit: Target;
}

/** Where a bank takes a new password. */
export interface NewPasswordForm {
  readonly rules: PasswordRules;
  /** The new password is filled into all of them. */
  readonly fields: readonly Target[];
  readonly submit: Target;
}

/** How a user whom the bank has invited by e-mail gets a first password. */
export interface ActivationRecipe {
  readonly invitation: InvitationForm;
  readonly rules: PasswordRules;
  /**
   * Lead to the page where it is set, fill it in, hand it over by a click that submits `newPassword`, and find out by `expect` what the bank says:
   * `goOn` where it has taken it, `refused` where it has not. The links of mails are never followed.
   */
  readonly steps: readonly Step[];
}

export interface CodeAnswer {
  readonly field: Target;
  readonly submit: Target;
  /** By which of these texts the page tells how it sent the code; the first that can be seen counts. */
  readonly channels: readonly CodeChannelWords[];
  /** How long the bank takes a code, or lets its page stand, whichever is shorter. */
  readonly validForMs: number;
}

export interface CodeChannelWords {
  readonly channel: CodeQuestion['channel'];
  /** What the page says; shown to whoever answers. */
  readonly when: Target;
  /** Finds in those words where the code was sent, as its first group. */
  readonly destination?: RegExp;
  /** How the message is known that brings the code. */
  readonly message?: CodeMessageForm;
}

export interface Trouble {
  readonly state: string;
  readonly when: Target;
  readonly fault: FaultCode;
}

export interface Interruption {
  readonly state: string;
  readonly when: Target;
  readonly steps: readonly Step[];
}

/** Where accounts are listed, and what the page of each says. */
export interface AccountsRecipe {
  readonly steps: readonly Step[];
  /** Place whose links each lead to the page of one account. */
  readonly links: Target;
  /** What says that there is no account to see. */
  readonly none: Target | null;
  /** Terms and their values on the page of an account, such as `Account number`. */
  readonly facts: Target;
  /** Throws PortalFormError where something is missing. */
  readAccount(page: AccountPage): ReadAccount;
}

/** How a bank announces that a part of the access ends. */
export interface NoticeRecipe {
  readonly part: AccessPart;
  /** Finds the text. */
  readonly text: RegExp;
  /** When it ends. `today` is the bank's day. Null where the text names no day: then nothing is known. */
  read(text: string, today: CalendarDate): Expiry | null;
}

/** A link of the list of accounts. */
export interface AccountLink {
  readonly text: string;
  /** Text of the row or entry of the list in which it stands. */
  readonly listing: string;
}

export interface AccountPage {
  readonly link: AccountLink;
  readonly facts: Facts;
}

/** Terms and values of a page in order. */
export interface Facts {
  readonly all: readonly (readonly [term: string, value: string])[];
  /** Throws PortalFormError where the term is missing or there twice. */
  get(term: string): string;
  find(term: string): string | null;
}

export interface ReadAccount {
  readonly number: string;
  readonly details: AccountDetails;
  /** Signed decimal text. */
  readonly ledger: string | null;
  readonly available: string | null;
  /** Whether the page says that the user may not see them. */
  readonly balancesDenied: boolean;
}

/** Where the documents of an account are. */
export interface StatementsRecipe {
  /** Leads to where documents are, of whatever account. */
  readonly open: readonly Step[];
  /** What stands there when the user may see documents, and what when it may not: of any account, or of the one chosen. */
  readonly opened: Target;
  readonly denied: Target;
  /** Chooses the account. */
  readonly choose: readonly Step[];
  /** Place whose links each are a document. */
  readonly links: Target;
  readonly none: Target;
  /** Throws PortalFormError where the words of a link have another form. */
  readPeriod(link: string): { readonly from: CalendarDate; readonly to: CalendarDate };
}

/** How the rows of an account and a window are read. */
export interface ActivityRecipe {
  /** Opens the page of the account with the window asked for. */
  readonly open: readonly Step[];
  /** What stops the reading of one account, and no other part of the session, such as a right that is missing in it. */
  readonly troubles: readonly Trouble[];
  /** What of the page must stand; the same place as of the accounts' facts. */
  readonly tables: readonly TableRecipe[];
  readonly paging: PagingRecipe | null;
  /** The bank's own file, which is preferred to the paged tables. */
  readonly exports: ExportRecipe | null;
  /** Ledger balances around the rows, from the facts of the page; empty where the bank shows none. */
  readBalances(facts: Facts): readonly RangeBalance[];
  /** First day that the bank shows where it is later than the one asked for, from the texts of the page; null where it is not. */
  readonly earliest: { readonly text: RegExp; read(text: string): CalendarDate | null } | null;
}

export interface RangeBalance {
  readonly kind: 'opening' | 'closing';
  /** Day before whose first row it holds, or after whose last. */
  readonly date: CalendarDate;
  readonly amount: string;
}

/** A table of rows. Read with its rows in the order shown. */
export interface TableRecipe {
  readonly name: string;
  readonly table: Target;
  readonly headers: Headers;
  /** What stands in its place when it has no rows. */
  readonly none: Target;
  /** Read on the first page only: rows that stand apart from the paged ones. */
  readonly firstPageOnly: boolean;
  /** Throws PortalFormError where a cell has another form. */
  toRow(cells: Cells, account: ReadAccount): ShownRow;
}

/** A row as the table shows it; what a bank does not show is left out and becomes null or unknown. */
export type ShownRow = Pick<ObservedRow, 'status' | 'postedDate' | 'pendingDate' | 'amount'> &
  Partial<Omit<ObservedRow, 'location'>>;

export interface PagingRecipe {
  readonly next: Target;
  /** Text that says how many rows there are; the first group of digits that `read` finds. */
  readonly total: { readonly text: RegExp; read(text: string): number | null } | null;
  /** All pages of a search show one moment. */
  readonly pinned: boolean;
}

/**
 * Rows of some statuses as a file; all others are read from the first page. So only for banks whose file holds all rows, or whose other
 * rows stand apart in a table of the first page.
 */
export interface ExportRecipe {
  readonly covers: readonly ('pending' | 'posted')[];
  readonly mediaType: string;
  /** Leads to where files can be had. */
  readonly open: readonly Step[];
  /** Chooses account, window and format there. */
  readonly fill: readonly Step[];
  readonly click: Target;
  /** What the place says when there are no files to be had; then the tables are read. */
  readonly closed: Target | null;
  /**
   * Rows with what the tables show of them and no more, so that a read by file and one by pages give the same. Throws PortalFormError where
   * the file has another form.
   */
  toRows(file: Uint8Array, account: ReadAccount): readonly ShownRow[];
}
