import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CallError } from '../../api/call-error.ts';
import { type ConnectApi, type ConnectState, createConnectApi } from '../api/connect-call.ts';
import { createDraft, type Draft } from './draft.ts';
import { eventsOf, findHost, type Host } from './host.ts';
import type { ConnectLink } from './link.ts';

/** Time between two looks, by what comes next: often while something is under way, else now and then. */
const LOOK_MS = { wait: 1_200, answerMfaChallenge: 2_000 } as const;
const IDLE_LOOK_MS = 8_000;

export interface Connect {
  readonly api: ConnectApi;
  readonly state: ConnectState | null;
  /** Why there is no state any more, or none yet. */
  readonly ended: CallError | null;
  /** Why the last look failed, while there is an older state to show. */
  readonly trouble: CallError | null;
  readonly host: Host;
  readonly draft: Draft;
  /** Shows the state that an act came to; throws what the act throws. */
  act(work: (api: ConnectApi) => Promise<ConnectState>): Promise<void>;
  /** Tells the page around this one that a login is on its way. */
  told(type: 'credentials_submitted'): void;
  leave(): void;
}

const ENDS: readonly string[] = ['invalid_connect_token', 'connect_session_ended'];
const ALONE: Host = { isFramed: false, tell: () => undefined };
const NOT_WHOLE = new CallError(
  'invalid_connect_token',
  'This is not the whole link: what stands behind # is missing or cut off.',
);
const TWO_LINKS = new CallError('invalid_connect_token', 'This address is put together from two links.');

/** Follows the session of a link until its end. */
export function useConnect(link: ConnectLink): Connect {
  const { token, sessionId } = link;
  const api = useMemo(() => createConnectApi(token ?? ''), [token]);
  const draft = useMemo(() => createDraft(sessionId, () => sessionStorage), [sessionId]);
  const [state, setState] = useState<ConnectState | null>(null);
  const [ended, setEnded] = useState<CallError | null>(token === null ? NOT_WHOLE : null);
  const [trouble, setTrouble] = useState<CallError | null>(null);
  const shown = useRef<ConnectState | null>(null);
  const host = useRef<Host>(ALONE);
  const acts = useRef(0);
  const show = useCallback(
    (next: ConnectState) => {
      // Which sites may show this page was told by the id, so it must be that of the token.
      if (next.id !== sessionId.toLowerCase()) return setEnded(TWO_LINKS);
      if (shown.current === null)
        host.current = findHost({ self: window, parent: window.parent, origin: link.hostOrigin }, next);
      for (const event of eventsOf(shown.current, next)) host.current.tell(event);
      shown.current = next;
      setState(next);
      setTrouble(null);
    },
    [link, sessionId],
  );
  const fail = useCallback((cause: unknown) => {
    if (!(cause instanceof CallError)) throw cause;
    if (ENDS.includes(cause.code)) setEnded(cause);
    else setTrouble(cause);
  }, []);
  useEffect(() => {
    if (ended !== null) link.forget();
  }, [ended, link]);
  const isOver = ended !== null || state?.step === 'done';
  useEffect(() => {
    if (isOver) draft.forget();
  }, [isOver, draft]);
  const pauseMs = pauseAfter(state);
  // Begins anew when the pace changes, so that the first look comes at once.
  useEffect(() => {
    if (ended !== null || pauseMs === null) return;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const before = acts.current;
      try {
        const next = await api.state(leaving.signal);
        // What an act has come to meanwhile is newer.
        if (before === acts.current) show(next);
      } catch (cause) {
        if (leaving.signal.aborted) return;
        fail(cause);
      }
      if (!leaving.signal.aborted) timer = setTimeout(look, pauseMs);
    };
    look();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [api, ended, show, fail, pauseMs]);
  const act = useCallback(
    async (work: (each: ConnectApi) => Promise<ConnectState>) => {
      acts.current += 1;
      try {
        show(await work(api));
      } catch (cause) {
        if (cause instanceof CallError && ENDS.includes(cause.code)) return setEnded(cause);
        throw cause;
      } finally {
        acts.current += 1;
      }
    },
    [api, show],
  );
  const connectionId = state?.connectionId ?? null;
  return {
    api,
    state,
    ended,
    trouble,
    host: host.current,
    draft,
    act,
    told: (type) => host.current.tell({ type, connectionId }),
    leave: () => host.current.tell({ type: 'exit', connectionId }),
  };
}

/** Null when there is nothing to look for any more. */
function pauseAfter(state: ConnectState | null): number | null {
  if (state === null) return LOOK_MS.wait;
  if (state.step === 'done') return null;
  return state.step === 'wait' || state.step === 'answerMfaChallenge' ? LOOK_MS[state.step] : IDLE_LOOK_MS;
}
