/** Those of bank mails are a few kilobytes; relays that write down all they have checked add tens. */
const MAX_HEAD_BYTES = 64 * 1024;
/** An address or a type takes a hundred bytes, the receivers of a circular some kilobytes. */
const MAX_STRUCTURED_BYTES = 8 * 1024;
/** All of these in one mail, those of its parts included. */
const MAX_STRUCTURED_BYTES_TOGETHER = 96 * 1024;

/**
 * What bounds the headers of a mail's parts, in the words of the parser. A mail that has more is read as far as one that is damaged.
 */
export const PART_BOUNDS = { maxHeadSize: MAX_HEAD_BYTES, maxChildNodes: 200 };

/** Headers that the parser takes apart: addresses, and values with parameters. A colon may stand in the next line. */
const STRUCTURED =
  /^\s*(?:from|to|cc|bcc|sender|reply-to|delivered-to|return-path|disposition-notification-to|list-[^:]*|content-type|content-disposition|dkim-signature)\s*(?::|$)/i;

/**
 * Whether the headers of a mail are more than a sender of codes has any reason to write. Taking addresses within addresses apart costs
 * more than in proportion to their length, in the process that answers everybody, so they are measured before anything is parsed.
 * Parts have headers too; where they begin only parsing would tell, so every line that could be one is taken for one.
 */
export function hasTooMuchHead(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  const head = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  if (head > MAX_HEAD_BYTES) return true;
  let [together, length] = [0, 0];
  for (const line of text.split('\n')) {
    const goesOn = length > 0 && /^[^\S\r]/.test(line);
    if (!goesOn) length = 0;
    if (!goesOn && !STRUCTURED.test(line)) continue;
    length += line.length;
    together += line.length;
    if (length > MAX_STRUCTURED_BYTES || together > MAX_STRUCTURED_BYTES_TOGETHER) return true;
  }
  return false;
}

/** Blanks in a row that are left of more; those that indent or align a text are fewer. */
const MAX_BLANKS = 100;
const [BLANK, TAB] = [0x20, 0x09];

/**
 * The mail with its long runs of blanks cut short. Before anything else, the parser takes blanks away from the ends of lines, and its time
 * for a run that does not stand at an end grows with the square of it: half a megabyte of them would hold the process for minutes.
 * No code and no address has such a run.
 */
export function cutLongBlanks(bytes: Buffer): Buffer {
  const cut = Buffer.allocUnsafe(bytes.length);
  let [length, run] = [0, 0];
  for (const byte of bytes) {
    run = byte === BLANK || byte === TAB ? run + 1 : 0;
    if (run <= MAX_BLANKS) {
      cut[length] = byte;
      length += 1;
    }
  }
  return cut.subarray(0, length);
}
