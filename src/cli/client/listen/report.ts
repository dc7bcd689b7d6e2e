import type { Writable } from 'node:stream';
import type { LoggedEvent } from '@causeway/client';
import { createStyle, cut, type Style } from '../../inspect/style.ts';
import { createLineOutput, forTerminal } from '../../terminal/line-output.ts';
import type { ForwardAttempt } from './forward-event.ts';

/** What a listener shows. `show` and `attempt` are false once nobody reads any more. */
export interface ListenReport {
  /** An event that is not forwarded. */
  show(event: LoggedEvent): Promise<boolean>;
  attempt(attempt: ForwardAttempt): Promise<boolean>;
  /** Something about the listening itself; never among the lines for programs. */
  notice(text: string): void;
  /** Takes the last line away, which tells how it stands. */
  end(): void;
}

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Characters of an answer that are shown when it is no success. */
const MAX_EXCERPT = 200;
const STATUS_WIDTH = 3;
const DURATION_WIDTH = 9;
const TYPE_WIDTH = 27;

/** One line of JSON for each event and attempt, and nothing else on the output. */
export function createJsonReport(output: Writable, errors: Writable): ListenReport {
  const lines = createLineOutput(output);
  return {
    show: (event) => lines.line(JSON.stringify({ event })),
    attempt: ({ event, ...attempt }) => lines.line(JSON.stringify({ event, attempt })),
    notice: (text) => void errors.write(`${text}\n`),
    end: () => undefined,
  };
}

/** A line for each event and attempt; on a terminal with colours, and a last line that tells how it stands. */
export function createTextReport(output: Terminal & NodeJS.WriteStream, errors: Writable): ListenReport {
  const lines = createLineOutput(output);
  const style = createStyle(output);
  const isLive = output.isTTY === true;
  const counts = { events: 0, taken: 0, failed: 0 };
  const clear = () => {
    if (isLive) output.write('\r\x1b[K');
  };
  const draw = () => {
    if (!isLive) return;
    const parts = [`${counts.events} event${counts.events === 1 ? '' : 's'}`];
    if (counts.taken > 0) parts.push(`${counts.taken} taken`);
    if (counts.failed > 0) parts.push(`${counts.failed} not taken`);
    output.write(style.faint(cut(`Listening: ${parts.join(', ')}. Ctrl-C ends.`, (output.columns ?? 80) - 1)));
  };
  const put = async (text: string) => {
    clear();
    const isOpen = await lines.line(text);
    draw();
    return isOpen;
  };
  const timeOf = ({ createdAt }: LoggedEvent) => style.faint(isLive ? createdAt.slice(11, 19) : createdAt);
  return {
    show: (event) => {
      counts.events += 1;
      return put(`${timeOf(event)}  ${event.type.padEnd(TYPE_WIDTH)}  ${event.id}`);
    },
    attempt: (attempt) => {
      if (attempt.number === 1) counts.events += 1;
      if (isTaken(attempt)) counts.taken += 1;
      else if (attempt.retryInMs === null) counts.failed += 1;
      return put(presentAttempt(attempt, style, timeOf(attempt.event)));
    },
    notice: (text) => {
      clear();
      errors.write(`${text}\n`);
      draw();
    },
    end: clear,
  };
}

function presentAttempt(attempt: ForwardAttempt, style: Style, time: string): string {
  const { event, number, status, durationMs, retryInMs } = attempt;
  const mark = String(status ?? '–').padEnd(STATUS_WIDTH);
  const duration = `${durationMs} ms`.padStart(DURATION_WIDTH);
  const shown = isTaken(attempt) ? style.good(mark) : style.bad(mark);
  const head = `${time}  ${shown}  ${duration}  ${event.type.padEnd(TYPE_WIDTH)}  ${event.id}`;
  if (isTaken(attempt)) return head;
  const why = attempt.error ?? attempt.response;
  const reason = why === null ? 'The answer was empty' : forTerminal(why.replaceAll(/\s+/g, ' ').slice(0, MAX_EXCERPT));
  const next =
    retryInMs === null ? (number > 1 ? 'Given up.' : '') : `Attempt ${number + 1} in ${retryInMs / 1_000} s.`;
  return `${head}\n          ${style.doubtful(reason)}${next === '' ? '' : `  ${next}`}`;
}

const isTaken = ({ status }: ForwardAttempt): boolean => status !== null && status >= 200 && status < 300;
