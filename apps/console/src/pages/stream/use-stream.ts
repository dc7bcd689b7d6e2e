import { useEffect, useRef, useState } from 'react';
import { call, callRaw } from '../../api/call.ts';
import { closedBy, comesBack, pauseFor, readMessages } from '../../api/event-stream.ts';
import { addChanges, type ChangeLog, EMPTY_LOG, findSeen } from './change-log.ts';
import { readEvent, type StreamChange, toChange } from './stream-change.ts';

/** Where a stream begins. */
export type StreamStart =
  | { readonly kind: 'head' }
  | { readonly kind: 'beginning' }
  | { readonly kind: 'cursor'; readonly cursor: string };

export interface StreamWish {
  readonly start: StreamStart;
  readonly accountId: string | undefined;
}

export interface StreamView {
  readonly log: ChangeLog;
  readonly state: 'connecting' | 'live' | 'paused' | 'ended';
  /** Where a client stands that has applied all that is shown. */
  readonly cursor: string | null;
  readonly error: unknown;
  pause(): void;
  resume(): void;
  /** Begins anew: forgets what is shown. */
  begin(wish: StreamWish): void;
}

const PAGE = 500;
/** Changes are shown together, so that a thousand in a second do not draw a thousand times. */
const SHOW_MS = 100;
const RETRY_MS = 2_000;

interface Position {
  cursor: string | null;
  arrived: StreamChange[];
}

/** Follows the change stream. What is paused goes on later from the same place, so nothing is lost and nothing is kept meanwhile. */
export function useStream(first: StreamWish): StreamView {
  const [wish, setWish] = useState(first);
  const [log, setLog] = useState<ChangeLog>(EMPTY_LOG);
  const [state, setState] = useState<StreamView['state']>('connecting');
  const [cursor, setCursor] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isPaused, setPaused] = useState(false);
  const position = useRef<Position>({ cursor: null, arrived: [] });
  const shown = useRef<ChangeLog>(EMPTY_LOG);

  useEffect(() => {
    if (isPaused) return;
    const stopping = new AbortController();
    const at = position.current;
    const show = () => {
      if (at.cursor !== null) setCursor(at.cursor);
      if (at.arrived.length === 0) return;
      shown.current = addChanges(shown.current, at.arrived, Date.now());
      at.arrived = [];
      setLog(shown.current);
    };
    const timer = setInterval(show, SHOW_MS);
    setState('connecting');
    setError(null);
    const findBefore = (id: string) => findSeen([...at.arrived].reverse(), id) ?? findSeen(shown.current.changes, id);
    follow(wish, at, findBefore, { signal: stopping.signal, onOpen: () => setState('live') }).catch(
      (cause: unknown) => {
        if (stopping.signal.aborted) return;
        setState('ended');
        setError(cause);
      },
    );
    return () => {
      stopping.abort();
      clearInterval(timer);
      show();
    };
  }, [wish, isPaused]);

  return {
    ...{ log, cursor, error },
    state: isPaused ? 'paused' : state,
    pause: () => setPaused(true),
    resume: () => {
      // A new wish with the same place: also after the stream has ended by itself.
      setWish((former) => ({ ...former }));
      setPaused(false);
    },
    begin: (next) => {
      position.current = { cursor: null, arrived: [] };
      shown.current = EMPTY_LOG;
      setLog(EMPTY_LOG);
      setCursor(null);
      setPaused(false);
      setWish(next);
    },
  };
}

interface Following {
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
}

/** Reads until the signal fires. Connects again where the server or the network went away. Throws what a person has to see. */
async function follow(
  { start, accountId }: StreamWish,
  at: Position,
  findBefore: (id: string) => ReturnType<typeof findSeen>,
  { signal, onOpen }: Following,
): Promise<void> {
  const filter = accountId === undefined ? {} : { accountId };
  if (at.cursor === null && start.kind === 'cursor') at.cursor = start.cursor;
  while (at.cursor === null && start.kind === 'beginning') {
    const page = await call('syncTransactions', { query: { ...filter, from: 'beginning', limit: PAGE } }, { signal });
    for (const event of page.events) {
      const known = readEvent({ id: null, event: event.type, data: JSON.stringify(event) });
      if (known !== null) at.arrived.push(toChange(known, null, undefined));
    }
    at.cursor = page.nextCursor;
  }
  for (;;) {
    try {
      const query = { ...filter, ...(at.cursor === null ? {} : { cursor: at.cursor }) };
      const response = await callRaw('streamTransactions', { query }, { signal });
      onOpen();
      for await (const message of readMessages(response)) {
        if (message.event === 'stream.close') throw closedBy(message.data);
        const event = readEvent(message);
        if (event !== null) {
          const id = event.type === 'removed' ? event.transactionId : event.transaction.id;
          at.arrived.push(toChange(event, message.id, findBefore(id)));
        }
        if (message.id !== null) at.cursor = message.id;
      }
    } catch (cause) {
      signal.throwIfAborted();
      if (!comesBack(cause)) throw cause;
    }
    await pauseFor(RETRY_MS, signal);
  }
}
