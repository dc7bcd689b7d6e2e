import type { BrowserSession } from '../../browser-session.ts';
import type { SessionContext } from '../../contract.ts';
import { PortalFormError } from '../form-error.ts';
import type { PortalPage } from '../page/portal-page.ts';
import { createRedactor } from './redact.ts';
import { untilSessionEnds } from './session-end.ts';
import { portalChanged, StepFault } from './step-fault.ts';

type EgressFailure = ReturnType<BrowserSession['egressFailures']>[number];

interface TimelineScope {
  readonly context: Pick<SessionContext, 'credentials' | 'signal' | 'noteStep'>;
  readonly session: Pick<BrowserSession, 'egressFailures' | 'elapsedMs' | 'lost'>;
  readonly page: Pick<PortalPage, 'screenshot'>;
}

/** What is told of a session's steps, with its secrets covered. */
export class Timeline {
  /** Whether the page shows the setup key of an authenticator app, as text or as a picture. */
  isKeyShown = false;
  readonly #scope: TimelineScope;
  readonly #redactor = createRedactor();
  #lastFailureBefore: EgressFailure | undefined;

  constructor(scope: TimelineScope) {
    this.#scope = scope;
    for (const secret of Object.values(scope.context.credentials)) if (secret !== undefined) this.conceal(secret);
  }

  /** Covers a secret from now on, in pictures too. */
  conceal(secret: string): void {
    this.#redactor.add(secret);
  }

  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  /** Connections that were refused or failed since the latest step began, the latest last. */
  egressFailures(): readonly EgressFailure[] {
    const kept = this.#scope.session.egressFailures();
    // Only the latest of a session are kept: where the last one of before is gone, or was none, all of them are of this step.
    return this.#lastFailureBefore === undefined ? kept : kept.slice(kept.lastIndexOf(this.#lastFailureBefore) + 1);
  }

  /** Does a step under a name, and tells how it ended and what came of it. */
  async record<T>(name: string, work: () => Promise<T>, describe: (result: T) => string | null): Promise<T> {
    const { context, session, page } = this.#scope;
    const begunAtMs = session.elapsedMs();
    this.#lastFailureBefore = session.egressFailures().at(-1);
    const note = (outcome: 'done' | 'failed', detail: string | null, screenshot: Uint8Array | null) =>
      context.noteStep?.({
        name: this.redact(name),
        outcome,
        detail: detail === null ? null : this.redact(detail),
        durationMs: Math.round(session.elapsedMs() - begunAtMs),
        screenshot,
      });
    try {
      const result = await untilSessionEnds(work(), this.#scope);
      note('done', describe(result), null);
      return result;
    } catch (cause) {
      const failure = nameStep(cause, this.redact(name));
      if (
        failure instanceof StepFault &&
        !session.lost.aborted &&
        !context.signal.aborted &&
        context.noteStep !== undefined
      )
        note('failed', failure.fault.code, await page.screenshot(this.#redactor.values(), this.isKeyShown));
      else note('failed', failure instanceof StepFault ? failure.fault.code : null, null);
      throw failure;
    }
  }
}

/** A changed portal is told with the step that met it. */
function nameStep(cause: unknown, step: string): unknown {
  const met = cause instanceof PortalFormError ? new StepFault(portalChanged(cause.message), { cause }) : cause;
  if (!(met instanceof StepFault) || met.named || met.fault.code !== 'portal_changed') return met;
  const { code, message } = met.fault;
  return new StepFault({ code, message: `Step "${step}": ${message}` }, { cause: met.cause, named: true });
}
