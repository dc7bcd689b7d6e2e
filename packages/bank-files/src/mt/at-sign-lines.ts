import type { TextChunk } from '../decode-text.ts';

/** Turns `@@`, which some downloads have in place of line ends, into CRLF, which takes as many bytes. */
export class AtSignLines {
  #held = '';

  write(chunk: TextChunk): TextChunk {
    const text = this.#held + chunk.text;
    // A sign at the end may be the first of two.
    const isOpen = text.endsWith('@') && !text.endsWith('@@');
    this.#held = isOpen ? '@' : '';
    return { text: (isOpen ? text.slice(0, -1) : text).replaceAll('@@', '\r\n'), width: chunk.width };
  }
}
