import { faultOf } from '../../../domain/connection/connection-fault.ts';
import type { Interruption, PlainStep, Target, Trouble } from '../recipe.ts';
import { explainAbsence } from './explain-absence.ts';
import { portalChanged, StepFault } from './step-fault.ts';
import type { StepScope } from './step-scope.ts';

/** Time for an error page to show its words. */
const HOPELESS_MS = 1_000;
/** A bank that interrupts more often in one session is not to be read by this recipe. */
const MAX_INTERRUPTIONS = 50;

/** Waits for targets, stops at the troubles that are there in their place, and gets rid of interruptions by their steps. */
export class TargetWait {
  readonly #scope: StepScope;
  readonly #doStep: (step: PlainStep) => Promise<void>;
  #troubles: readonly Trouble[];
  #interrupted = 0;
  #isInterrupted = false;

  constructor(scope: StepScope, doStep: (step: PlainStep) => Promise<void>) {
    this.#scope = scope;
    this.#doStep = doStep;
    this.#troubles = scope.recipe.troubles;
  }

  /** How often the session was interrupted so far. */
  get interruptions(): number {
    return this.#interrupted;
  }

  /** Does work during which more can stop the session than elsewhere. */
  async withTroubles<T>(troubles: readonly Trouble[], work: () => Promise<T>): Promise<T> {
    const before = this.#troubles;
    this.#troubles = [...before, ...troubles];
    try {
      return await work();
    } finally {
      this.#troubles = before;
    }
  }

  async await(target: Target): Promise<void> {
    await this.awaitAny([target]);
  }

  /** Place of the first of several targets that can be seen. Throws StepFault where none can. */
  async awaitAny(targets: readonly Target[]): Promise<number> {
    const { page, recipe } = this.#scope;
    const troubles = this.#troubles;
    const interruptions = this.#isInterrupted ? [] : recipe.interruptions;
    // What stops or interrupts a session comes first: its page may hold the target as well.
    const first = [...troubles, ...interruptions];
    for (;;) {
      const index = await page.waitForAny([...first.map(({ when }) => when), ...targets], this.#patienceMs());
      if (index === null) throw new StepFault(explainAbsence(this.#scope, targets[0] ?? { text: '' }));
      const trouble = troubles[index];
      if (trouble !== undefined) throw new StepFault(faultOf(trouble.fault));
      const interruption = interruptions[index - troubles.length];
      if (interruption === undefined) return index - first.length;
      this.#interrupted += 1;
      if (this.#interrupted > MAX_INTERRUPTIONS)
        throw new StepFault(portalChanged(`"${interruption.state}" came again and again`));
      await this.#endInterruption(interruption);
    }
  }

  /** While it is got rid of, it is still there, and no further one is looked for. */
  async #endInterruption({ steps }: Interruption): Promise<void> {
    this.#isInterrupted = true;
    try {
      for (const step of steps) if (step.do !== 'expect') await this.#doStep(step);
    } finally {
      this.#isInterrupted = false;
    }
  }

  /** A page that came with an error, or did not come at all, will not become the one that is waited for. */
  #patienceMs(): number {
    const { page, stepTimeoutMs } = this.#scope;
    const status = page.status();
    const hopeless =
      status === 429 || (status !== null && status >= 500) || page.url().startsWith('chrome-error:') || page.isCut();
    return hopeless ? Math.min(HOPELESS_MS, stepTimeoutMs) : stepTimeoutMs;
  }
}
