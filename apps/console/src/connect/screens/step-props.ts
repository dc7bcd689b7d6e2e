import type { ConnectState } from '../api/connect-call.ts';
import type { Connect } from '../state/use-connect.ts';
import type { PlaceInFlow } from '../state/use-place.ts';

/** What every step is shown with. */
export interface StepProps {
  readonly connect: Connect;
  readonly state: ConnectState;
  readonly place: PlaceInFlow;
}
