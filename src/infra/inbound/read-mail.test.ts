import { expect, it } from 'vitest';
import { readMail } from './read-mail.ts';

const MAIL = 'From: bank@bank.example\r\nSubject: Your code\r\nContent-Type: text/plain; charset=utf-8\r\n';
/** More than half an hour for a reader whose time grows with the square of them. */
const BLANKS = 1_000_000;

it.each(['quoted-printable', '8bit'])('reads a mail of very many blanks, in %s', async (encoding) => {
  const body = `${' '.repeat(BLANKS)}x\r\n${'\t '.repeat(BLANKS / 2)}y\r\nThe code is 123456.\r\n`;
  const { text } = await readMail(Buffer.from(`${MAIL}Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`));
  expect(text).toMatch(/^Your code\n\s*x\n\s*y\nThe code is 123456\.\n$/);
});

it('leaves blanks as they are where a person or a program has put them', async () => {
  const { text } = await readMail(Buffer.from(`${MAIL}\r\nA${' '.repeat(100)}B\r\n\tC  D\r\n`));
  expect(text).toBe(`Your code\nA${' '.repeat(100)}B\n\tC  D\n`);
});
