import { useEffect, useState } from 'react';
import type { ConnectState } from '../api/connect-call.ts';
import { type Candidate, type Place, placeAtFirst, readPlace, toEntry, type View, viewOf } from './place.ts';

export interface PlaceInFlow {
  readonly view: View | null;
  readonly candidate: Candidate | null;
  /** Turns to another screen, from which the browser's Back leads here. */
  turnTo(view: View | null, candidate?: Candidate | null): void;
}

/** Where the reader is, with an entry of the browser's history for each screen that they turned to. */
export function usePlace(step: ConnectState['step']): PlaceInFlow {
  const [place, setPlace] = useState<Place>(() => readPlace(history.state) ?? placeAtFirst(step));
  const [shownStep, setShownStep] = useState(step);
  // When the server goes on, this entry becomes that of the new step: what was here before is over.
  if (shownStep !== step) {
    setShownStep(step);
    setPlace(placeAtFirst(step));
  }
  useEffect(() => history.replaceState(toEntry(place, history.state), ''), [place]);
  useEffect(() => {
    const onPop = ({ state }: PopStateEvent) => {
      const former = readPlace(state);
      if (former !== null) setPlace(former);
    };
    addEventListener('popstate', onPop);
    return () => removeEventListener('popstate', onPop);
  }, []);
  return {
    view: viewOf(place, step),
    candidate: place.candidate,
    turnTo: (view, candidate = null) => {
      const next = { step, view, candidate };
      history.pushState(toEntry(next, history.state), '');
      setPlace(next);
    },
  };
}
