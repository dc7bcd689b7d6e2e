import type { PasswordRules } from '../../../domain/access/password-rules.ts';
import { PortalFormError } from '../form-error.ts';
import type { Recipe } from '../recipe.ts';
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
import { readDemoAccount } from './demo-account.ts';
import { createDemoActivation } from './demo-activation.ts';
import { fillCredential, listSignInOutcomes } from './demo-sign-in.ts';
import { createDemoStatements } from './demo-statements.ts';

const AMOUNTS = { decimal: '.', group: ',' } as const;
const DATES = 'MMM D, YYYY';
const PASSWORD_RULES: PasswordRules = { minLength: 10, maxLength: 40, kinds: ['lower', 'upper', 'digit', 'special'] };

/** Ridgeline Demo Bank: user and passphrase on two pages, accounts on cards with hidden numbers, pending rows among the others, a list that moves. */
export const ridgelineDemo: Recipe = {
  name: 'ridgeline-demo',
  locale: 'en-US',
  timezone: 'America/New_York',
  credentials: ['bankCustomerId', 'bankUsername', 'password'],
  troubles: [
    { state: 'maintenance', when: heading('Closed for maintenance'), fault: 'bank_maintenance' },
    { state: 'too many requests', when: heading('Slow down'), fault: 'rate_limited_by_bank' },
    { state: 'not released', when: heading('Not released'), fault: 'delegated_user_missing_permission' },
    {
      state: 'session ended',
      when: { text: 'You were logged off because nothing happened for a while.' },
      fault: 'portal_unavailable',
    },
  ],
  interruptions: [
    { state: 'taken for a program', when: heading('One moment, please'), steps: [submit('go on', 'I am here')] },
  ],
  activation: createDemoActivation({
    invitation: {
      from: /@ridgeline-demo\.example$/,
      code: /Your enrollment code is ([A-Z2-9-]+)\./,
      bankCustomerId: /for customer (\S+)\./,
      bankUsername: /Your user name is (\S+)\./,
    },
    rules: PASSWORD_RULES,
    companyId: 'Customer number',
    username: 'User name',
    code: 'Enrollment code',
    next: 'New passphrase',
    repeat: 'New passphrase again',
    submit: 'Enroll',
    rejected: 'This enrollment code does not fit, or it is too old.',
    done: 'You are enrolled.',
  }),
  signIn: [
    { do: 'goTo', name: 'open the portal', url: ({ portalUrl }) => portalUrl },
    fillCredential('Customer number', 'bankCustomerId'),
    fillCredential('User name', 'bankUsername'),
    submit('go on to the passphrase', 'Next'),
    fillCredential('Passphrase', 'password'),
    { do: 'click', name: 'log on', target: { role: 'button', name: 'Log on' }, submits: 'credentials' },
    {
      do: 'expect',
      name: 'see what the bank says',
      oneOf: listSignInOutcomes({
        rejected: 'We did not recognize this log-on.',
        locked: 'Log-on blocked.',
        codeHeading: 'One-time passcode',
        codeField: 'Passcode',
        codeSubmit: 'Confirm',
        channels: [
          { channel: 'totp', text: /from your authenticator/ },
          {
            channel: 'sms',
            text: /passcode was texted to/,
            destination: /texted to (.+)\.$/,
            message: { from: /^ridgeline$/, code: /RIDGELINE passcode (\d{4}-\d{4})\./ },
          },
          {
            channel: 'email',
            text: /passcode was e-mailed to/,
            destination: /e-mailed to (.+)\.$/,
            message: { from: /@ridgeline-demo\.example$/, code: /passcode: (\d{4}-\d{4})\s/ },
          },
        ],
        codeValidForMs: 5 * 60_000,
        codeUsed: 'That passcode was already used.',
        codeFailed: ['That is not the right passcode.', 'That passcode is too old.', 'Too many tries.'],
        codeNotSent: [
          'Ridgeline has no outgoing mail or text service right now.',
          'The passcode could not be delivered.',
        ],
        noAddress: 'We have no contact for you to send a passcode to.',
        enrolHeading: 'Link an authenticator',
        enrolKey: 'Secret',
        enrolSubmit: 'Link',
        newPassword: {
          heading: 'New passphrase',
          rules: PASSWORD_RULES,
          next: 'New passphrase',
          repeat: 'New passphrase again',
          submit: 'Replace passphrase',
        },
        noticeHeading: 'Beware of fraud',
        noticeLater: 'Not now',
        accountsHeading: 'Overview',
      }),
    },
  ],
  accounts: {
    steps: [{ do: 'click', name: 'open the overview', target: link('Overview'), submits: 'form' }],
    links: { role: 'list', within: { role: 'main' } },
    none: { text: 'No account was released to you.' },
    facts: { role: 'main' },
    readAccount: (page) =>
      readDemoAccount(page, {
        number: 'No.',
        currency: 'Currency',
        ledger: 'Ledger balance',
        available: 'Available to spend',
        hidden: 'Not shown',
        closed: 'Account closed',
        types: { 'Business checking': 'checking', 'Business savings': 'savings' },
        form: AMOUNTS,
      }),
  },
  notices: [endsInDays('password', /^Passphrase due for replacement in (\d+) days?\.$/)],
  activity: {
    open: [
      { do: 'goTo', name: 'open the account', url: accountPage },
      fill(
        'Start',
        windowDay('from', (day) => day),
      ),
      fill(
        'End',
        windowDay('to', (day) => day),
      ),
      choose('Lines', () => '100'),
      submit('search', 'Search'),
    ],
    troubles: [
      {
        state: 'no permission for rows',
        when: alert('The history of this account was not released to you.'),
        fault: 'delegated_user_missing_permission',
      },
    ],
    tables: [
      {
        name: 'rows',
        table: table('Account history'),
        none: { text: 'Nothing found.' },
        headers: { date: 'Date', status: 'State', description: 'Details', amount: 'Amount' },
        firstPageOnly: false,
        toRow: (cells) => {
          const state = cells.text('status');
          if (state !== 'Processing' && state !== 'Complete') throw new PortalFormError('a row is in an unknown state');
          const isPending = state === 'Processing';
          const date = cells.date('date', DATES);
          return {
            status: isPending ? 'pending' : 'posted',
            postedDate: isPending ? null : date,
            pendingDate: isPending ? date : null,
            amount: cells.amount('amount', AMOUNTS),
            rawDescription: cells.text('description'),
          };
        },
      },
    ],
    paging: {
      next: link('Older'),
      total: {
        text: /^\d+–\d+ of \d+ lines$/,
        read: (text) => Number(/of (\d+) lines$/.exec(text)?.[1] ?? Number.NaN),
      },
      pinned: false,
    },
    // Its files hold no pending rows, and those stand among the others on any page: all pages are read anyway.
    exports: null,
    readBalances: () => [],
    earliest: firstDay(/^We keep the history since (.+)\.$/, DATES),
  },
  statements: createDemoStatements({
    place: 'Documents',
    account: 'Account',
    show: 'List documents',
    none: 'No documents yet.',
    denied: 'Documents were not released to you.',
    month: /^Statement (.+)$/,
  }),
  signOut: [submit('log off', 'Log off')],
};
