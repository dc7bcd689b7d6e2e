import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import type { ReadMail } from './read-mail.ts';

let server: MailServer;
let delivered: { mailboxes: readonly string[]; mail: ReadMail }[];
let isDown: boolean;

beforeEach(async () => {
  delivered = [];
  isDown = false;
  server = await startMailServer({
    ...{ host: '127.0.0.1', port: 0, domain: 'inbox.example', log: silentLog },
    hasMailbox: async (name) => {
      if (isDown) throw new Error('no database');
      return name === 'cwabc' || name === 'cwdef';
    },
    deliver: async (mailboxes, mail) => {
      delivered.push({ mailboxes, mail });
    },
  });
});
afterEach(() => server.stop());

/** Speaks the lines one after another, each when the one before was answered; gives the first digits of the answers. */
async function speak(lines: readonly string[]): Promise<string[]> {
  const socket = createConnection(server.port, '127.0.0.1');
  const answers: string[] = [];
  const waiting = [...lines];
  try {
    for await (const line of createInterface({ input: socket })) {
      if (/^\d{3}-/.test(line)) continue;
      answers.push(line.slice(0, 3));
      const next = waiting.shift();
      if (next === undefined) break;
      socket.write(`${next}\r\n`);
    }
  } finally {
    socket.destroy();
  }
  return answers;
}

const HELLO = ['EHLO bank.example', 'MAIL FROM:<no-reply@bank.example>'];
const mail = (head: readonly string[], body: string) => [...head, '', body, '.'].join('\r\n');
const send = (text: string, to = ['cwabc@inbox.example']) =>
  speak([...HELLO, ...to.map((each) => `RCPT TO:<${each}>`), 'DATA', text]);

