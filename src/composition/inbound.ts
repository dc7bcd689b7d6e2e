import { deliverMail, deliverSms, hasMailbox } from '../commands/connections/deliver-message.ts';
import type { InvitationParts } from '../commands/connections/offer-invitation.ts';
import type { CommandParts } from '../commands/parts.ts';
import type { Config } from '../config.ts';
import { findConnector } from '../connectors/registry.ts';
import type { Log } from '../infra/log.ts';
import type { Metrics } from '../infra/metrics/metrics.ts';
import type { SealedCredentials } from '../store/keys/sealed-credentials.ts';
import type { DatabaseSessions } from './database-sessions.ts';

const NOT_TAKEN =
  'an invitation was not taken: it came before or too late, a login is there already, or it names another customer or user than is stored';

/** Servers for messages to delegated users, as far as the settings ask for them. */
export interface Inbound {
  /** Where mail is taken; null where none is. */
  readonly mailPort: number | null;
  /** Where text messages are taken; null where none are. */
  readonly smsPort: number | null;
  stop(): Promise<void>;
}

/** Starts taking messages. Any number of processes may; they share nothing but the database. */
export async function startInbound({
  config,
  log,
  metrics,
  credentials,
  ...installation
}: {
  readonly config: Config;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  readonly commands: CommandParts;
  readonly sessions: Pick<DatabaseSessions, 'service'>;
  readonly credentials: Pick<SealedCredentials, 'read'>;
}): Promise<Inbound> {
  const commands: InvitationParts = {
    ...installation.commands,
    // Whose the message is, is looked up among all; what becomes of it runs in its tenant's session.
    sql: installation.sessions.service,
    readLogin: credentials.read,
    findInvitationForm: (institution) =>
      findConnector(institution.connector?.name ?? '')?.findInvitationForm?.(institution) ?? null,
  };
  const running: { stop(): Promise<void> }[] = [];
  let mailPort: number | null = null;
  let smsPort: number | null = null;
  if (config.mail !== null) {
    // Loaded with its first use: most of what reads mail is large.
    const { startMailServer } = await import('../infra/inbound/mail-server.ts');
    const server = await startMailServer({
      ...config.mail,
      hasMailbox: (name) => hasMailbox(commands, name),
      deliver: async (mailboxes, mail) => {
        metrics?.messageReceived('email');
        for (const connectionId of await deliverMail(commands, mailboxes, mail)) log.info({ connectionId }, NOT_TAKEN);
      },
      log,
    });
    running.push(server);
    mailPort = server.port;
    log.info({ port: server.port, domain: config.mail.domain }, 'taking mail');
  }
  if (config.sms !== null) {
    const { startSmsServer } = await import('../infra/inbound/sms-server.ts');
    const { host, port, secret } = config.sms;
    const server = await startSmsServer({
      ...{ host, port, secret, log },
      deliver: async ({ from, to, text }) => {
        metrics?.messageReceived('sms');
        const isOurs = await deliverSms(commands, to, { from, text, sentAtMs: null });
        if (!isOurs) log.warn({}, 'a text message came to a number that no connection has');
      },
    });
    running.push(server);
    smsPort = server.port;
    log.info({ port: server.port }, 'taking text messages');
  }
  return {
    mailPort,
    smsPort,
    stop: async () => {
      for (const part of running) await part.stop();
    },
  };
}
