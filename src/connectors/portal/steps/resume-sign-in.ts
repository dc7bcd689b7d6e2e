import type { BrowserSession } from '../../browser-session.ts';
import type { Halt } from '../halt.ts';
import type { Known, Outcome, Step } from '../recipe.ts';
import { StepFault } from './step-fault.ts';
import type { StepInterpreter } from './step-interpreter.ts';

/** A bank that says so must not be asked again at once. */
const WAITED_OUT: ReadonlySet<string> = new Set(['bank_maintenance', 'rate_limited_by_bank']);

export interface ResumedSteps {
  readonly steps: readonly Step[];
  readonly known: Known;
  readonly halt: Halt;
  readonly code: string;
}

/** Goes on with steps that stopped at the question for a code. False where the bank has forgotten them; nothing was handed to it then. */
export async function resumeSignIn(
  interpreter: StepInterpreter,
  session: BrowserSession,
  { steps, known, halt, code }: ResumedSteps,
): Promise<boolean> {
  interpreter.conceal(code);
  const index = steps.findIndex((each) => each.do === 'expect' && each.name === halt.step);
  const step = steps[index];
  if (step?.do !== 'expect') return false;
  const outcome = step.oneOf.find(({ state }) => state === halt.state);
  if (outcome === undefined || outcome.means === 'goOn' || !('answer' in outcome.means)) return false;
  const isThere = await interpreter.record(
    `${halt.state}: come back to it`,
    async () => {
      await interpreter.goTo(halt.url);
      return standsAt(outcome, steps, { interpreter, session });
    },
    (there) => (there ? 'still asked for' : 'the bank has forgotten it'),
  );
  if (!isThere) return false;
  await interpreter.submitCode(outcome, outcome.means.answer, code);
  await interpreter.expect(step, known, new Set([outcome]));
  await interpreter.run(steps.slice(index + 1), known);
  return true;
}

/** Whether the page asks for the code still. A page that asks for a login does not, and nor does one of trouble. */
async function standsAt(
  outcome: Outcome,
  steps: readonly Step[],
  { interpreter, session }: { readonly interpreter: StepInterpreter; readonly session: BrowserSession },
): Promise<boolean> {
  const login = steps.find((each) => each.do === 'fill');
  try {
    return (await interpreter.wait.awaitAny([outcome.when, ...(login === undefined ? [] : [login.target])])) === 0;
  } catch (cause) {
    // That the visit has ended is told in many ways. Signing in anew meets whatever else it may be.
    if (cause instanceof StepFault && !session.lost.aborted && !WAITED_OUT.has(cause.fault.code)) return false;
    throw cause;
  }
}