describe('the mail server', () => {
  it.each([
    ['one header with two', ['From: a@evil.example, no-reply@bank.example']],
    ['two headers', ['From: a@evil.example', 'From: no-reply@bank.example']],
    ['a second at sign behind a control character', ['From: <a@evil.example\0@bank.example>']],
  ])('believes no sender of %s', async (_, head) => {
    expect((await send(mail(head, 'code 1'))).at(-1)).toBe('250');
    expect(delivered).toMatchObject([{ mail: { from: '', text: '\ncode 1\n' } }]);
  });

  it('keeps the cells of a mail that is a table apart', async () => {
    const html = '<table><tr><td>Company:</td><td>HB-1</td></tr><tr><td>User:</td><td>u1</td></tr></table>';
    await send(mail(['From: no-reply@bank.example', 'Content-Type: text/html'], html));
    expect(delivered[0]?.mail.text).toMatch(/Company: HB-1 *\n *User: u1/);
  });

  it.each([
    [
      'text beside HTML that is too long',
      `code 1\r\n--b\r\nContent-Type: text/html\r\n\r\n${'<p>'.repeat(80_000)}`,
      'code 1',
    ],
    ['the HTML beside an empty text', '\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>code 1</p>', 'code 1'],
    [
      'the subject above HTML that nobody can read',
      `\r\n--b\r\nContent-Type: text/html\r\n\r\n${'<b>'.repeat(40_000)}`,
      '',
    ],
  ])('reads %s', async (_, parts, text) => {
    const head = ['From: no-reply@bank.example', 'Subject: S', 'Content-Type: multipart/alternative; boundary=b'];
    expect((await send(mail(head, `--b\r\n\r\n${parts}\r\n--b--`))).at(-1)).toBe('250');
    expect(delivered[0]?.mail.text.trim()).toBe(`S\n${text}`.trim());
  });

  it('takes a mail that nobody can read for an empty one, and has it sent no second time', async () => {
    const nested = Array.from({ length: 2_000 }, (_, n) => [
      `Content-Type: multipart/mixed; boundary=b${n}`,
      '',
      `--b${n}`,
    ]).flat();
    expect((await send(mail(['From: no-reply@bank.example', ...nested], 'code 1'))).at(-1)).toBe('250');
    expect(delivered).toMatchObject([{ mail: { from: '', text: '' } }]);
  });

  it('gives no time to a mail of a year that nobody lives in', async () => {
    await send(mail(['From: no-reply@bank.example', 'Date: Mon, 1 Jan 20000 00:00:00 +0000'], 'code 1'));
    expect(delivered).toMatchObject([{ mail: { sentAtMs: null } }]);
  });

  it('reads a mail for its mailboxes', async () => {
    const head = [
      'From: Bank <no-reply@bank.example>',
      'Subject: =?utf-8?Q?Ihr_Zugangsschl=C3=BCssel?=',
      'Date: Fri, 20 Nov 2026 06:00:12 +0000',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
    ];
    const to = ['CWABC@Inbox.Example', 'cwdef@inbox.example'];
    expect(await send(mail(head, 'Your code is 123=\r\n456.'), to)).toEqual([
      '220',
      '250',
      '250',
      '250',
      '250',
      '354',
      '250',
    ]);
    expect(delivered).toEqual([
      {
        mailboxes: ['cwabc', 'cwdef'],
        mail: {
          from: 'no-reply@bank.example',
          text: expect.stringMatching(/^Ihr Zugangsschlüssel\nYour code is 123456\.\s*$/),
          sentAtMs: Date.parse('2026-11-20T06:00:12Z'),
        },
      },
    ]);
  });

  it('reads the text of a mail that is HTML only', async () => {
    const head = ['From: no-reply@bank.example', 'Content-Type: text/html; charset=utf-8'];
    await send(mail(head, '<html><style>p{color:red}</style><p>Your code is <b>123456</b>.</p></html>'));
    expect(delivered[0]?.mail.text).toContain('Your code is 123456.');
    expect(delivered[0]?.mail.text).not.toContain('color');
    expect(delivered[0]?.mail.sentAtMs).toBeNull();
  });

  it('takes nothing for other names and other domains', async () => {
    expect(await speak([...HELLO, 'RCPT TO:<nobody@inbox.example>'])).toEqual(['220', '250', '250', '550']);
    expect(await speak([...HELLO, 'RCPT TO:<cwabc@elsewhere.example>'])).toEqual(['220', '250', '250', '550']);
    expect(await speak([...HELLO, 'RCPT TO:<cwabc@inbox.example.elsewhere.example>'])).toEqual([
      '220',
      '250',
      '250',
      '550',
    ]);
  });

  it('asks for another try where it cannot look', async () => {
    isDown = true;
    expect(await speak([...HELLO, 'RCPT TO:<cwabc@inbox.example>'])).toEqual(['220', '250', '250', '451']);
  });

  it('refuses a mail that is too large, whether it says so or not', async () => {
    expect(await speak(['EHLO bank.example', 'MAIL FROM:<x@bank.example> SIZE=9000000'])).toEqual([
      '220',
      '250',
      '552',
    ]);
    const body = `${'x'.repeat(99)}\r\n`.repeat(6_000);
    expect((await send(mail(['From: x@bank.example'], body))).at(-1)).toBe('552');
    expect(delivered).toEqual([]);
  });

  const parameters = Array.from({ length: 5_000 }, (_, n) => `; a${n}=b`).join('');
  it.each([
    ['groups of groups as its sender', `From: ${'a:'.repeat(100_000)}`],
    ['a thousand receivers', `To: ${'receiver@bank.example, '.repeat(1_000)}`],
    ['brackets in brackets', `Reply-To: ${'<\u2039'.repeat(10_000)}`],
    ['a header that goes on line after line', `From: a${'\r\n b:'.repeat(10_000)}`],
    ['a name whose colon stands in the next line', `From\r\n : ${'a:'.repeat(10_000)}`],
    ['a type of thousands of parameters', `Content-Type: text/plain${parameters}`],
    ['ever more senders', 'From: a@bank.example\r\n'.repeat(10_000).trimEnd()],
    ['ever more headers of any name', 'X-Note: x\r\n'.repeat(10_000).trimEnd()],
    [
      'groups of groups in a part',
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n From: ${'a:'.repeat(10_000)}`,
    ],
    [
      'a part of thousands of parameters',
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain${parameters}`,
    ],
  ])('refuses a mail with %s before it is parsed', async (_, head) => {
    expect((await send(mail([head], 'code 1'))).at(-1)).toBe('552');
    expect(delivered).toEqual([]);
  });

  it('takes what relays and circulars write at the head of a mail, and a text that speaks of headers', async () => {
    const head = [
      'From: no-reply@bank.example',
      `To: ${Array.from({ length: 200 }, (_, n) => `receiver${n}@inbox.example`).join(',\r\n ')}`,
      ...Array.from({ length: 50 }, (_, n) => `X-Checked-${n}: ${`${'x'.repeat(70)}\r\n `.repeat(10)}end`),
    ];
    const told = 'From: a\r\nTo: b\r\n'.repeat(500);
    expect((await send(mail(head, `code 1\r\n${told}`))).at(-1)).toBe('250');
    expect(delivered).toMatchObject([
      { mail: { from: 'no-reply@bank.example', text: expect.stringMatching(/^\ncode 1\n/) } },
    ]);
  });

  it('reads no part whose own headers are as large as a mail', async () => {
    const part = `--b\r\n${'X-Note: x\r\n'.repeat(10_000)}\r\ncode 1\r\n--b--`;
    expect((await send(mail(['Content-Type: multipart/mixed; boundary=b'], part))).at(-1)).toBe('250');
    expect(delivered).toMatchObject([{ mail: { from: '', text: '' } }]);
  });

  it.each([
    ['nothing', ''],
    ['no head', 'Your code is 123456.'],
    ['parts that never end', 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'.repeat(500)],
    ['bytes that are no text', `Content-Type: text/plain; charset=nothing\r\n\r\n${'\u0001\u00ff'.repeat(100)}`],
    ['a date that is none', 'Date: yesterday\r\nFrom: @@@\r\n\r\nx'],
  ])('takes %s as it is', async (_, text) => {
    expect((await send(`${text}\r\n.`)).at(-1)).toBe('250');
    expect(delivered[0]?.mail.text.length ?? -1).toBeGreaterThanOrEqual(0);
  });
});
