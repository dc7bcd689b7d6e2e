import { PortalFormError } from '../form-error.ts';
import type { CodeAnswer, Outcome, Recipe, ShownRow } from '../recipe.ts';
import { accountPage, alert, button, credential, heading, label, link } from '../recipe-kit.ts';

const AMOUNTS = { decimal: '.', group: ',' } as const;

const codeAnswer: CodeAnswer = {
  field: label('Code'),
  submit: button('Confirm'),
  channels: [{ channel: 'sms', when: { text: /by text message/ } }],
  validForMs: 300_000,
};

const outcomes: readonly Outcome[] = [
  { state: 'rejected', when: alert('Wrong login.'), means: { fault: 'credentials_rejected' } },
  { state: 'locked', when: alert('You are locked.'), means: { fault: 'account_locked' } },
  { state: 'code rejected', when: alert('Wrong code.'), means: { fault: 'mfa_failed' } },
  { state: 'expired', when: heading('New password'), means: { fault: 'password_expired' } },
  {
    state: 'asked to sign in again',
    when: heading('Sign in'),
    means: { steps: [{ do: 'click', name: 'sign in again', target: button('Sign in'), submits: 'credentials' }] },
  },
  { state: 'code used before', when: alert('Code used.'), means: { answerAgain: codeAnswer } },
  { state: 'code asked for', when: heading('Enter your code'), means: { answer: codeAnswer } },
  {
    state: 'app to be set up',
    when: heading('Set up your app'),
    means: { enrol: { key: { role: 'region', name: 'Key' }, field: label('Code'), submit: button('Confirm') } },
  },
  { state: 'signed in', when: heading('Accounts'), means: 'goOn' },
];

/** Reads the fixture bank. */
export const fixtureRecipe: Recipe = {
  name: 'fixture',
  locale: 'en-US',
  timezone: 'America/New_York',
  credentials: ['bankUsername', 'password'],
  troubles: [
    { state: 'maintenance', when: heading('Maintenance'), fault: 'bank_maintenance' },
    { state: 'not allowed', when: heading('Not allowed'), fault: 'delegated_user_missing_permission' },
  ],
  interruptions: [
    {
      state: 'asked whether anybody is there',
      when: heading('Are you there?'),
      steps: [{ do: 'click', name: 'go on', target: link('Yes'), submits: 'form' }],
    },
  ],
  activation: null,
  signIn: [
    { do: 'goTo', name: 'open the portal', url: ({ portalUrl }) => portalUrl },
    { do: 'fill', name: 'fill the user', target: label('User'), value: credential('bankUsername') },
    { do: 'fill', name: 'fill the password', target: label('Password'), value: credential('password') },
    { do: 'click', name: 'sign in', target: button('Sign in'), submits: 'credentials' },
    { do: 'expect', name: 'see what the bank says', oneOf: outcomes },
  ],
  accounts: {
    steps: [{ do: 'goTo', name: 'open the overview', url: ({ portalUrl }) => new URL('/overview', portalUrl).href }],
    links: { role: 'list', name: 'Your accounts' },
    none: null,
    facts: { role: 'main' },
    readAccount: ({ link: { text }, facts }) => ({
      number: facts.get('Number'),
      details: {
        ...{ type: 'checking', currency: 'USD', name: text, status: 'open', officialName: null },
        ...{ accountNumber: facts.get('Number'), routingNumber: null, swiftBic: null },
      },
      ledger: facts.get('Balance').replace('$', ''),
      available: null,
      balancesDenied: facts.get('Balance') === 'hidden',
    }),
  },
  notices: [],
  activity: {
    open: [
      { do: 'goTo', name: 'open the account', url: accountPage },
      { do: 'click', name: 'show the rows', target: button('Show rows'), submits: 'form' },
    ],
    troubles: [],
    tables: [
      {
        name: 'rows',
        table: { role: 'table', name: 'Rows' },
        none: { text: 'No rows.' },
        headers: { date: 'Date', amount: 'Amount', text: 'Text' },
        firstPageOnly: false,
        toRow: (cells) => ({
          status: 'posted',
          postedDate: cells.date('date', 'YYYY-MM-DD'),
          pendingDate: null,
          amount: cells.amount('amount', AMOUNTS),
          rawDescription: cells.text('text'),
        }),
      },
    ],
    paging: { next: link('Next'), total: null, pinned: false },
    exports: null,
    readBalances: () => [],
    earliest: null,
  },
  statements: null,
  signOut: [{ do: 'click', name: 'sign out', target: button('Sign out'), submits: 'form' }],
};

/** The same by the bank's file, whose lines are `amount` alone. */
export const exportRecipe: Recipe = {
  ...fixtureRecipe,
  name: 'fixture-export',
  activity: {
    ...fixtureRecipe.activity,
    exports: {
      covers: ['pending', 'posted'],
      mediaType: 'text/csv',
      open: [{ do: 'goTo', name: 'open the files', url: ({ portalUrl }) => new URL('/files', portalUrl).href }],
      fill: [],
      click: link('Get file'),
      closed: { text: 'No files at present.' },
      toRows: readFile,
    },
  },
};

function readFile(file: Uint8Array): ShownRow[] {
  const [head, ...lines] = new TextDecoder().decode(file).trim().split('\n');
  if (head !== 'amount') throw new PortalFormError('the file has other columns');
  return lines.map((amount) => ({
    status: 'posted',
    postedDate: '2026-11-20' as NonNullable<ShownRow['postedDate']>, // A constant that is a day.
    pendingDate: null,
    amount,
    rawDescription: 'FROM THE FILE',
  }));
}
