/** One server-sent event. */
export interface SseMessage {
  /** Name of the event; `message` when none was sent. */
  readonly event: string;
  readonly data: string;
  /** The last id seen so far, this message's own included; empty when there was none. */
  readonly lastEventId: string;
}

/** Takes text as it arrives and gives the messages that are complete. */
export interface SseParser {
  push(text: string): SseMessage[];
  /** The last id that a complete block of lines had, with data or without; empty when there was none. */
  lastEventId(): string;
}

/** Thrown when a message does not end: what sends it is no event stream. */
export class SseMessageTooLong extends Error {
  override readonly name = 'SseMessageTooLong';
}

/**
 * Parser of the text/event-stream format (WHATWG HTML, "Server-sent events"). Lines end with LF, CR or both, which may be
 * cut anywhere by the network. What is left unfinished at the end is never given. `maxLength` bounds one message.
 */
export function createSseParser(options: { readonly maxLength: number }): SseParser {
  let rest = '';
  let started = false;
  let event = '';
  let data: string[] = [];
  let dataLength = 0;
  let lastEventId = '';
  let nextEventId = '';

  const takeField = (line: string) => {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'event') event = value;
    else if (name === 'data') {
      data.push(value);
      dataLength += value.length + 1;
    } else if (name === 'id' && !value.includes('\u0000')) nextEventId = value;
  };
  const takeLine = (line: string): SseMessage | null => {
    if (line !== '') {
      takeField(line);
      return null;
    }
    lastEventId = nextEventId;
    const message = data.length === 0 ? null : { event: event || 'message', data: data.join('\n'), lastEventId };
    event = '';
    data = [];
    dataLength = 0;
    return message;
  };

  return {
    lastEventId: () => lastEventId,
    push: (text) => {
      if (text === '') return [];
      rest += started ? text : text.replace(/^\uFEFF/, '');
      started = true;
      const messages: SseMessage[] = [];
      let from = 0;
      for (const match of rest.matchAll(/\r\n|\n|\r/g)) {
        // A CR at the very end may be the first half of a pair, of which the second half is still to come.
        if (match[0] === '\r' && match.index === rest.length - 1) break;
        const message = takeLine(rest.slice(from, match.index));
        if (message !== null) messages.push(message);
        from = match.index + match[0].length;
      }
      rest = rest.slice(from);
      if (rest.length + dataLength > options.maxLength)
        throw new SseMessageTooLong(`a message of the stream is longer than ${options.maxLength} characters`);
      return messages;
    },
  };
}
