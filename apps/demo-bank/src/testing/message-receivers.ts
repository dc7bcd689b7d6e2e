import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over the line. */
export interface ReceivedMail {
  readonly to: readonly string[];
  /** Head and body, with the transfer encoding of the body taken off. */
  readonly text: string;
}

/** A mail server that keeps what it is given. */
export interface MailReceiver {
  readonly port: number;
  readonly mails: ReceivedMail[];
  stop(): Promise<void>;
}

/** Starts a mail server on a free port. */
export async function receiveMail(): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    // The machine's name servers are none of this.
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = decode(Buffer.concat(chunks).toString('utf8'));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo; // A TCP server that listens has one.
  return { port, mails, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** A text message as it was posted. */
export interface ReceivedSms {
  readonly secret: string | undefined;
  readonly body: { readonly id: string; readonly from: string; readonly to: string; readonly text: string };
}

/** An inbound webhook for text messages that keeps what it is given. */
export interface SmsReceiver {
  readonly url: string;
  readonly messages: ReceivedSms[];
  /** What it answers. */
  status: number;
  stop(): Promise<void>;
}

/** Starts a webhook on a free port. */
export async function receiveSms(): Promise<SmsReceiver> {
  const messages: ReceivedSms[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const secret = request.headers['x-sms-secret'];
    messages.push({ secret: typeof secret === 'string' ? secret : undefined, body: JSON.parse(text) });
    response.writeHead(receiver.status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  const receiver: SmsReceiver = {
    url: `http://127.0.0.1:${port}/sms`,
    messages,
    status: 204,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}

function decode(mail: string): string {
  if (/content-transfer-encoding: base64/i.test(mail)) {
    const [head = '', ...body] = mail.split('\r\n\r\n');
    return `${head}\n\n${Buffer.from(body.join(''), 'base64').toString('utf8')}`;
  }
  if (!/content-transfer-encoding: quoted-printable/i.test(mail)) return mail;
  const bytes = mail
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
