import { join } from 'node:path';
import { Messenger } from '../../apps/demo-bank/src/portal/delivery/messenger.ts';
import { type MailReceiver, receiveMail } from '../../apps/demo-bank/src/testing/message-receivers.ts';
import { PortalClient } from '../../apps/demo-bank/src/testing/portal-client.ts';
import type { RunningBank } from '../../apps/demo-bank/src/testing/running-bank.ts';
import {
  chooseOwnPassword,
  enterLogin,
  GOOD_PASSWORD,
  orderPortal,
  signInAsOwner,
  signInPlainly,
  totpAt,
  wordsOf,
} from '../../apps/demo-bank/src/testing/sign-in.ts';
import { placeCarriedChromium } from '../../src/infra/browser/testing/test-browser.ts';
import { readMail } from '../../src/infra/inbound/read-mail.ts';
import { silentLog } from '../../src/infra/log.ts';
import { startInbound } from '../../src/main.ts';
import type { Caller, Schemas } from '../support/calls/caller.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/processes/worker-process.ts';
import { defaultEntityOf, eventually } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem } from '../support/system/running-system.ts';

export type BankId = 'harbor' | 'ridgeline' | 'linden';

const COMPANY = '4410071';
/** A browser on a busy machine takes its time. */
const PATIENCE_MS = 90_000;

/** A delegated user at a bank, with its connection. */
export interface CodeUser {
  readonly bank: BankId;
  readonly connectionId: string;
  readonly username: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Mails that it had got before its connection was begun. */
  readonly mailsBefore: number;
}

/** API and bank in this process, workers with browsers in processes of their own, and a mail server that people read. */
export interface CodeStage {
  readonly system: RunningSystem;
  readonly caller: Caller;
  readonly mail: MailReceiver;
  readonly workers: WorkerProcess[];
  /** The worker that is running, or a new one. */
  startWorker(): Promise<WorkerProcess>;
  /** A user whom the bank asks for a code, whose connection waits in setup with its login stored. */
  createUser(bank: BankId, secondFactor: 'email' | 'sms' | 'totp'): Promise<CodeUser>;
  /** A user whom the bank has invited: the mail has reached the connection, and holds that code. */
  invite(bank: BankId): Promise<{ readonly user: CodeUser; readonly code: string }>;
  /** The connection once it is as wanted; a browser on a busy machine takes its time. */
  when(
    user: CodeUser,
    holds: (connection: Schemas['ConnectionResource']) => boolean,
    what: string,
  ): Promise<Schemas['ConnectionResource']>;
  /** A run once it has ended. */
  ended(user: CodeUser, syncRunId: string): Promise<Schemas['SyncRun']>;
  /** Sends a mail as anybody can. */
  sendMail(mail: { readonly from: string; readonly to: string; readonly text: string }): Promise<void>;
  /** The question, once it is there. */
  question(user: CodeUser): Promise<Schemas['MfaChallenge']>;
  /** The code of the latest of so many mails to the user, as it stands in it. */
  readCode(user: CodeUser, mails: number): Promise<string>;
  /** Changes how the bank treats the user. */
  order(user: CodeUser, settings: object): Promise<void>;
  /** Makes something happen to the user at the bank. */
  act(user: CodeUser, action: 'endSessions'): Promise<void>;
  stop(): Promise<void>;
}

/** What makes an installation take messages itself. */
const RECEIVING = {
  ...{ CAUSEWAY_MAIL_DOMAIN: 'inbox.causeway.example', CAUSEWAY_MAIL_PORT: '0' },
  ...{
    CAUSEWAY_SMS_SECRET: 'hush-hush-hush-hush',
    CAUSEWAY_SMS_PORT: '0',
    CAUSEWAY_SMS_NUMBERS: '+12025550143,+12025550144,+12025550145',
  },
};

