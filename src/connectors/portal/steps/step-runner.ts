import type { BrowserSession } from '../../browser-session.ts';
import type { Step as Result, SessionContext } from '../../contract.ts';
import type { Halt } from '../halt.ts';
import { createPortalPage, type PortalPage } from '../page/portal-page.ts';
import type { Known, Recipe, Step, Target, Trouble } from '../recipe.ts';
import { type Downloaded, type DownloadOptions, downloadFile } from './download-file.ts';
import { resumeSignIn } from './resume-sign-in.ts';
import { lostFault, type SessionBounds } from './session-end.ts';
import { StepFault } from './step-fault.ts';
import { StepInterpreter } from './step-interpreter.ts';
import type { StepScope } from './step-scope.ts';
import { Timeline } from './timeline.ts';

/** Runs the steps of a recipe and writes the timeline. */
export interface StepRunner {
  readonly page: PortalPage;
  run(steps: readonly Step[], known: Known): Promise<void>;
  /**
   * Goes on with steps that stopped at the question for a code. False where the bank has forgotten them; nothing was handed to it then.
   */
  resume(steps: readonly Step[], known: Known, halt: Halt, code: string): Promise<boolean>;
  /** Something that is no plain step, under a name in the timeline. Gives its result and what the timeline says of it. */
  record<T>(name: string, work: () => Promise<T>, describe: (result: T) => string | null): Promise<T>;
  /** The target, or the trouble that is there in its place. Throws StepFault. */
  await(target: Target): Promise<void>;
  /** Place of the first of several targets that can be seen. Throws StepFault where none can. */
  awaitAny(targets: readonly Target[]): Promise<number>;
  /** How often the bank has interrupted the session so far. */
  interruptions(): number;
  /** Covers a secret in the timeline, its pictures included. */
  conceal(secret: string): void;
  /** Does work during which more can stop the session than elsewhere. */
  withTroubles<T>(troubles: readonly Trouble[], work: () => Promise<T>): Promise<T>;
  /** Presses something that makes the bank send a file; null bytes where no whole file came. */
  download(target: Target, options: DownloadOptions): Promise<Downloaded>;
  /** Does a part of the session; a StepFault becomes its fault. Rejects with the run's reason when the run is stopped. */
  part<T>(work: () => Promise<T>): Promise<Result<T>>;
}

/** A runner for one session. Whoever made it releases the browser session. */
export function createStepRunner(
  context: SessionContext,
  session: BrowserSession,
  recipe: Recipe,
  stepTimeoutMs: number,
): StepRunner {
  const page = createPortalPage(session);
  const timeline = new Timeline({ context, session, page });
  const scope: StepScope = { context, session, recipe, page, timeline, stepTimeoutMs };
  const interpreter = new StepInterpreter(scope);
  const { wait } = interpreter;
  return {
    page,
    run: (steps, known) => interpreter.run(steps, known),
    resume: (steps, known, halt, code) => resumeSignIn(interpreter, session, { steps, known, halt, code }),
    record: (name, work, describe) => timeline.record(name, work, describe),
    await: (target) => wait.await(target),
    awaitAny: (targets) => wait.awaitAny(targets),
    interruptions: () => wait.interruptions,
    conceal: (secret) => timeline.conceal(secret),
    withTroubles: (troubles, work) => wait.withTroubles(troubles, work),
    download: (target, options) => downloadFile(scope, target, options),
    part: (work) => doPart(work, scope),
  };
}

async function doPart<T>(work: () => Promise<T>, { context, session }: SessionBounds): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (cause) {
    context.signal.throwIfAborted();
    if (cause instanceof StepFault)
      return { ok: false, fault: cause.fault, ...(cause.suspended === null ? {} : { suspended: cause.suspended }) };
    // A page that ended under the work makes it fail in ways of its own.
    if (session.lost.aborted) return { ok: false, fault: lostFault(session).fault };
    throw cause;
  }
}
