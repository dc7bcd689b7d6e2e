import type { BrowserSession } from '../../browser-session.ts';
import type { SessionContext } from '../../contract.ts';
import type { ClickStep, Outcome } from '../recipe.ts';
import { createHandOver, type HandOver } from './hand-over.ts';
import { portalChanged, StepFault } from './step-fault.ts';

/** What one session hands to the bank, and when: the login once and never again. */
export class Submissions {
  readonly #session: BrowserSession;
  readonly #handOver: HandOver;
  #credentialsSubmitted = false;
  /** By the session's time. */
  #submittedAtMs = 0;

  constructor({ context, session }: { readonly context: SessionContext; readonly session: BrowserSession }) {
    this.#session = session;
    this.#handOver = createHandOver(context);
  }

  /** Called right before a click that submits. Throws StepFault where that must not be. */
  async begin(submits: NonNullable<ClickStep['submits']>): Promise<void> {
    if (submits === 'credentials') {
      // Banks lock users whose credentials are tried again and again; so no recipe, however wrong, can do so.
      if (this.#credentialsSubmitted) throw new StepFault(portalChanged('the bank asked for the login a second time'));
      this.#credentialsSubmitted = true;
      this.#submittedAtMs = this.#session.elapsedMs();
    }
    await this.#handOver.begin(submits);
    // On a connection that was used before, the browser itself would send the login again when the answer is lost.
    if (submits !== 'form') this.#session.dropConnections();
  }

  /** Settles what was handed over by the state in which the page is found afterwards. */
  settle(means: Outcome['means']): Promise<void> {
    return this.#handOver.settle(means);
  }

  /** Time since the login was handed over. */
  loginAgeMs(): number {
    return Math.round(this.#session.elapsedMs() - this.#submittedAtMs);
  }
}
