import type { ConnectState } from '../api/connect-call.ts';

/** What the page that shows this one in a frame is told; docs/connect.md lists the same. */
export type HostEvent =
  | { readonly type: 'ready' }
  | {
      readonly type: 'institution_selected';
      readonly institutionId: string | null;
      readonly connectionId: string | null;
    }
  | {
      readonly type: 'credentials_submitted' | 'mfa_required' | 'completed' | 'exit';
      readonly connectionId: string | null;
    }
  | { readonly type: 'failed'; readonly connectionId: string | null; readonly errorCode: string };

/** The page around this one. */
export interface Host {
  /** False where this page stands alone. */
  readonly isFramed: boolean;
  tell(event: HostEvent): void;
}

export interface HostParts {
  readonly self: Window;
  readonly parent: Window;
  /** Where the embed script says that it runs. */
  readonly origin: string;
}

/** Marks our messages among all that go between pages. */
export const MARK = 'causeway-connect';

/**
 * The host, once the session has said which sites may be one. Messages go to that origin alone: a browser drops them where any other
 * page is around this one.
 */
export function findHost(
  { self, parent, origin }: HostParts,
  { allowedOrigins }: Pick<ConnectState, 'allowedOrigins'>,
): Host {
  const isFramed = parent !== self;
  const isKnown = isFramed && allowedOrigins.includes(origin);
  return {
    isFramed,
    tell: (event) => {
      if (isKnown) parent.postMessage({ source: MARK, ...event }, origin);
    },
  };
}

/** What a new state means for the host, after the one before it. */
export function eventsOf(before: ConnectState | null, now: ConnectState): HostEvent[] {
  const { connectionId, step } = now;
  const events: HostEvent[] = [];
  if (before === null) events.push({ type: 'ready' });
  if (before !== null && before.connectionId === null && connectionId !== null)
    events.push({ type: 'institution_selected', institutionId: now.institution?.institutionId ?? null, connectionId });
  if (step === 'answerMfaChallenge' && before?.challenge?.id !== now.challenge?.id)
    events.push({ type: 'mfa_required', connectionId });
  const code = now.error?.code ?? null;
  if (code !== null && (before === null || code !== before.error?.code || step !== before.step) && step !== 'wait')
    events.push({ type: 'failed', connectionId, errorCode: code });
  if (step === 'done' && before?.step !== 'done') events.push({ type: 'completed', connectionId });
  return events;
}
