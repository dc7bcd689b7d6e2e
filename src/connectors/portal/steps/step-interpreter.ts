import { type FaultCode, faultOf } from '../../../domain/connection/connection-fault.ts';
import type { SessionContext } from '../../contract.ts';
import type { PortalPage } from '../page/portal-page.ts';
import type { CodeAnswer, ExpectStep, Known, Outcome, Step, Target } from '../recipe.ts';
import { changePassword, type RenewalRunner, setUpAuthenticator } from '../renew-login.ts';
import { codeSteps, OneTimeCodes } from './one-time-codes.ts';
import { PlainSteps } from './plain-steps.ts';
import { portalChanged, StepFault } from './step-fault.ts';
import { NOTHING_KNOWN, type StepScope } from './step-scope.ts';
import { Submissions } from './submissions.ts';
import type { TargetWait } from './target-wait.ts';

/** Does the steps of a recipe one after the other, and what follows from the states in which they find the page. Throws StepFault. */
export class StepInterpreter implements RenewalRunner {
  readonly page: PortalPage;
  readonly wait: TargetWait;
  readonly #scope: StepScope;
  readonly #submissions: Submissions;
  readonly #plainSteps: PlainSteps;
  readonly #codes: OneTimeCodes;

  constructor(scope: StepScope) {
    this.#scope = scope;
    this.page = scope.page;
    this.#submissions = new Submissions(scope);
    this.#plainSteps = new PlainSteps(scope, this.#submissions);
    this.wait = this.#plainSteps.wait;
    this.#codes = new OneTimeCodes(scope, this.#submissions);
  }

  async run(steps: readonly Step[], known: Known): Promise<void> {
    for (const step of steps) {
      if (step.do === 'expect') await this.expect(step, known);
      else
        await this.record(
          step.name,
          () => this.#plainSteps.do(step, known),
          () => null,
        );
    }
  }

  /** Finds the state of the page and does what it means, until it means to go on. States that were taken may not come again. */
  async expect(step: ExpectStep, known: Known, taken = new Set<Outcome>()): Promise<void> {
    for (;;) {
      const outcome = await this.record(
        step.name,
        () => this.#findOutcome(step, taken),
        ({ state }) => state,
      );
      taken.add(outcome);
      this.#scope.timeline.isKeyShown = false;
      const { means } = outcome;
      if (means === 'goOn') return;
      await this.#renewLogin(outcome.state, means, known);
      if ('steps' in means) await this.run(means.steps, known);
      if ('answer' in means) await this.#answer(step, outcome, means.answer);
      if ('answerAgain' in means) await this.#answer(step, outcome, means.answerAgain);
    }
  }

  async submitCode(outcome: Outcome, asked: CodeAnswer, code: string): Promise<void> {
    this.conceal(code);
    await this.run(codeSteps(outcome, asked, code), NOTHING_KNOWN);
  }

  goTo(url: string): Promise<void> {
    return this.#plainSteps.goTo(url);
  }

  record<T>(name: string, work: () => Promise<T>, describe: (result: T) => string | null): Promise<T> {
    return this.#scope.timeline.record(name, work, describe);
  }

  await(target: Target): Promise<void> {
    return this.wait.await(target);
  }

  conceal(secret: string): void {
    this.#scope.timeline.conceal(secret);
  }

  /** The state in which the page is found. Settles what was handed over before, whatever the state means. */
  async #findOutcome(step: ExpectStep, taken: ReadonlySet<Outcome>): Promise<Outcome> {
    const index = await this.wait.awaitAny(step.oneOf.map(({ when }) => when));
    const found = step.oneOf[index];
    const isRefused = found !== undefined && found.means !== 'goOn' && 'answerAgain' in found.means;
    if (isRefused && (taken.has(found) || !this.#codes.lastWasComputed)) {
      await this.#submissions.settle(found.means);
      throw new StepFault(faultOf('mfa_failed'));
    }
    if (found === undefined || taken.has(found))
      throw new StepFault(portalChanged(`the page came to "${found?.state}" a second time`));
    await this.#submissions.settle(found.means);
    const end = endOf(found, this.#scope.context);
    if (end !== null) throw new StepFault(faultOf(end));
    return found;
  }

  async #renewLogin(state: string, means: Exclude<Outcome['means'], 'goOn'>, known: Known): Promise<void> {
    const { context, timeline } = this.#scope;
    const { renewal } = context;
    if (renewal === undefined) return;
    timeline.isKeyShown = 'enrol' in means;
    if ('enrol' in means) await setUpAuthenticator(this, state, { form: means.enrol, renewal, known });
    if ('newPassword' in means) await changePassword(this, state, { form: means.newPassword, renewal, known });
  }

  async #answer(step: ExpectStep, outcome: Outcome, asked: CodeAnswer): Promise<void> {
    await this.submitCode(outcome, asked, await this.#codes.get(step.name, outcome, asked));
  }
}

/** The fault by which a state ends the session; a login that the bank wants renewed, where nothing new can be kept, is one for a person. */
function endOf({ means }: Outcome, { renewal }: Pick<SessionContext, 'renewal'>): FaultCode | null {
  if (means === 'goOn') return null;
  if ('fault' in means) return means.fault;
  if ('refused' in means) return means.refused;
  if (renewal !== undefined) return null;
  if ('enrol' in means) return 'mfa_required';
  return 'newPassword' in means ? 'password_expired' : null;
}
