import { type ParsedMail, type SimpleParserOptions, simpleParser } from 'mailparser';
import { cutLongBlanks, PART_BOUNDS } from './mail-bounds.ts';

/** What of a mail can bring a code. */
export interface ReadMail {
  /** Address of the sender, as the mail says itself; empty where it says none, or not exactly one. */
  readonly from: string;
  /** Subject and text; of a mail without plain text, that of its HTML. */
  readonly text: string;
  /** Milliseconds since the epoch, as the mail says itself; null where it does not. */
  readonly sentAtMs: number | null;
}

const MAX_HTML_LENGTH = 200_000;
const MAX_TEXT_LENGTH = 20_000;
const OPTIONS: SimpleParserOptions & typeof PART_BOUNDS = {
  ...PART_BOUNDS,
  maxHtmlLengthToParse: MAX_HTML_LENGTH,
  skipImageLinks: true,
  skipTextToHtml: true,
  skipTextLinks: true,
};

/**
 * Reads a mail as it came over the line. A mail that is damaged gives what can be read of it, be it nothing: refusing it would make its
 * sender try again for days, or strike the mailbox off its list.
 */
export async function readMail(bytes: Buffer): Promise<ReadMail> {
  const mail = await parse(bytes, { ...OPTIONS, skipHtmlToText: true });
  if (mail === null) return { from: '', text: '', sentAtMs: null };
  const plain = mail.text ?? '';
  const text = plain.trim() === '' && typeof mail.html === 'string' ? await readHtml(mail.html) : plain;
  const sentAtMs = mail.date?.getTime() ?? Number.NaN;
  return {
    from: readSender(mail),
    text: `${mail.subject ?? ''}\n${text}`.slice(0, MAX_TEXT_LENGTH),
    // A year of five digits is no time at which anything was sent.
    sentAtMs: Number.isNaN(sentAtMs) || sentAtMs >= END_OF_TIME_MS ? null : sentAtMs,
  };
}

const END_OF_TIME_MS = Date.UTC(10_000, 0, 1);

/**
 * The one address in the one header. A mail with two senders is a trick: the relay in front checks one of them, and the other would be
 * believed here. Nor is an address with a second at sign or control characters a bank's.
 */
function readSender({ from, headerLines }: ParsedMail): string {
  const [sender, ...others] = from?.value ?? [];
  const isAlone = others.length === 0 && headerLines.filter(({ key }) => key === 'from').length === 1;
  const address = sender?.address ?? '';
  return isAlone && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(address) ? address : '';
}

/** The text of a page. Empty where it is too long, or no page that can be read. */
async function readHtml(html: string): Promise<string> {
  if (html.length > MAX_HTML_LENGTH) return '';
  // Otherwise the text of one cell of a table would run into that of the next: a customer's id into a user's name.
  const apart = html.replaceAll(/<\/t[dh]\s*>/gi, ' $&').replaceAll(/<\/tr\s*>/gi, '<br>$&');
  const mail = await parse(Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n${apart}`), {
    ...OPTIONS,
    maxHtmlLengthToParse: Number.POSITIVE_INFINITY,
  });
  return mail?.text ?? '';
}

async function parse(bytes: Buffer, options: SimpleParserOptions): Promise<ParsedMail | null> {
  try {
    return await simpleParser(cutLongBlanks(bytes), options);
  } catch {
    // Parts within parts, or tags within tags, deeper than anybody writes them.
    return null;
  }
}
