import { faultOf } from '../../../domain/connection/connection-fault.ts';
import type { BrowserSession } from '../../browser-session.ts';
import { StepFault } from './step-fault.ts';

/** What ends the work of a session: the run that is stopped, and its browser that is gone. */
export interface SessionBounds {
  readonly context: { readonly signal: AbortSignal };
  readonly session: Pick<BrowserSession, 'lost'>;
}

/** Ends with the run, and with the browser: then no answer of the page is waited for. */
export async function untilSessionEnds<T>(work: Promise<T>, { context, session }: SessionBounds): Promise<T> {
  context.signal.throwIfAborted();
  const ended = Promise.withResolvers<never>();
  const onAbort = () => ended.reject(context.signal.reason);
  const onLost = () => ended.reject(lostFault(session));
  if (session.lost.aborted) onLost();
  context.signal.addEventListener('abort', onAbort);
  session.lost.addEventListener('abort', onLost);
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    session.lost.removeEventListener('abort', onLost);
  }
}

/** The fault of a session whose browser ended: our own, and never a reason to blame the login. */
export function lostFault(session: Pick<BrowserSession, 'lost'>): StepFault {
  return new StepFault(faultOf('internal', 'The browser ended during the session.'), { cause: session.lost.reason });
}
