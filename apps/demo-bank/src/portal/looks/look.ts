import type { Permission } from '../../permission.ts';
import type { AmountFormat, DateFormat } from '../formats.ts';
import type { Column, DownloadFormat, Place, SecondFactor, Step } from './parts.ts';
import type { Words } from './words.ts';

/** Everything in which two layouts of two banks differ. Pages read it and know no bank by name. */
export interface Look {
  /** Frame around the pages. */
  readonly shell: 'topNavigation' | 'sideMenu' | 'tabs';
  /** Further class names of the body, for the style sheet. */
  readonly bodyClass: string;
  readonly dateFormat: DateFormat;
  /** Amounts inside tables, and balances outside of them. */
  readonly amountFormat: AmountFormat;
  readonly balanceFormat: AmountFormat;
  /** Whether dates are picked by the browser or typed the bank's way. */
  readonly dateFields: 'picked' | 'typed';
  /** Whether the password is asked for on a page of its own. */
  readonly signInPages: 1 | 2;
  readonly signInFields: readonly ('companyId' | 'username')[];
  /** Order of what stands between password and accounts. */
  readonly steps: readonly Exclude<Step, 'enrol'>[];
  readonly navigation: readonly Place[];
  readonly overview: 'table' | 'cards';
  /** Whether the overview shows the last four digits of account numbers only. The account's own page shows all. */
  readonly masksNumbers: boolean;
  readonly table: TableLook;
  readonly downloadFormats: readonly DownloadFormat[];
  readonly formatField: 'select' | 'radio';
  /** Whether an owner looks over a new user before it is created. */
  readonly reviewsUsers: boolean;
  readonly words: Words;
}

/** How transactions are laid out. */
export interface TableLook {
  /** Pending rows in a section of their own, or among the others, marked by the status column. */
  readonly pending: 'section' | 'mixed';
  readonly columns: readonly Column[];
  readonly pendingColumns: readonly Column[];
  /** Rows per page; the first one is usual. */
  readonly pageSizes: readonly number[];
  /** Whether all pages of one search show the moment of its first page, or each the moment at which it is opened. */
  readonly pinsPages: boolean;
  /** Whether the balances before and after the days searched are shown. */
  readonly showsRangeBalances: boolean;
}

/** What a bank demands, in whatever layout. */
export interface PortalRules {
  /** How the bank checks a second time, the usual way first. */
  readonly secondFactors: readonly [SecondFactor, ...SecondFactor[]];
  readonly code: { readonly digits: number; readonly validMs: number };
  readonly password: PasswordRules;
  readonly session: { readonly idleMs: number; readonly longestMs: number };
  /** A notice that is shown after the sign-in until it is accepted. */
  readonly noticeId: string;
  /** Rights that an owner can give at this bank. */
  readonly permissions: readonly Permission[];
}

/** What a new password must be. */
export interface PasswordRules {
  readonly minLength: number;
  readonly maxLength: number;
  readonly needs: readonly ('letter' | 'upperAndLower' | 'digit' | 'special')[];
  /** Days in bank time after which it expires. */
  readonly validDays: number;
}

/** A bank's portal: its rules, and the two layouts in which it shows itself. */
export interface Portal {
  readonly rules: PortalRules;
  readonly looks: Readonly<Record<1 | 2, Look>>;
}
