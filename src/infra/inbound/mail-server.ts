import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Log } from '../log.ts';
import { hasTooMuchHead } from './mail-bounds.ts';
import { type ReadMail, readMail } from './read-mail.ts';

export interface MailServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Only addresses of this domain are taken; nothing is passed on. */
  readonly domain: string;
  /** Whether there is a mailbox of this name, in lower case. */
  hasMailbox(name: string): Promise<boolean>;
  /** A mail that rejects is refused for the moment, so that its sender tries again. */
  deliver(mailboxes: readonly string[], mail: ReadMail): Promise<void>;
  readonly log: Log;
}

export interface MailServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Mails that bring codes are a few kilobytes; those with pictures a little more. */
const MAX_BYTES = 512 * 1024;
const MAX_RECIPIENTS = 10;
const MAX_CLIENTS = 50;
const IDLE_MS = 30_000;
/** Bound on a conversation that is still going on when the server stops. */
const CLOSE_MS = 2_000;

/** Takes mail for the mailboxes of one domain by SMTP. What a mail says reaches neither log nor answer. */
export async function startMailServer(options: MailServerOptions): Promise<MailServer> {
  const { domain, log } = options;
  const server = new SMTPServer({
    name: domain,
    banner: 'Causeway',
    size: MAX_BYTES,
    maxClients: MAX_CLIENTS,
    socketTimeout: IDLE_MS,
    closeTimeout: CLOSE_MS,
    // Nobody signs in, and a certificate is for the relay in front.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, session, done) => {
      const taken = session.envelope.rcptTo.length;
      checkRecipient(options, address, taken).then(
        (refusal) => done(refusal),
        () => done(refuse(451, LATER)),
      );
    },
    onData: (stream, session, done) => {
      const mailboxes = session.envelope.rcptTo.map(({ address }) => mailboxOf(address, domain) ?? '');
      takeMail(options, mailboxes, stream).then(
        (refusal) => done(refusal),
        (cause: unknown) => {
          log.warn({ err: cause }, 'a mail could not be taken');
          done(refuse(451, LATER));
        },
      );
    },
  });
  // A client that breaks off is its own affair.
  server.on('error', (cause) => log.debug({ code: 'code' in cause ? cause.code : null }, 'a mail conversation broke'));
  server.listen(options.port, options.host);
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo; // A TCP server that listens has one.
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

const LATER = 'The mail cannot be taken at the moment. Try again later.';

async function checkRecipient(options: MailServerOptions, address: string, taken: number): Promise<Error | null> {
  const mailbox = mailboxOf(address, options.domain);
  if (mailbox === null) return refuse(550, 'No mail is taken for this domain.');
  if (taken >= MAX_RECIPIENTS) return refuse(452, 'Too many recipients.');
  return (await options.hasMailbox(mailbox)) ? null : refuse(550, 'There is no such mailbox.');
}

async function takeMail(
  options: MailServerOptions,
  mailboxes: readonly string[],
  stream: AsyncIterable<Buffer> & { readonly sizeExceeded?: boolean },
): Promise<Error | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    // The rest is read and dropped: the sender hears of it at the end only.
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BYTES) return refuse(552, 'The mail is too large.');
  const bytes = Buffer.concat(chunks);
  if (hasTooMuchHead(bytes)) return refuse(552, 'The headers of the mail are too large.');
  await options.deliver(mailboxes, await readMail(bytes));
  return null;
}

/** The name before the domain, in lower case; null for other domains. */
function mailboxOf(address: string, domain: string): string | null {
  const at = address.lastIndexOf('@');
  if (address.slice(at + 1).toLowerCase() !== domain) return null;
  return address.slice(0, at).toLowerCase();
}

function refuse(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
