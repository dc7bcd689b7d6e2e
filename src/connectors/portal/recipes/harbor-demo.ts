import type { PasswordRules } from '../../../domain/access/password-rules.ts';
import type { Cells } from '../cells.ts';
import { PortalFormError } from '../form-error.ts';
import type { Recipe, ShownRow } from '../recipe.ts';
import {
  accountPage,
  alert,
  choose,
  endsInDays,
  fill,
  firstDay,
  heading,
  link,
  submit,
  table,
  windowDay,
} from '../recipe-kit.ts';
import { readDemoAccount, readPeriodBalances } from './demo-account.ts';
import { createDemoActivation } from './demo-activation.ts';
import { createDemoExport } from './demo-export.ts';
import { fillCredential, listSignInOutcomes } from './demo-sign-in.ts';
import { createDemoStatements } from './demo-statements.ts';

const AMOUNTS = { decimal: '.', group: ',' } as const;
const DATES = 'MM/DD/YYYY';
const PASSWORD_RULES: PasswordRules = { minLength: 12, maxLength: 64, kinds: ['lower', 'upper', 'digit'] };

/** Harbor Demo Bank: one sign-in page, accounts in a table, debits and credits in columns of their own, pending rows apart. */
export const harborDemo: Recipe = {
  name: 'harbor-demo',
  locale: 'en-US',
  timezone: 'America/New_York',
  credentials: ['bankCustomerId', 'bankUsername', 'password'],
  troubles: [
    { state: 'maintenance', when: heading('Scheduled maintenance'), fault: 'bank_maintenance' },
    { state: 'too many requests', when: heading('Too many requests'), fault: 'rate_limited_by_bank' },
    { state: 'access restricted', when: heading('Access restricted'), fault: 'delegated_user_missing_permission' },
    {
      state: 'session ended',
      when: { text: 'Your session has ended for your security. Sign in again.' },
      fault: 'portal_unavailable',
    },
  ],
  interruptions: [
    {
      state: 'asked whether anybody is there',
      when: heading('Are you still there?'),
      steps: [submit('go on', 'Continue')],
    },
  ],
  activation: createDemoActivation({
    invitation: {
      from: /@harbor-demo\.example$/,
      code: /Activation code: ([A-Z2-9-]+)/,
      bankCustomerId: /Company ID: (\S+)/,
      bankUsername: /User ID: (\S+)/,
    },
    rules: PASSWORD_RULES,
    companyId: 'Company ID',
    username: 'User ID',
    code: 'Activation code',
    next: 'New password',
    repeat: 'Confirm new password',
    submit: 'Activate',
    rejected: 'The activation code is not valid for this user, or it has expired.',
    done: 'Your access is active.',
  }),
  signIn: [
    { do: 'goTo', name: 'open the portal', url: ({ portalUrl }) => portalUrl },
    fillCredential('Company ID', 'bankCustomerId'),
    fillCredential('User ID', 'bankUsername'),
    fillCredential('Password', 'password'),
    { do: 'click', name: 'sign in', target: { role: 'button', name: 'Sign in' }, submits: 'credentials' },
    {
      do: 'expect',
      name: 'see what the bank says',
      oneOf: listSignInOutcomes({
        rejected: 'The Company ID, User ID or password is incorrect.',
        locked: 'Your access is locked. Ask your company administrator to reset your password.',
        codeHeading: 'Verify your identity',
        codeField: 'Verification code',
        codeSubmit: 'Verify',
        channels: [
          { channel: 'totp', text: /authenticator app shows/ },
          {
            channel: 'sms',
            text: /in a text message to/,
            destination: /message to (.+?)\. It is/,
            message: { from: /^harbor$/, code: /Harbor Demo Bank: (\d{6}) is your verification code/ },
          },
          {
            channel: 'email',
            text: /code to .+@/,
            destination: /code to (.+@.+?)\. It is/,
            message: { from: /@harbor-demo\.example$/, code: /verification code is (\d{6})\./ },
          },
        ],
        codeValidForMs: 10 * 60_000,
        codeUsed: 'This code has been used already.',
        codeFailed: ['The code is incorrect.', 'The code has expired.', 'Too many incorrect codes.'],
        codeNotSent: ['This bank cannot send messages at present', 'The message could not be sent.'],
        noAddress: 'There is no address on file to send a code to.',
        enrolHeading: 'Set up your authenticator app',
        enrolKey: 'Setup key',
        enrolSubmit: 'Turn on',
        newPassword: {
          heading: 'Change your password',
          rules: PASSWORD_RULES,
          next: 'New password',
          repeat: 'Confirm new password',
          submit: 'Save password',
        },
        noticeHeading: 'We have updated our terms',
        noticeLater: 'Remind me later',
        accountsHeading: 'Accounts',
      }),
    },
  ],
  accounts: {
    steps: [{ do: 'click', name: 'open the accounts', target: link('Accounts'), submits: 'form' }],
    links: table('Accounts'),
    none: { text: 'You have no access to any account. Ask your company administrator.' },
    facts: { role: 'main' },
    readAccount: (page) =>
      readDemoAccount(page, {
        number: 'Account number',
        currency: 'Currency',
        ledger: 'Current balance',
        available: 'Available balance',
        hidden: 'Not available',
        closed: 'Closed',
        types: { Checking: 'checking', Savings: 'savings' },
        form: AMOUNTS,
      }),
  },
  notices: [endsInDays('password', /^Your password expires in (\d+) days?\.$/)],
  activity: {
    open: [
      { do: 'goTo', name: 'open the account', url: accountPage },
      fill(
        'From date',
        windowDay('from', (day) => day),
      ),
      fill(
        'To date',
        windowDay('to', (day) => day),
      ),
      choose('Rows per page', () => '100'),
      submit('show the activity', 'Show activity'),
    ],
    troubles: [
      {
        state: 'no permission for rows',
        when: alert('You do not have permission to see transactions of this account.'),
        fault: 'delegated_user_missing_permission',
      },
    ],
    tables: [
      {
        name: 'pending rows',
        table: table('Pending transactions'),
        none: { text: 'There are no pending transactions.' },
        headers: { date: 'Date', description: 'Description', amount: 'Amount' },
        firstPageOnly: true,
        toRow: (cells) => ({
          status: 'pending',
          postedDate: null,
          pendingDate: cells.date('date', DATES),
          amount: cells.amount('amount', AMOUNTS),
          rawDescription: cells.text('description'),
        }),
      },
      {
        name: 'posted rows',
        table: table('Posted transactions'),
        none: { text: 'There are no transactions in this period.' },
        headers: { date: 'Date', description: 'Description', debit: 'Debit', credit: 'Credit', balance: 'Balance' },
        firstPageOnly: false,
        toRow: toPostedRow,
      },
    ],
    paging: {
      next: link('Next page'),
      total: {
        text: /^Transactions \d+ to \d+ of \d+$/,
        read: (text) => Number(/(\d+)$/.exec(text)?.[1] ?? Number.NaN),
      },
      pinned: true,
    },
    exports: createDemoExport({
      place: 'Download activity',
      account: 'Account',
      from: 'From date',
      to: 'To date',
      format: { role: 'group', name: 'File format' },
      csv: 'Spreadsheet (CSV)',
      submit: 'Download',
      closed: 'Downloads are not available at present.',
      writeDay: (day) => day,
      toRow: ({ description }) => ({ rawDescription: description }),
    }),
    readBalances: (facts) =>
      readPeriodBalances(facts, { term: /^(Opening|Closing) balance on (.+)$/, dates: DATES, form: AMOUNTS }),
    earliest: firstDay(/^Activity is available from (.+)\.$/, DATES),
  },
  statements: createDemoStatements({
    place: 'Statements',
    account: 'Account',
    show: 'Show statements',
    none: 'There are no statements yet.',
    denied: 'You do not have permission to see statements.',
    month: /^(.+) statement \(PDF\)$/,
  }),
  signOut: [submit('sign out', 'Sign out')],
};

function toPostedRow(cells: Cells): ShownRow {
  const debit = cells.optionalAmount('debit', AMOUNTS);
  const credit = cells.optionalAmount('credit', AMOUNTS);
  if ((debit === null) === (credit === null)) throw new PortalFormError('a row is not either a debit or a credit');
  return {
    status: 'posted',
    postedDate: cells.date('date', DATES),
    pendingDate: null,
    amount: credit ?? negate(debit ?? ''),
    runningBalance: cells.optionalAmount('balance', AMOUNTS),
    rawDescription: cells.text('description'),
  };
}

/** Debits stand in their column without a sign; one with a sign is a return of a debit. */
function negate(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
