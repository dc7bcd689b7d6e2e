import { changeWords } from './change-words.ts';
import { harborWords } from './harbor-words.ts';
import type { Look, Portal } from './look.ts';

const dollars = { decimal: '.', group: ',', negative: 'minus' } as const;

const usual: Look = {
  shell: 'topNavigation',
  bodyClass: 'harbor',
  dateFormat: 'MM/DD/YYYY',
  amountFormat: { ...dollars, currency: 'none' },
  balanceFormat: { ...dollars, currency: 'symbolBefore' },
  dateFields: 'picked',
  signInPages: 1,
  signInFields: ['companyId', 'username'],
  steps: ['newPassword', 'code', 'notice'],
  navigation: ['accounts', 'downloads', 'statements', 'password'],
  overview: 'table',
  masksNumbers: false,
  table: {
    pending: 'section',
    columns: ['date', 'description', 'debit', 'credit', 'balance'],
    pendingColumns: ['date', 'description', 'amount'],
    pageSizes: [50, 100, 25],
    pinsPages: true,
    showsRangeBalances: true,
  },
  downloadFormats: ['csv', 'ofx', 'bai2', 'camt053', 'mt940'],
  formatField: 'radio',
  reviewsUsers: true,
  words: harborWords,
};

/** As the bank looks after it has been designed anew. */
const renewed: Look = {
  ...usual,
  shell: 'sideMenu',
  bodyClass: 'harbor renewed',
  dateFormat: 'MMM D, YYYY',
  dateFields: 'typed',
  navigation: ['statements', 'downloads', 'accounts', 'password'],
  overview: 'cards',
  masksNumbers: true,
  signInFields: ['username', 'companyId'],
  table: {
    pending: 'mixed',
    columns: ['status', 'date', 'amount', 'description', 'reference'],
    pendingColumns: [],
    pageSizes: [20, 60],
    pinsPages: true,
    showsRangeBalances: false,
  },
  formatField: 'select',
  words: changeWords(harborWords, {
    signIn: {
      heading: 'Welcome back',
      companyId: 'Organization',
      username: 'Username',
      submit: 'Log in',
      signOut: 'Log out',
    },
    code: { label: 'One-time code', submit: 'Continue' },
    notice: { accept: 'I agree', later: 'Ask me another time' },
    places: { accounts: 'Dashboard', downloads: 'Reports', statements: 'Documents', password: 'Settings' },
    accounts: { heading: 'Dashboard', ledgerBalance: 'Ledger', availableBalance: 'Available' },
    transactions: {
      from: 'Start',
      to: 'End',
      search: 'Apply',
      heading: 'Activity',
      columns: { date: 'Posted on', description: 'Memo', status: 'State', reference: 'Bank reference' },
      next: 'Older',
      previous: 'Newer',
    },
    downloads: { heading: 'Reports', format: 'Output', submit: 'Create report', from: 'Start', to: 'End' },
    statements: { heading: 'Documents', link: (month) => `Monthly document ${month}` },
  }),
};

/** Harbor's portal. */
export const harborPortal: Portal = {
  rules: {
    secondFactors: ['totp', 'email', 'sms'],
    code: { digits: 6, validMs: 10 * 60_000 },
    password: { minLength: 12, maxLength: 64, needs: ['upperAndLower', 'digit'], validDays: 90 },
    session: { idleMs: 10 * 60_000, longestMs: 4 * 3_600_000 },
    noticeId: 'agreement-2026',
    permissions: ['viewBalances', 'viewTransactions', 'viewStatements', 'createTransfers'],
  },
  looks: { 1: usual, 2: renewed },
};
