import type { CodeChannel } from './connection/mfa-challenge.ts';

/** Details that a login can have. */
export const CREDENTIAL_FIELDS = ['bankCustomerId', 'bankUsername', 'password', 'totpSecret'] as const;
export type CredentialField = (typeof CREDENTIAL_FIELDS)[number];

/** Things for which banks have words of their own: places and fields of their portals, rights, and details of a login. */
export const INSTITUTION_TERMS = [
  'userList',
  'addUser',
  'firstName',
  'lastName',
  'username',
  'email',
  'phoneNumber',
  'viewBalances',
  'viewTransactions',
  'viewStatements',
  'bankCustomerId',
  'bankUsername',
  'password',
  'totpSecret',
  'code',
] as const;
export type InstitutionTerm = (typeof INSTITUTION_TERMS)[number];

/**
 * How far an institution's own row ids can be trusted. `stable`: one id means one transaction for ever.
 * `stablePerStatus`: the same, but a row gets another id when it posts. `hint`: ids exist but are known to be reissued.
 * `none`: rows carry no ids.
 */
export type SourceIdTrust = 'stable' | 'stablePerStatus' | 'hint' | 'none';

/** Where a person works in the simulated bank behind an institution, and as whom: the owner of a company there. */
export interface DemoBank {
  readonly portalUrl: string;
  readonly signIn: Readonly<Record<'bankCustomerId' | 'bankUsername' | 'password', string>>;
}

/** A bank as data: one file under `institutions/` each. */
export interface Institution {
  /** Slug, the public `institutionId`. */
  readonly id: string;
  readonly name: string;
  /** ISO 3166 code of the country it is in; null when it works across countries. */
  readonly country: string | null;
  /** Demo institutions are reached with test keys only, all others with live keys only. */
  readonly demo: boolean;
  readonly defaultPortalUrl: string | null;
  readonly additionalPortalUrls: readonly string[];
  /** Connector that reads the bank and its settings; null while only files can feed a connection. */
  readonly connector: { readonly name: string; readonly settings: Readonly<Record<string, string>> } | null;
  /** Where the simulated bank behind it takes scenarios, without a slash at its end; null when none can be steered. */
  readonly sandboxControlUrl: string | null;
  /** What people need of the simulated bank behind it; null at every real bank. */
  readonly demoBank: DemoBank | null;
  /** Digits of the one-time codes of each kind, where the bank is known to give out no others. */
  readonly codeDigits: Readonly<Partial<Record<CodeChannel, number>>>;
  /** Login details without which activation cannot work. */
  readonly requiredCredentials: readonly CredentialField[];
  readonly delegatedUser: {
    /** Rights to ask for, most important first. */
    readonly permissions: readonly string[];
    readonly guideUrl: string | null;
    /** What the bank calls the places and fields at which a delegated user is made, and what it asks of one; see INSTITUTION_TERMS. */
    readonly terms: Readonly<Partial<Record<InstitutionTerm, string>>>;
  };
  readonly sourceIds: SourceIdTrust;
  /** Longest time a pending row is known to stay before it posts or goes. */
  readonly pendingWindowDays: number;
  /** How far back the bank is known to book after the fact. */
  readonly latenessDays: number;
  /** First read of an account goes back this far. */
  readonly historyDays: number;
  readonly rhythm: {
    readonly everyMinutes: number;
    /** Syncs are spread over this time, so that many connections do not knock at once. */
    readonly jitterMinutes: number;
  };
}
