/** Ways in which a bank checks a second time who signs in. */
export const secondFactors = ['totp', 'email', 'sms'] as const;
export type SecondFactor = (typeof secondFactors)[number];

/** What can stand between the password and the accounts. */
export type Step = 'code' | 'enrol' | 'newPassword' | 'notice';

/** Columns that a table of transactions can have. */
export type Column =
  | 'date'
  | 'valueDate'
  | 'status'
  | 'description'
  | 'counterparty'
  | 'reference'
  | 'debit'
  | 'credit'
  | 'amount'
  | 'balance';

/** Parts of the portal that have an entry in its navigation. */
export type Place = 'accounts' | 'downloads' | 'statements' | 'password' | 'users';

/** Formats of downloads, in the order in which a bank offers them. */
export type DownloadFormat = 'csv' | 'ofx' | 'bai2' | 'camt053' | 'mt940';
