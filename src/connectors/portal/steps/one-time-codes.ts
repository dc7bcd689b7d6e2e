import { faultOf } from '../../../domain/connection/connection-fault.ts';
import { type Halt, writeHalt } from '../halt.ts';
import type { CodeAnswer, Outcome, Step } from '../recipe.ts';
import { readQuestion } from './read-question.ts';
import { untilSessionEnds } from './session-end.ts';
import { StepFault } from './step-fault.ts';
import type { StepScope } from './step-scope.ts';
import type { Submissions } from './submissions.ts';

/** The one-time codes that the bank asks for in one session. */
export class OneTimeCodes {
  readonly #scope: StepScope;
  readonly #submissions: Submissions;
  #lastWasComputed = false;

  constructor(scope: StepScope, submissions: Submissions) {
    this.#scope = scope;
    this.#submissions = submissions;
  }

  /** Whether the last code was computed: then another one can be had that the bank has not seen. */
  get lastWasComputed(): boolean {
    return this.#lastWasComputed;
  }

  /**
   * Gets the code that the page asks for, where the step has found it in that state. Throws StepFault where nobody answers, with the suspended
   * sign-in where it will be answered later.
   */
  async get(step: string, { state }: Outcome, asked: CodeAnswer): Promise<string> {
    const { context, session, page, timeline } = this.#scope;
    const reply = await timeline.record(
      `${state}: get the code`,
      async () => {
        const question = await readQuestion(page, asked);
        const loginAgeMs = this.#submissions.loginAgeMs();
        const prompt = question.prompt === null ? null : timeline.redact(question.prompt);
        const given = await context.answerCode?.({ ...question, prompt, loginAgeMs, signal: context.signal });
        if (given === undefined || given.kind === 'nobody') throw new StepFault(faultOf('mfa_required'));
        return given;
      },
      ({ kind }) => (kind === 'later' ? 'to be answered later' : 'answered'),
    );
    if (reply.kind === 'later') {
      const halt: Halt = { step, state, url: page.url(), browser: await untilSessionEnds(session.keep(), this.#scope) };
      throw new StepFault(faultOf('mfa_required'), { suspended: { session: writeHalt(halt) } });
    }
    this.#lastWasComputed = reply.kind === 'computed';
    return reply.code;
  }
}

/** The steps that hand a code over. */
export function codeSteps({ state }: Outcome, { field, submit }: CodeAnswer, code: string): readonly Step[] {
  return [
    { do: 'fill', name: `${state}: fill the code`, target: field, value: () => code },
    { do: 'click', name: `${state}: submit the code`, target: submit, submits: 'code' },
  ];
}