/** Starts all but the workers. With `receives` messages reach the installation, else a mailbox that people read. */
export async function openCodeStage({ receives = false } = {}): Promise<CodeStage> {
  const mail = await receiveMail();
  const settings = receives ? RECEIVING : {};
  const delivery = {
    mail: { host: '127.0.0.1', port: mail.port } as { host: string; port: number } | null, // Taken away for a while.
    sms: receives ? { url: '', secret: RECEIVING.CAUSEWAY_SMS_SECRET } : null,
  };
  const system = await startSystem({ worker: false, delivery, settings });
  await placeCarriedChromium(join(system.dataDir, 'browser'));
  const inbound = await startInbound(system.installation);
  if (inbound.mailPort !== null) delivery.mail = { host: '127.0.0.1', port: inbound.mailPort };
  if (delivery.sms !== null) delivery.sms.url = `http://127.0.0.1:${inbound.smsPort}/sms`;
  const caller = (await system.createOrganization()).test;
  const workers: WorkerProcess[] = [];
  const request = requestsTo(system.bankUrl);
  // Ordering and signing in need nothing of a bank but to be asked.
  const bank = { request } as RunningBank;
  const mailsTo = ({ username, mailsBefore }: Pick<CodeUser, 'username' | 'mailsBefore'>) =>
    mail.mails.filter(({ to }) => to.includes(addressOf(username))).slice(mailsBefore);
  const sendMail: CodeStage['sendMail'] = async ({ from, to, text }) => {
    const never = () => {
      throw new Error('a mail that goes at once waits for nothing');
    };
    const messenger = new Messenger(delivery, silentLog, never);
    const sent = await messenger.sendMail({ from: { name: 'Anybody', address: from }, to, subject: 'Hello', text }, 0);
    if (sent !== 'sent') throw new Error('the mail was refused');
  };
  return {
    system,
    caller,
    mail,
    workers,
    startWorker: async () => {
      const running = workers.at(-1);
      if (running?.isRunning() === true) return running;
      const worker = await startWorkerProcess({
        DATABASE_URL: system.database.url,
        CAUSEWAY_DATA_DIR: system.dataDir,
        CAUSEWAY_DEMO_BANK_URL: system.bankUrl,
        CAUSEWAY_BROWSER_PATH: 'carried',
        // Workers die here while no run is theirs; one that a browser holds up for some seconds has not.
        CAUSEWAY_LEASE_TTL_MS: '20000',
        CAUSEWAY_SCHEDULE_INTERVAL_MS: '100',
        CAUSEWAY_LOG_LEVEL: 'debug',
        ...settings,
      });
      workers.push(worker);
      return worker;
    },
    createUser: async (bankId, secondFactor) => {
      const body = { institutionId: `${bankId}-portal-demo-bank`, entityId: await makeEntity(caller) };
      const created = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
      const { instructions } = created.setup;
      const { username } = instructions;
      // The login is handed over by a person here, so the bank must not invite the user as well.
      const outgoing = delivery.mail;
      if (receives) delivery.mail = null;
      const password = await (secondFactor === 'sms' ? enterUser : postUser)(bank, bankId, instructions);
      delivery.mail = outgoing;
      const login = { companyId: COMPANY, username, password };
      await signInPlainly(bank, bankId, login);
      await orderPortal(bank, bankId, { companyId: COMPANY, username, secondFactor });
      const settled = { ...login, password: GOOD_PASSWORD };
      const totpSecret = secondFactor === 'totp' ? await enrol(bank, bankId, settled) : null;
      const credentials = {
        ...{ bankCustomerId: COMPANY, bankUsername: username, password: GOOD_PASSWORD },
        ...(totpSecret === null ? {} : { totpSecret }),
      };
      const path = { connectionId: created.id };
      await caller.get('putConnectionCredentials', { path, body: credentials });
      const mailsBefore = mailsTo({ username, mailsBefore: 0 }).length;
      return { bank: bankId, connectionId: created.id, username, credentials, mailsBefore };
    },
    invite: async (bankId) => {
      const body = { institutionId: `${bankId}-portal-demo-bank`, entityId: await makeEntity(caller) };
      const { id: connectionId, setup } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
      const { username, email } = setup.instructions;
      // A person reads it on its way, to know the code.
      const outgoing = delivery.mail;
      delivery.mail = { host: '127.0.0.1', port: mail.port };
      await postUser(bank, bankId, setup.instructions);
      delivery.mail = outgoing;
      await orderPortal(bank, bankId, { companyId: COMPANY, username, secondFactor: 'totp' });
      const { from, text } = await readMail(Buffer.from(mail.mails.at(-1)?.text ?? ''));
      await sendMail({ from, to: email ?? '', text });
      const user = { bank: bankId, connectionId, username, credentials: {}, mailsBefore: 0 };
      return { user, code: /([A-Z2-9]{4}(?:-[A-Z2-9]{4}){2})/.exec(text)?.[1] ?? '' };
    },
    when: ({ connectionId }, holds, what) =>
      eventually(() => caller.get('getConnection', { path: { connectionId } }), holds, what, PATIENCE_MS),
    ended: ({ connectionId }, syncRunId) => {
      const look = () => caller.get<Schemas['SyncRun']>('getSyncRun', { path: { connectionId, syncRunId } });
      return eventually(look, ({ finishedAt }) => finishedAt !== null, 'the end of the run', PATIENCE_MS);
    },
    sendMail,
    question: async ({ connectionId }) => {
      const look = () => caller.call<Schemas['MfaChallenge']>('getMfaChallenge', { path: { connectionId } });
      const isOpen: Parameters<typeof eventually<Awaited<ReturnType<typeof look>>>>[1] = ({ status, body }) =>
        status === 200 && body.status === 'pending';
      return (await eventually(look, isOpen, 'a question', PATIENCE_MS)).body;
    },
    readCode: async (user, count) => {
      const mails = await eventually(
        async () => mailsTo(user),
        ({ length }) => length >= count,
        `mail ${count}`,
      );
      if (mails.length > count) throw new Error(`the bank has sent ${mails.length} codes, not ${count}`);
      return (
        /(\d{4}-\d{4}|\d{3} \d{3}|\b\d{6}\b)/.exec(
          mails
            .at(-1)
            ?.text.split(/\r?\n\r?\n/)
            .slice(1)
            .join('\n') ?? '',
        )?.[1] ?? ''
      );
    },
    order: ({ bank: bankId, username }, settings) =>
      orderPortal(bank, bankId, { companyId: COMPANY, username, ...settings }),
    act: async ({ bank: bankId, username }, action) => {
      const path = `/${bankId}/control/portal/user`;
      const answer = await request('POST', path, { body: { companyId: COMPANY, username, action } });
      if (answer.status !== 200) throw new Error(`the bank refused the order: ${answer.text}`);
    },
    stop: async () => {
      for (const worker of workers) await worker.end('SIGKILL');
      await inbound.stop();
      await system.stop();
      await mail.stop();
    },
  };
}

