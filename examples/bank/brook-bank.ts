import { parseBankAmount } from '../../src/connectors/portal/bank-text.ts';
import { PortalFormError } from '../../src/connectors/portal/form-error.ts';
import type { Recipe } from '../../src/connectors/portal/recipe.ts';
import {
  accountPage,
  alert,
  button,
  credential,
  fill,
  heading,
  link,
  table,
  windowDay,
} from '../../src/connectors/portal/recipe-kit.ts';

const AMOUNTS = { decimal: '.', group: ',' } as const;
const DATES = 'MM/DD/YYYY';

/** Brook Bank: a made-up bank with one sign-in page, accounts in a table, money in and out in columns of their own, no pending rows. */
export const brookBank: Recipe = {
  name: 'brook-bank',
  locale: 'en-US',
  timezone: 'America/Chicago',
  credentials: ['bankUsername', 'password'],
  troubles: [{ state: 'maintenance', when: heading('We are working on our systems'), fault: 'bank_maintenance' }],
  interruptions: [],
  activation: null,
  signIn: [
    { do: 'goTo', name: 'open the portal', url: ({ portalUrl }) => portalUrl },
    fill('User name', credential('bankUsername')),
    fill('Password', credential('password')),
    { do: 'click', name: 'sign in', target: button('Sign in'), submits: 'credentials' },
    {
      do: 'expect',
      name: 'see what the bank says',
      oneOf: [
        { state: 'rejected', when: alert('User name or password is wrong.'), means: { fault: 'credentials_rejected' } },
        { state: 'locked', when: alert('Your access is locked.'), means: { fault: 'account_locked' } },
        { state: 'signed in', when: heading('Your accounts'), means: 'goOn' },
      ],
    },
  ],
  accounts: {
    steps: [{ do: 'goTo', name: 'open the accounts', url: ({ portalUrl }) => new URL('/accounts', portalUrl).href }],
    links: table('Accounts'),
    none: { text: 'You have no accounts.' },
    facts: { role: 'main' },
    readAccount: ({ link: { text, listing }, facts }) => ({
      number: facts.get('Account number'),
      details: {
        type: listing.includes('Savings') ? 'savings' : 'checking',
        currency: facts.get('Currency'),
        name: text,
        status: 'open',
        officialName: null,
        accountNumber: facts.get('Account number'),
        routingNumber: null,
        swiftBic: null,
      },
      ledger: parseBankAmount(facts.get('Balance'), AMOUNTS),
      available: null,
      balancesDenied: false,
    }),
  },
  notices: [],
  activity: {
    open: [
      { do: 'goTo', name: 'open the account', url: accountPage },
      fill(
        'From',
        windowDay('from', (day) => day),
      ),
      fill(
        'To',
        windowDay('to', (day) => day),
      ),
      { do: 'click', name: 'show the transactions', target: button('Show'), submits: 'form' },
    ],
    troubles: [],
    tables: [
      {
        name: 'transactions',
        table: table('Transactions'),
        none: { text: 'Nothing found.' },
        headers: { date: 'Date', details: 'Details', moneyOut: 'Money out', moneyIn: 'Money in', balance: 'Balance' },
        firstPageOnly: false,
        toRow: (cells) => {
          const moneyOut = cells.optionalAmount('moneyOut', AMOUNTS);
          const amount = cells.optionalAmount('moneyIn', AMOUNTS) ?? (moneyOut === null ? null : `-${moneyOut}`);
          if (amount === null) throw new PortalFormError('a row has no amount');
          return {
            status: 'posted',
            postedDate: cells.date('date', DATES),
            pendingDate: null,
            amount,
            rawDescription: cells.text('details'),
            runningBalance: cells.amount('balance', AMOUNTS),
          };
        },
      },
    ],
    paging: { next: link('Older'), total: null, pinned: false },
    exports: null,
    readBalances: () => [],
    earliest: null,
  },
  statements: null,
  signOut: [{ do: 'click', name: 'sign out', target: button('Sign out'), submits: 'form' }],
};
