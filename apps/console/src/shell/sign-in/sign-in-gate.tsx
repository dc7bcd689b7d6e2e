import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { sessionGate } from '../../api/session-gate.ts';

const load = () => import('./sign-in-overlay.tsx');
const SignInOverlay = lazy(async () => ({ default: (await load()).SignInOverlay }));
/** The page has come by then. */
const AHEAD_MS = 3_000;

/** Has the sign-in ready for the moment at which the session is lost: fetched ahead, as the server may be another one by then. */
export function SignInGate({ person }: { readonly person: Schemas['Self']['person'] }) {
  const isAsking = useSyncExternalStore(sessionGate.subscribe, sessionGate.isAsking);
  useEffect(() => {
    const timer = setTimeout(() => {
      load().catch(() => {
        // It is fetched again when it is needed.
      });
    }, AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isAsking) return null;
  return (
    <Suspense>
      <SignInOverlay person={person} />
    </Suspense>
  );
}
