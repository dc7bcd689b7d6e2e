import { simpleParser } from 'mailparser';

/** What of a mail can bring a code. */
export interface ReadMail {
  /** Address of the sender, as the mail says itself; empty where it says none. */
  readonly from: string;
  /** Subject and text; of a mail without plain text, that of its HTML. */
  readonly text: string;
  /** Milliseconds since the epoch, as the mail says itself; null where it does not. */
  readonly sentAtMs: number | null;
}

const MAX_HTML_LENGTH = 200_000;
const MAX_TEXT_LENGTH = 20_000;

/** Reads a mail as it came over the line. A mail that is damaged gives what can be read of it. */
export async function readMail(bytes: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(bytes, {
    maxHtmlLengthToParse: MAX_HTML_LENGTH,
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
  });
  const sentAtMs = mail.date?.getTime() ?? Number.NaN;
  return {
    from: mail.from?.value[0]?.address ?? '',
    text: `${mail.subject ?? ''}\n${mail.text ?? ''}`.slice(0, MAX_TEXT_LENGTH),
    sentAtMs: Number.isNaN(sentAtMs) ? null : sentAtMs,
  };
}
