import type { ConnectState } from '../api/connect-call.ts';

type Step = ConnectState['step'];

/** Screens between which the reader goes without the server. */
export type View = 'banks' | 'portal' | 'confirm' | 'chosen' | 'instructions' | 'login' | 'start';

/** A bank of the list that is looked at and not chosen yet. */
export interface Candidate {
  readonly institutionId: string;
  readonly name: string;
  readonly country: string | null;
  readonly portalUrl: string | null;
}

/** An entry of the history of the browser. The server alone knows how far the connection is; this is where the reader was then. */
export interface Place {
  readonly step: Step;
  /** Null for the screen with which the step begins. */
  readonly view: View | null;
  readonly candidate: Candidate | null;
}

const FIRST_VIEWS: Readonly<Partial<Record<Step, View>>> = {
  chooseInstitution: 'banks',
  createDelegatedUser: 'instructions',
  submitCredentials: 'login',
  completeSetup: 'start',
};
const OF_ACCESS: ReadonlySet<View | null> = new Set<View>(['instructions', 'login']);

/** What is shown of a step when it is entered: what the step itself asks for. */
export function placeAtFirst(step: Step): Place {
  return { step, view: null, candidate: null };
}

/**
 * The screen for a place, as things are now; null where the step has but one. A place of a step that is over shows what of it can still be
 * looked at: nothing that the server has is taken back by going back.
 */
export function viewOf(place: Place, step: Step): View | null {
  const first = FIRST_VIEWS[step] ?? null;
  if (first === null) return null;
  if (place.step === step) return place.view ?? first;
  if (step === 'chooseInstitution') return first;
  if (place.step === 'chooseInstitution') return 'chosen';
  const former = place.view ?? FIRST_VIEWS[place.step] ?? null;
  return OF_ACCESS.has(former) ? former : first;
}

/** The place that an entry of the history holds; null for one of anything else. */
export function readPlace(entry: unknown): Place | null {
  const { connect }: { readonly connect?: unknown } = Object(entry);
  const { step, view = null, candidate = null }: Partial<Place> = Object(connect);
  return step === undefined ? null : { step, view, candidate };
}

/** The entry of the history for a place, beside what the entry holds already. */
export function toEntry(place: Place, former: unknown): unknown {
  return { ...Object(former), connect: place };
}
