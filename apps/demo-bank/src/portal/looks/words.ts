import type { Permission } from '../../permission.ts';
import type { Column, DownloadFormat, Place, SecondFactor } from './parts.ts';

/** The texts of a portal. A bank words them its own way, and another way again in its second layout. */
export interface Words {
  readonly signIn: {
    readonly heading: string;
    readonly intro: string;
    readonly companyId: string;
    readonly username: string;
    readonly password: string;
    /** Leads to the page of the password where that is a page of its own. */
    readonly goOn: string;
    readonly passwordHeading: string;
    readonly submit: string;
    readonly activateLink: string;
    readonly rejected: string;
    readonly locked: string;
    readonly timedOut: string;
    readonly signedOut: string;
    readonly signOut: string;
  };
  readonly code: {
    readonly heading: string;
    readonly intro: Readonly<Record<SecondFactor, (to: string) => string>>;
    readonly label: string;
    readonly submit: string;
    readonly resend: string;
    readonly resent: string;
    readonly wrong: string;
    readonly used: string;
    readonly expired: string;
    readonly tooManyTries: string;
    readonly noAddress: string;
    readonly notConfigured: string;
    readonly notSent: string;
    readonly mailSubject: string;
    readonly mailText: (code: string, minutes: number) => string;
    readonly smsText: (code: string, minutes: number) => string;
  };
  readonly enrol: {
    readonly heading: string;
    readonly intro: string;
    readonly secret: string;
    readonly code: string;
    readonly submit: string;
    readonly shownOnce: string;
  };
  readonly newPassword: {
    readonly heading: string;
    readonly becauseTemporary: string;
    readonly becauseExpired: string;
    readonly becauseWanted: string;
    readonly present: string;
    readonly next: string;
    readonly repeat: string;
    readonly submit: string;
    readonly changed: string;
    readonly differs: string;
    readonly wrongPresent: string;
    /** `day` is the last one, as the bank writes dates. */
    readonly expiresSoon: (days: number, day: string) => string;
  };
  readonly notice: {
    readonly heading: string;
    readonly text: string;
    readonly accept: string;
    readonly later: string;
  };
  readonly activation: {
    readonly heading: string;
    readonly intro: string;
    readonly code: string;
    readonly submit: string;
    readonly rejected: string;
    readonly done: string;
    readonly mailSubject: string;
    readonly mailText: (mail: {
      name: string;
      companyId: string;
      username: string;
      url: string;
      code: string;
    }) => string;
  };
  readonly places: Readonly<Record<Place, string>>;
  readonly accounts: {
    readonly heading: string;
    readonly account: string;
    readonly number: string;
    readonly type: string;
    readonly currency: string;
    readonly ledgerBalance: string;
    readonly availableBalance: string;
    readonly closed: string;
    readonly types: Readonly<Record<'checking' | 'savings', string>>;
    readonly hidden: string;
    readonly none: string;
  };
  readonly transactions: {
    readonly from: string;
    readonly to: string;
    readonly pageSize: string;
    readonly search: string;
    readonly heading: string;
    readonly pendingHeading: string;
    readonly columns: Readonly<Record<Column, string>>;
    readonly statuses: Readonly<Record<'pending' | 'posted', string>>;
    readonly openingBalance: (date: string) => string;
    readonly closingBalance: (date: string) => string;
    readonly range: (first: number, last: number, total: number) => string;
    readonly previous: string;
    readonly next: string;
    readonly none: string;
    readonly noPending: string;
    readonly noPermission: string;
    readonly badDate: (label: string, example: string) => string;
    readonly turnedRound: string;
    readonly tooOld: (date: string) => string;
  };
  readonly downloads: {
    readonly heading: string;
    readonly intro: string;
    readonly account: string;
    readonly from: string;
    readonly to: string;
    readonly format: string;
    readonly formats: Readonly<Record<DownloadFormat, string>>;
    readonly submit: string;
    readonly closed: string;
    readonly none: string;
  };
  readonly statements: {
    readonly heading: string;
    readonly account: string;
    readonly show: string;
    readonly period: string;
    readonly document: string;
    readonly link: (month: string) => string;
    /** Stands at the head of the document. */
    readonly title: (month: string) => string;
    readonly none: string;
    readonly noPermission: string;
  };
  readonly users: UserWords;
  readonly trouble: {
    readonly maintenanceHeading: string;
    readonly maintenance: string;
    readonly maintenanceUntil: (time: string) => string;
    readonly tooManyHeading: string;
    readonly tooMany: string;
    readonly pausedHeading: string;
    readonly paused: string;
    readonly goOn: string;
    readonly forbiddenHeading: string;
    readonly forbidden: string;
    readonly notFoundHeading: string;
    readonly notFound: string;
    readonly staleForm: string;
  };
}

/** Texts of the owner's administration of users. */
export interface UserWords {
  readonly heading: string;
  readonly intro: string;
  readonly add: string;
  readonly addHeading: string;
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly email: string;
  readonly phone: string;
  readonly secondFactor: string;
  readonly secondFactors: Readonly<Record<SecondFactor, string>>;
  readonly status: string;
  readonly statuses: Readonly<Record<'active' | 'invited' | 'temporaryPassword' | 'locked', string>>;
  readonly goOn: string;
  readonly permissionsHeading: string;
  readonly permissions: Readonly<Record<Permission, string>>;
  readonly allAccounts: string;
  readonly newAccounts: string;
  readonly reviewHeading: string;
  readonly create: string;
  readonly createdHeading: string;
  readonly invited: (email: string) => string;
  readonly notInvited: string;
  readonly temporaryPassword: string;
  readonly shownOnce: string;
  readonly save: string;
  readonly saved: string;
  readonly resetPassword: string;
  readonly resetHeading: string;
  readonly inviteAgain: string;
  readonly resetAuthenticator: string;
  readonly authenticatorReset: string;
  readonly remove: string;
  readonly removeHeading: (name: string) => string;
  readonly removeConfirm: string;
  readonly removed: (name: string) => string;
  readonly cancel: string;
  readonly none: string;
  readonly taken: string;
  readonly noPermissionChosen: string;
  readonly invalid: (label: string) => string;
}
