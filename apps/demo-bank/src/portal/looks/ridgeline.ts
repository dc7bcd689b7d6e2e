import { changeWords } from './change-words.ts';
import type { Look, Portal } from './look.ts';
import { ridgelineWords } from './ridgeline-words.ts';

const usual: Look = {
  shell: 'sideMenu',
  bodyClass: 'ridgeline',
  dateFormat: 'MMM D, YYYY',
  amountFormat: { decimal: '.', group: ',', negative: 'parentheses', currency: 'symbolBefore' },
  balanceFormat: { decimal: '.', group: ',', negative: 'parentheses', currency: 'symbolBefore' },
  dateFields: 'picked',
  signInPages: 2,
  signInFields: ['companyId', 'username'],
  steps: ['code', 'newPassword', 'notice'],
  navigation: ['accounts', 'statements', 'downloads', 'password'],
  overview: 'cards',
  masksNumbers: true,
  table: {
    pending: 'mixed',
    columns: ['date', 'status', 'description', 'amount'],
    pendingColumns: [],
    pageSizes: [25, 50, 100],
    // The list is what it is at the moment of asking, so that rows move to the next page when new ones arrive.
    pinsPages: false,
    showsRangeBalances: false,
  },
  downloadFormats: ['csv', 'ofx', 'bai2', 'mt940', 'camt053'],
  formatField: 'select',
  reviewsUsers: false,
  words: ridgelineWords,
};

/** As the bank looks after it has been designed anew. */
const renewed: Look = {
  ...usual,
  shell: 'tabs',
  bodyClass: 'ridgeline renewed',
  dateFormat: 'YYYY-MM-DD',
  amountFormat: { decimal: '.', group: ',', negative: 'minus', currency: 'codeAfter' },
  dateFields: 'typed',
  signInPages: 1,
  overview: 'table',
  masksNumbers: false,
  steps: ['newPassword', 'code', 'notice'],
  table: {
    pending: 'section',
    columns: ['description', 'date', 'valueDate', 'debit', 'credit'],
    pendingColumns: ['description', 'date', 'debit', 'credit'],
    pageSizes: [40, 80],
    pinsPages: false,
    showsRangeBalances: true,
  },
  formatField: 'radio',
  words: changeWords(ridgelineWords, {
    signIn: {
      companyId: 'Business ID',
      username: 'Login name',
      password: 'Password',
      submit: 'Enter',
      signOut: 'Exit',
    },
    code: { label: 'Security number', submit: 'Check', resend: 'New security number' },
    places: { accounts: 'My accounts', downloads: 'Files', statements: 'Paperless', password: 'Password' },
    accounts: { heading: 'My accounts', ledgerBalance: 'Balance', availableBalance: 'Spendable' },
    transactions: {
      from: 'Since',
      to: 'Until',
      search: 'Find',
      heading: 'Completed',
      columns: { date: 'Day', description: 'What', debit: 'Out', credit: 'In' },
      previous: 'Back',
      next: 'More',
    },
    downloads: { heading: 'Files', from: 'Since', to: 'Until', format: 'Format', submit: 'Get file' },
    statements: { heading: 'Paperless', link: (month) => `PDF for ${month}` },
  }),
};

/** Ridgeline's portal. */
export const ridgelinePortal: Portal = {
  rules: {
    secondFactors: ['email', 'sms'],
    code: { digits: 8, validMs: 5 * 60_000 },
    password: { minLength: 10, maxLength: 40, needs: ['letter', 'digit', 'special'], validDays: 180 },
    session: { idleMs: 5 * 60_000, longestMs: 30 * 60_000 },
    noticeId: 'fraud-2026',
    permissions: ['viewBalances', 'viewTransactions', 'viewStatements'],
  },
  looks: { 1: usual, 2: renewed },
};
