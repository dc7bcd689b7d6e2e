import { faultOf } from '../../../domain/connection/connection-fault.ts';
import type { Act } from '../page/portal-page.ts';
import type { ClickStep, Known, PlainStep, Target } from '../recipe.ts';
import { checkAct, explainAbsence, explainNoPage } from './explain-absence.ts';
import { StepFault } from './step-fault.ts';
import { NOTHING_KNOWN, type StepScope } from './step-scope.ts';
import type { Submissions } from './submissions.ts';
import { TargetWait } from './target-wait.ts';

const GO_TO_ATTEMPTS = 2;

/** Does what is one act on the page, once it can be done. Throws StepFault. */
export class PlainSteps {
  readonly wait: TargetWait;
  readonly #scope: StepScope;
  readonly #submissions: Submissions;

  constructor(scope: StepScope, submissions: Submissions) {
    this.#scope = scope;
    this.#submissions = submissions;
    this.wait = new TargetWait(scope, (step) => this.do(step, NOTHING_KNOWN));
  }

  async do(step: PlainStep, known: Known): Promise<void> {
    const { page, stepTimeoutMs } = this.#scope;
    switch (step.do) {
      case 'goTo':
        return this.goTo(step.url(known));
      case 'waitFor':
        return this.wait.await(step.target);
      case 'fill':
        await this.wait.await(step.target);
        return this.#check(await page.fill(step.target, step.value(known), stepTimeoutMs), step.target);
      case 'choose':
        await this.wait.await(step.target);
        if (step.notOffered !== undefined && !(await page.offers(step.target, step.option(known))))
          throw new StepFault(faultOf(step.notOffered));
        return this.#check(await page.choose(step.target, step.option(known), stepTimeoutMs), step.target);
      case 'click':
        await this.wait.await(step.target);
        return this.#click(step);
      default:
        return step satisfies never;
    }
  }

  async goTo(url: string): Promise<void> {
    const { page, stepTimeoutMs } = this.#scope;
    for (let attempt = 1; attempt <= GO_TO_ATTEMPTS; attempt += 1)
      if ((await page.goTo(url, stepTimeoutMs)) === 'arrived') return;
    throw new StepFault(explainNoPage(this.#scope));
  }

  async #click({ target, submits }: ClickStep): Promise<void> {
    const { page, stepTimeoutMs } = this.#scope;
    if (submits === undefined) return this.#check(await page.click(target, stepTimeoutMs), target);
    await this.#submissions.begin(submits);
    const act = await page.clickAway(target, stepTimeoutMs);
    // It may have been pressed and the answer lost: what came of it is unknown, so it is not pressed again.
    // What it was on may have given way to an error page by then.
    if (act === 'failed' || act === 'missing') throw new StepFault(explainAbsence(this.#scope, target));
    return this.#check(act, target);
  }

  #check(act: Act, target: Target): void {
    checkAct(this.#scope, act, target);
  }
}