/** As an owner's program does. The user has a mailbox and no phone. Gives the first password. */
async function postUser(
  { request }: RunningBank,
  bankId: BankId,
  { firstName, lastName, username, permissions, email }: Schemas['SetupInstructions'],
): Promise<string> {
  const owner = { companyId: COMPANY, ownerUser: 'owner', ownerPassword: `owner-${COMPANY}` };
  const person = { username, firstName, lastName, permissions, email: email ?? addressOf(username) };
  const made = await request('POST', `/${bankId}/admin/delegated-users`, { body: { ...owner, ...person } });
  return String(made.body.temporaryPassword);
}

/** As an owner does at Linden, who also enters the phone number of the instructions. Gives the first password. */
async function enterUser(
  bank: RunningBank,
  bankId: BankId,
  { firstName, lastName, username, phoneNumber }: Schemas['SetupInstructions'],
): Promise<string> {
  const owner = await signInAsOwner(bank, bankId, COMPANY);
  const { users } = wordsOf(bankId);
  await owner.open('users/new');
  await owner.press(users.goOn, {
    ...{ [users.firstName]: firstName, [users.lastName]: lastName, [users.username]: username },
    ...{ [users.phone]: phoneNumber ?? '', [users.secondFactor]: users.secondFactors.sms },
  });
  const boxes = [...owner.page.html.matchAll(/aria-label="(([^",]+), [^"]+)"><\/td>/g)];
  const given = boxes.filter(([, , right]) => right !== users.permissions.createTransfers);
  await owner.press(users.goOn, Object.fromEntries(given.map(([, label = '']) => [label, true])));
  await owner.press(users.create);
  return /<output aria-label="Initial PIN">(\w+)</.exec(owner.page.html)?.[1] ?? '';
}

const addressOf = (username: string) => `${username}@inbox.causeway.example`;

let entities = 0;
/** Each connection gets one of its own: an entity has one connection at a bank. */
async function makeEntity(caller: Caller): Promise<string> {
  entities += 1;
  if (entities === 1) return defaultEntityOf(caller);
  const body = { externalEntityId: `company-${entities}` };
  return (await caller.get<Schemas['Entity']>('createEntity', { body })).entityId;
}

/** As a person does who holds the phone: the seed that the bank shows, proved by a code. */
async function enrol(bank: RunningBank, bankId: BankId, login: Parameters<typeof enterLogin>[2]): Promise<string> {
  const client = new PortalClient(bank, bankId);
  await enterLogin(client, bankId, login);
  const { enrol: words, newPassword } = wordsOf(bankId);
  if (client.heading === newPassword.heading) await chooseOwnPassword(client, bankId);
  const secret = /<output[^>]*>([A-Z2-7]+)<\/output>/.exec(client.page.html)?.[1] ?? '';
  // The code of the step before: the one of this step is left for the first sync. It is too old where a step has ended on the way.
  for (let tries = 0; tries < 3 && client.heading === words.heading; tries += 1)
    await client.press(words.submit, { [words.code]: totpAt(secret, Date.now() - 30_000) });
  if (client.heading === words.heading) throw new Error(`the bank has taken no code: ${client.text}`);
  return secret;
}

function requestsTo(bankUrl: string): RunningBank['request'] {
  return async (method, path, { form, body, headers } = {}) => {
    const sent = new Headers(headers);
    if (form !== undefined) sent.set('content-type', 'application/x-www-form-urlencoded');
    if (body !== undefined) sent.set('content-type', 'application/json');
    const text = form ?? (body === undefined ? null : JSON.stringify(body));
    const response = await fetch(bankUrl + path, { method, headers: sent, body: text, redirect: 'manual' });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return { status: response.status, headers: response.headers, text: answer, body: isJson ? JSON.parse(answer) : {} };
  };
}
