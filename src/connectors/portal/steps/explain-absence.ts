import { type Fault, faultOf } from '../../../domain/connection/connection-fault.ts';
import { describeTarget } from '../page/describe-target.ts';
import type { Act } from '../page/portal-page.ts';
import type { Target } from '../recipe.ts';
import { lostFault } from './session-end.ts';
import { portalChanged, StepFault } from './step-fault.ts';
import type { StepScope } from './step-scope.ts';

/** Why something is not there: what the bank, the network or the browser says of it, and only then a changed portal. */
export function explainAbsence(scope: StepScope, target: Target): Fault {
  const { page, session, timeline } = scope;
  if (session.lost.aborted) return lostFault(session).fault;
  const status = page.status();
  if (status === 429) return faultOf('rate_limited_by_bank');
  if (status !== null && status >= 500)
    return faultOf('portal_unavailable', `The bank answered with the fault ${status}.`);
  if (!/^https?:/.test(page.url()) || page.isCut()) return explainNoPage(scope);
  const denied = timeline.egressFailures().find(({ kind }) => kind === 'denied');
  const hint = denied === undefined ? '' : `; the page asked for ${denied.host}, which is none of the portal's hosts`;
  return portalChanged(`${describeTarget(target)} was not found${hint}`);
}

/** Why no page has come, or not a whole one. */
export function explainNoPage({ page, timeline }: StepScope): Fault {
  const failure = timeline.egressFailures().at(-1);
  if (failure === undefined)
    return faultOf(
      'portal_unavailable',
      page.isCut() ? "The bank's answer broke off." : 'The bank did not answer in time.',
    );
  switch (failure.kind) {
    case 'denied':
      return faultOf('portal_changed', `The portal leads to ${failure.host}, which is none of its hosts.`);
    case 'private':
      return faultOf('portal_unavailable', `The name ${failure.host} leads to no public address.`);
    case 'unreachable':
      return faultOf('portal_unavailable', 'The bank could not be reached.');
    default:
      return failure.kind satisfies never;
  }
}

/** Throws StepFault where something could not be done, with the reason. */
export function checkAct(scope: StepScope, act: Act, target: Target): void {
  const { page, session } = scope;
  if (act === 'done') return;
  if (session.lost.aborted) throw lostFault(session);
  if (page.isCut()) throw new StepFault(explainNoPage(scope));
  const why = { missing: 'is no longer there', ambiguous: 'is there more than once', failed: 'cannot be used' }[act];
  throw new StepFault(portalChanged(`${describeTarget(target)} ${why}`));
}
