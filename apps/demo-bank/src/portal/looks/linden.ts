import { changeWords } from './change-words.ts';
import { lindenWords } from './linden-words.ts';
import type { Look, Portal } from './look.ts';

const continental = { decimal: ',', group: '.' } as const;

const usual: Look = {
  shell: 'tabs',
  bodyClass: 'linden',
  dateFormat: 'DD.MM.YYYY',
  amountFormat: { ...continental, negative: 'minus', currency: 'none' },
  balanceFormat: { ...continental, negative: 'minus', currency: 'codeAfter' },
  dateFields: 'typed',
  signInPages: 1,
  signInFields: ['companyId', 'username'],
  steps: ['code', 'notice', 'newPassword'],
  navigation: ['accounts', 'statements', 'downloads', 'password'],
  overview: 'table',
  masksNumbers: false,
  table: {
    pending: 'section',
    columns: ['date', 'valueDate', 'counterparty', 'description', 'amount'],
    pendingColumns: ['date', 'counterparty', 'description', 'amount'],
    pageSizes: [30, 60, 120],
    pinsPages: true,
    showsRangeBalances: true,
  },
  downloadFormats: ['camt053', 'mt940', 'csv', 'bai2', 'ofx'],
  formatField: 'select',
  reviewsUsers: true,
  words: lindenWords,
};

/** As the bank looks after it has been designed anew. */
const renewed: Look = {
  ...usual,
  shell: 'topNavigation',
  bodyClass: 'linden renewed',
  // Day first, with the slashes that other countries write month first.
  dateFormat: 'DD/MM/YYYY',
  amountFormat: { ...continental, negative: 'letters', currency: 'none' },
  signInPages: 2,
  overview: 'cards',
  steps: ['notice', 'code', 'newPassword'],
  table: {
    pending: 'mixed',
    columns: ['amount', 'status', 'valueDate', 'date', 'description'],
    pendingColumns: [],
    pageSizes: [15, 45],
    pinsPages: true,
    showsRangeBalances: false,
  },
  formatField: 'radio',
  words: changeWords(lindenWords, {
    signIn: {
      companyId: 'Contract',
      username: 'Access ID',
      password: 'Secret',
      goOn: 'Next',
      submit: 'Open',
      signOut: 'Close',
    },
    code: { label: 'Transaction number', submit: 'Send' },
    places: { accounts: 'Portfolio', downloads: 'Data carrier', statements: 'Archive', password: 'Access data' },
    accounts: { heading: 'Portfolio', ledgerBalance: 'Booked', availableBalance: 'Disposable' },
    transactions: {
      from: 'Beginning',
      to: 'Ending',
      search: 'Filter',
      heading: 'Movements',
      columns: { date: 'Booked', valueDate: 'Valued', description: 'Text', amount: 'Sum', status: 'Kind' },
      previous: 'Earlier page',
      next: 'Later page',
    },
    downloads: { heading: 'Data carrier', from: 'Beginning', to: 'Ending', format: 'Layout', submit: 'Produce' },
    statements: { heading: 'Archive', link: (month) => `Extract ${month}` },
  }),
};

/** Linden's portal. */
export const lindenPortal: Portal = {
  rules: {
    secondFactors: ['sms', 'email', 'totp'],
    code: { digits: 6, validMs: 3 * 60_000 },
    password: { minLength: 8, maxLength: 30, needs: ['letter', 'digit'], validDays: 365 },
    session: { idleMs: 15 * 60_000, longestMs: 60 * 60_000 },
    noticeId: 'conditions-2026',
    permissions: ['viewBalances', 'viewTransactions', 'viewStatements', 'createTransfers'],
  },
  looks: { 1: usual, 2: renewed },
};
