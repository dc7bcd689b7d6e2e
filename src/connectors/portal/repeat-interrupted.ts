import type { Fault } from '../../domain/connection/connection-fault.ts';
import type { StepRunner } from './steps/step-runner.ts';

/** A bank that interrupts a piece of work as often as this is not to be read now. */
const MAX_ATTEMPTS = 3;

/**
 * Does work that only reads, and does it anew where an interruption has led away from it: a bank that has asked whether anybody is there goes
 * on at its first page, and what was waited for is not to be found. `faultOf` gives what the work has failed by.
 */
export async function repeatInterrupted<Result>(
  runner: Pick<StepRunner, 'interruptions'>,
  work: () => Promise<Result>,
  faultOf: (result: Result) => Fault | null,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const before = runner.interruptions();
    const result = await work();
    const isLedAway = faultOf(result)?.code === 'portal_changed' && runner.interruptions() > before;
    if (!isLedAway || attempt === MAX_ATTEMPTS) return result;
  }
}

/** The fault of a step of the session, for `repeatInterrupted`. */
export function faultOfStep(step: { readonly ok: true } | { readonly ok: false; readonly fault: Fault }): Fault | null {
  return step.ok ? null : step.fault;
}
