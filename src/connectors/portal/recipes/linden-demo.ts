import type { PasswordRules } from '../../../domain/access/password-rules.ts';
import { writeBankDate } from '../bank-text.ts';
import type { Cells } from '../cells.ts';
import type { Recipe, ShownRow } from '../recipe.ts';
import {
  accountPage,
  alert,
  choose,
  endsOnDay,
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
import { fillCredential, listSignInOutcomes } from './demo-sign-in.ts';
import { createDemoStatements } from './demo-statements.ts';

const AMOUNTS = { decimal: ',', group: '.' } as const;
const DATES = 'DD.MM.YYYY';
const PASSWORD_RULES: PasswordRules = { minLength: 8, maxLength: 30, kinds: ['lower', 'upper', 'digit'] };

/** Linden Demo Bank: European dates and amounts, value dates and payees in columns of their own, dates typed by hand. */
export const lindenDemo: Recipe = {
  name: 'linden-demo',
  locale: 'en-GB',
  timezone: 'Europe/Berlin',
  credentials: ['bankCustomerId', 'bankUsername', 'password'],
  troubles: [
    { state: 'maintenance', when: heading('Maintenance work'), fault: 'bank_maintenance' },
    { state: 'too many enquiries', when: heading('Too many enquiries'), fault: 'rate_limited_by_bank' },
    { state: 'no authorisation', when: heading('No authorisation'), fault: 'delegated_user_missing_permission' },
    {
      state: 'session ended',
      when: { text: 'The session was closed for security reasons.' },
      fault: 'portal_unavailable',
    },
  ],
  interruptions: [
    { state: 'security check', when: heading('Security check'), steps: [submit('resume', 'Resume session')] },
  ],
  activation: createDemoActivation({
    invitation: {
      from: /@linden-demo\.example$/,
      code: /Registration code: ([A-Z2-9-]+)/,
      bankCustomerId: /participant of client no\. (\S+)\./,
      bankUsername: /Participant: (\S+)/,
    },
    rules: PASSWORD_RULES,
    companyId: 'Client no.',
    username: 'Participant',
    code: 'Registration code',
    next: 'New PIN',
    repeat: 'Repeat new PIN',
    submit: 'Register participant',
    rejected: 'The registration code is not valid.',
    done: 'The registration is complete.',
  }),
  signIn: [
    { do: 'goTo', name: 'open the portal', url: ({ portalUrl }) => portalUrl },
    fillCredential('Client no.', 'bankCustomerId'),
    fillCredential('Participant', 'bankUsername'),
    fillCredential('PIN', 'password'),
    { do: 'click', name: 'log in', target: { role: 'button', name: 'Login' }, submits: 'credentials' },
    {
      do: 'expect',
      name: 'see what the bank says',
      oneOf: listSignInOutcomes({
        rejected: 'Login not possible.',
        locked: 'The participant is blocked.',
        codeHeading: 'TAN required',
        codeField: 'TAN',
        codeSubmit: 'Approve',
        channels: [
          { channel: 'totp', text: /from your TAN app/ },
          {
            channel: 'sms',
            text: /sent to the mobile number/,
            destination: /mobile number (.+)\.$/,
            message: { from: /^linden$/, code: /TAN (\d{3} \d{3}) for login/ },
          },
          {
            channel: 'email',
            text: /sent to the e-mail address/,
            destination: /e-mail address (.+)\.$/,
            message: { from: /@linden-demo\.example$/, code: /reads:\s+(\d{3} \d{3})\s/ },
          },
        ],
        codeValidForMs: 3 * 60_000,
        codeUsed: 'The TAN has already been used.',
        codeFailed: [
          'The TAN is not correct.',
          'The TAN is no longer valid.',
          'The TAN was entered incorrectly too often.',
        ],
        codeNotSent: ['The TAN service is not connected.', 'The TAN could not be delivered.'],
        noAddress: 'No mobile number or e-mail address is registered for the TAN procedure.',
        enrolHeading: 'Register TAN app',
        enrolKey: 'Activation key',
        enrolSubmit: 'Register',
        newPassword: {
          heading: 'PIN change',
          rules: PASSWORD_RULES,
          next: 'New PIN',
          repeat: 'Repeat new PIN',
          submit: 'Change PIN',
        },
        noticeHeading: 'Amendment of the terms and conditions',
        noticeLater: 'Decide later',
        accountsHeading: 'Financial status',
      }),
    },
  ],
  accounts: {
    steps: [{ do: 'click', name: 'open the financial status', target: link('Financial status'), submits: 'form' }],
    links: table('Financial status'),
    none: { text: 'No accounts are assigned to you.' },
    facts: { role: 'main' },
    readAccount: (page) =>
      readDemoAccount(page, {
        number: 'Account no.',
        currency: 'Currency',
        ledger: 'Booked balance',
        available: 'Available amount',
        hidden: 'No authorisation',
        closed: 'Cancelled',
        types: { 'Current account': 'checking', 'Call money account': 'savings' },
        form: AMOUNTS,
      }),
  },
  notices: [endsOnDay('password', /^Your PIN remains valid until (.+)\.$/, DATES)],
  activity: {
    open: [
      { do: 'goTo', name: 'open the account', url: accountPage },
      fill(
        'Period from',
        windowDay('from', (day) => writeBankDate(day, DATES)),
      ),
      fill(
        'Period until',
        windowDay('to', (day) => writeBankDate(day, DATES)),
      ),
      choose('Entries per page', () => '120'),
      submit('display the turnover', 'Display turnover'),
    ],
    troubles: [
      {
        state: 'no permission for rows',
        when: alert('You are not authorised to view the turnover of this account.'),
        fault: 'delegated_user_missing_permission',
      },
    ],
    tables: [
      {
        name: 'advance notices',
        table: table('Advance notices'),
        none: { text: 'No advance notices available.' },
        headers: {
          date: 'Booking date',
          counterparty: 'Ordering party / payee',
          description: 'Purpose',
          amount: 'Amount',
        },
        firstPageOnly: true,
        toRow: (cells) => ({
          ...toRow(cells),
          status: 'pending',
          postedDate: null,
          pendingDate: cells.date('date', DATES),
        }),
      },
      {
        name: 'booked rows',
        table: table('Booked turnover'),
        none: { text: 'No turnover available in the period.' },
        headers: {
          date: 'Booking date',
          valueDate: 'Value date',
          counterparty: 'Ordering party / payee',
          description: 'Purpose',
          amount: 'Amount',
        },
        firstPageOnly: false,
        toRow: (cells) => ({
          ...toRow(cells),
          status: 'posted',
          postedDate: cells.date('date', DATES),
          pendingDate: null,
          valueDate: cells.optionalDate('valueDate', DATES),
        }),
      },
    ],
    paging: {
      next: link('Forward'),
      total: {
        text: /^Entries \d+ - \d+ \(total \d+\)$/,
        read: (text) => Number(/total (\d+)\)$/.exec(text)?.[1] ?? Number.NaN),
      },
      pinned: true,
    },
    // Its files leave the payees of card purchases out, which its pages show, and its pages are of one moment.
    exports: null,
    readBalances: (facts) =>
      readPeriodBalances(facts, { term: /^(Opening|Closing) balance (.+)$/, dates: DATES, form: AMOUNTS }),
    earliest: firstDay(/^Turnover is available from (.+)\.$/, DATES),
  },
  statements: createDemoStatements({
    place: 'Mailbox',
    account: 'Account',
    show: 'Display',
    none: 'The mailbox is empty.',
    denied: 'You are not authorised to view the mailbox.',
    month: /^Account statement (.+)$/,
  }),
  signOut: [submit('log out', 'Logout')],
};

function toRow(cells: Cells): Pick<ShownRow, 'amount' | 'rawDescription' | 'counterpartyName'> {
  return {
    amount: cells.amount('amount', AMOUNTS),
    rawDescription: cells.text('description'),
    counterpartyName: cells.optional('counterparty'),
  };
}
