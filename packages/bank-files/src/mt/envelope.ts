/** What a line says about the SWIFT blocks around a message, which hold no money but the kind and the end of a message. */
export interface EnvelopeLine {
  /** The line ends the message before it: it begins with `-}`. */
  readonly closes: boolean;
  /** Block 1, 2 or 4 begins here: what follows belongs to a new message. */
  readonly opens: boolean;
  /** Block 4 begins here, so that `-}` has to come. */
  readonly opensText: boolean;
  /** From block 2: `940`; null when the line has no block 2. */
  readonly messageType: string | null;
  /** What stands behind `{4:` on the same line; empty in nearly all files. */
  readonly rest: string;
}

const BLOCK = /\{[1-5]:/;
const MESSAGE_TYPE = /\{2:[IO](\d{3})/;

/** Reads a line as part of the envelope, or null when it is none. Braces are not in the SWIFT character set of text. */
export function readEnvelope(line: string): EnvelopeLine | null {
  const first = line.charCodeAt(0);
  const closes = first === 45 && line.charCodeAt(1) === 125;
  // Some exports put a quote or other characters of their own before the first block.
  const block = first === 123 || closes ? BLOCK.exec(line) : null;
  if (!closes && block?.index !== 0) return null;
  const opensText = line.includes('{4:');
  return {
    closes,
    opens: opensText || line.includes('{1:') || line.includes('{2:'),
    opensText,
    messageType: MESSAGE_TYPE.exec(line)?.[1] ?? null,
    rest: opensText ? line.slice(line.indexOf('{4:') + 3) : '',
  };
}

/** A line of one dash, alone or with a few characters, as banks put between messages: `-`, `-XXX`, `-å`. */
export function isDashLine(line: string): boolean {
  return line.charCodeAt(0) === 45 && line.length <= 4 && /^-(?:[^\s\d-]{0,3})\s*$/.test(line);
}
