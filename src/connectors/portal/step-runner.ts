import { type Fault, type FaultCode, faultOf } from '../../domain/connection/connection-fault.ts';
import type { BrowserSession } from '../browser-session.ts';
import type { Step as Result, SessionContext, SuspendedSignIn } from '../contract.ts';
import { PortalFormError } from './form-error.ts';
import { type Halt, writeHalt } from './halt.ts';
import { createHandOver } from './hand-over.ts';
import { createPortalPage, describeTarget, type PortalPage } from './portal-page.ts';
import { readQuestion } from './read-question.ts';
import type { ClickStep, CodeAnswer, Interruption, Known, Outcome, Recipe, Step, Target, Trouble } from './recipe.ts';
import { createRedactor } from './redact.ts';
import { changePassword, setUpAuthenticator } from './renew-login.ts';

/** Stops a recipe with a typed fault; caught where a part of the session ends. */
export class StepFault extends Error {
  override readonly name = 'StepFault';
  readonly fault: Fault;
  /** Whether the fault names its step already. */
  readonly named: boolean;
  readonly suspended: SuspendedSignIn | null;

  constructor(
    fault: Fault,
    options: { readonly cause?: unknown; readonly named?: boolean; readonly suspended?: SuspendedSignIn } = {},
  ) {
    super(fault.message, { cause: options.cause });
    this.fault = fault;
    this.named = options.named ?? false;
    this.suspended = options.suspended ?? null;
  }
}

type ExpectStep = Extract<Step, { do: 'expect' }>;

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
  /** Covers a secret in the timeline, its pictures included. */
  conceal(secret: string): void;
  /** Does work during which more can stop the session than elsewhere. */
  withTroubles<T>(troubles: readonly Trouble[], work: () => Promise<T>): Promise<T>;
  /** Presses something that makes the bank send a file; null bytes where no whole file came. */
  download(target: Target, options: DownloadOptions): Promise<Downloaded>;
  /** Does a part of the session; a StepFault becomes its fault. Rejects with the run's reason when the run is stopped. */
  part<T>(work: () => Promise<T>): Promise<Result<T>>;
}

export interface DownloadOptions {
  readonly beginTimeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Downloaded {
  readonly kind: 'done' | 'none' | 'broken' | 'tooLarge' | 'tooMany';
  readonly bytes: Uint8Array | null;
  /** As the bank names it. */
  readonly fileName: string | null;
}

/** Time for an error page to show its words. */
const HOPELESS_MS = 1_000;
const GO_TO_ATTEMPTS = 2;
/** A bank that says so must not be asked again at once. */
const WAITED_OUT: ReadonlySet<string> = new Set(['bank_maintenance', 'rate_limited_by_bank']);
/** A bank that interrupts more often in one session is not to be read by this recipe. */
const MAX_INTERRUPTIONS = 50;

/** A runner for one session. Whoever made it releases the browser session. */
export function createStepRunner(
  context: SessionContext,
  session: BrowserSession,
  recipe: Recipe,
  stepTimeoutMs: number,
): StepRunner {
  const page = createPortalPage(session);
  const redactor = createRedactor();
  const handOver = createHandOver(context);
  /** Whether the page shows the setup key of an authenticator app, as text or as a picture. */
  let isKeyShown = false;
  for (const secret of Object.values(context.credentials)) if (secret !== undefined) redactor.add(secret);
  let credentialsSubmitted = false;
  /** By the session's time. */
  let submittedAtMs = 0;
  /** Whether the last code was computed. */
  let codeWasComputed = false;
  let failuresBefore = 0;
  let interrupted = 0;
  let isInterrupted = false;
  let { troubles } = recipe;

  /** Ends with the run, and with the browser: then no answer of the page is waited for. */
  async function guard<T>(work: Promise<T>): Promise<T> {
    context.signal.throwIfAborted();
    const ended = Promise.withResolvers<never>();
    const onAbort = () => ended.reject(context.signal.reason);
    const onLost = () => ended.reject(lostFault(session));
    if (session.lost.aborted) onLost();
    context.signal.addEventListener('abort', onAbort);
    session.lost.addEventListener('abort', onLost);
    try {
      return await Promise.race([work, ended.promise]);
    } finally {
      context.signal.removeEventListener('abort', onAbort);
      session.lost.removeEventListener('abort', onLost);
    }
  }

  async function record<T>(name: string, work: () => Promise<T>, describe: (result: T) => string | null): Promise<T> {
    const begunAtMs = session.elapsedMs();
    failuresBefore = session.egressFailures().length;
    const note = (outcome: 'done' | 'failed', detail: string | null, screenshot: Uint8Array | null) =>
      context.noteStep?.({
        name: redactor.redact(name),
        outcome,
        detail: detail === null ? null : redactor.redact(detail),
        durationMs: Math.round(session.elapsedMs() - begunAtMs),
        screenshot,
      });
    try {
      const result = await guard(work());
      note('done', describe(result), null);
      return result;
    } catch (cause) {
      const failure = nameStep(cause, redactor.redact(name));
      if (
        failure instanceof StepFault &&
        !session.lost.aborted &&
        !context.signal.aborted &&
        context.noteStep !== undefined
      )
        note('failed', failure.fault.code, await page.screenshot(redactor.values(), isKeyShown));
      else note('failed', failure instanceof StepFault ? failure.fault.code : null, null);
      throw failure;
    }
  }

  async function run(steps: readonly Step[], known: Known): Promise<void> {
    for (const step of steps) {
      if (step.do === 'expect') await expect(step, known);
      else
        await record(
          step.name,
          () => runStep(step, known),
          () => null,
        );
    }
  }

  async function runStep(step: Exclude<Step, { do: 'expect' }>, known: Known): Promise<void> {
    switch (step.do) {
      case 'goTo':
        return goTo(step.url(known));
      case 'waitFor':
        return awaitTarget(step.target);
      case 'fill':
        await awaitTarget(step.target);
        return check(await page.fill(step.target, step.value(known), stepTimeoutMs), step.target);
      case 'choose':
        await awaitTarget(step.target);
        if (step.notOffered !== undefined && !(await page.offers(step.target, step.option(known))))
          throw new StepFault(faultOf(step.notOffered));
        return check(await page.choose(step.target, step.option(known), stepTimeoutMs), step.target);
      case 'click':
        await awaitTarget(step.target);
        return click(step);
      default:
        return step satisfies never;
    }
  }

  async function goTo(url: string): Promise<void> {
    for (let attempt = 1; attempt <= GO_TO_ATTEMPTS; attempt += 1)
      if ((await page.goTo(url, stepTimeoutMs)) === 'arrived') return;
    throw new StepFault(explainNoPage());
  }

  async function click(step: ClickStep): Promise<void> {
    if (step.submits === undefined) return check(await page.click(step.target, stepTimeoutMs), step.target);
    if (step.submits === 'credentials') {
      // Banks lock users whose credentials are tried again and again; so no recipe, however wrong, can do so.
      if (credentialsSubmitted) throw new StepFault(changed('the bank asked for the login a second time'));
      credentialsSubmitted = true;
      submittedAtMs = session.elapsedMs();
    }
    await handOver.begin(step.submits);
    // On a connection that was used before, the browser itself would send the login again when the answer is lost.
    if (step.submits !== 'form') session.dropConnections();
    const act = await page.clickAway(step.target, stepTimeoutMs);
    // It may have been pressed and the answer lost: what came of it is unknown, so it is not pressed again.
    // What it was on may have given way to an error page by then.
    if (act === 'failed' || act === 'missing') throw new StepFault(await explainAbsence(step.target));
    return check(act, step.target);
  }

  async function expect(step: ExpectStep, known: Known, taken = new Set<Outcome>()): Promise<void> {
    for (;;) {
      const outcome = await record(
        step.name,
        async () => {
          const index = await awaitAny(step.oneOf.map(({ when }) => when));
          const found = step.oneOf[index];
          const isRefused = found !== undefined && found.means !== 'goOn' && 'answerAgain' in found.means;
          if (isRefused && (taken.has(found) || !codeWasComputed)) {
            await handOver.settle(found.means);
            throw new StepFault(faultOf('mfa_failed'));
          }
          if (found === undefined || taken.has(found))
            throw new StepFault(changed(`the page came to "${found?.state}" a second time`));
          await handOver.settle(found.means);
          const end = endOf(found, context);
          if (end !== null) throw new StepFault(faultOf(end));
          return found;
        },
        ({ state }) => state,
      );
      taken.add(outcome);
      isKeyShown = false;
      if (outcome.means === 'goOn') return;
      await renewLogin(outcome.state, outcome.means, known);
      if ('steps' in outcome.means) await run(outcome.means.steps, known);
      if ('answer' in outcome.means) await answer(step.name, outcome.state, outcome.means.answer);
      if ('answerAgain' in outcome.means) await answer(step.name, outcome.state, outcome.means.answerAgain);
    }
  }

  async function renewLogin(state: string, means: Exclude<Outcome['means'], 'goOn'>, known: Known): Promise<void> {
    const { renewal } = context;
    if (renewal === undefined) return;
    isKeyShown = 'enrol' in means;
    if ('enrol' in means) await setUpAuthenticator(runner, state, { form: means.enrol, renewal, known });
    if ('newPassword' in means) await changePassword(runner, state, { form: means.newPassword, renewal, known });
  }

  async function answer(step: string, state: string, asked: CodeAnswer): Promise<void> {
    const reply = await record(
      `${state}: get the code`,
      async () => {
        const question = await readQuestion(page, asked);
        const loginAgeMs = Math.round(session.elapsedMs() - submittedAtMs);
        const prompt = question.prompt === null ? null : redactor.redact(question.prompt);
        const given = await context.answerCode?.({ ...question, prompt, loginAgeMs, signal: context.signal });
        if (given === undefined || given.kind === 'nobody') throw new StepFault(faultOf('mfa_required'));
        return given;
      },
      ({ kind }) => (kind === 'later' ? 'to be answered later' : 'answered'),
    );
    if (reply.kind === 'later') {
      const halt: Halt = { step, state, url: page.url(), browser: await guard(session.keep()) };
      throw new StepFault(faultOf('mfa_required'), { suspended: { session: writeHalt(halt) } });
    }
    codeWasComputed = reply.kind === 'computed';
    await submitCode(state, asked, reply.code);
  }

  async function submitCode(state: string, { field, submit }: CodeAnswer, code: string): Promise<void> {
    redactor.add(code);
    await run(
      [
        { do: 'fill', name: `${state}: fill the code`, target: field, value: () => code },
        { do: 'click', name: `${state}: submit the code`, target: submit, submits: 'code' },
      ],
      NOTHING_KNOWN,
    );
  }

  async function resume(steps: readonly Step[], known: Known, halt: Halt, code: string): Promise<boolean> {
    redactor.add(code);
    const index = steps.findIndex((each) => each.do === 'expect' && each.name === halt.step);
    const step = steps[index];
    if (step?.do !== 'expect') return false;
    const outcome = step.oneOf.find(({ state }) => state === halt.state);
    if (outcome === undefined || outcome.means === 'goOn' || !('answer' in outcome.means)) return false;
    const isThere = await record(
      `${halt.state}: come back to it`,
      async () => {
        await goTo(halt.url);
        return standsAt(outcome, steps);
      },
      (there) => (there ? 'still asked for' : 'the bank has forgotten it'),
    );
    if (!isThere) return false;
    await submitCode(outcome.state, outcome.means.answer, code);
    await expect(step, known, new Set([outcome]));
    await run(steps.slice(index + 1), known);
    return true;
  }

  /** Whether the page asks for the code still. A page that asks for a login does not, and nor does one of trouble. */
  async function standsAt(outcome: Outcome, steps: readonly Step[]): Promise<boolean> {
    const login = steps.find((each) => each.do === 'fill');
    try {
      return (await awaitAny([outcome.when, ...(login === undefined ? [] : [login.target])])) === 0;
    } catch (cause) {
      // That the visit has ended is told in many ways. Signing in anew meets whatever else it may be.
      if (cause instanceof StepFault && !session.lost.aborted && !WAITED_OUT.has(cause.fault.code)) return false;
      throw cause;
    }
  }

  async function awaitAny(targets: readonly Target[]): Promise<number> {
    const interruptions = isInterrupted ? [] : recipe.interruptions;
    // What stops or interrupts a session comes first: its page may hold the target as well.
    const first = [...troubles, ...interruptions];
    for (;;) {
      const index = await page.waitForAny([...first.map(({ when }) => when), ...targets], patienceMs());
      if (index === null) throw new StepFault(await explainAbsence(targets[0] ?? { text: '' }));
      const trouble = troubles[index];
      if (trouble !== undefined) throw new StepFault(faultOf(trouble.fault));
      const interruption = interruptions[index - troubles.length];
      if (interruption === undefined) return index - first.length;
      interrupted += 1;
      if (interrupted > MAX_INTERRUPTIONS) throw new StepFault(changed(`"${interruption.state}" came again and again`));
      await endInterruption(interruption);
    }
  }

  /** While it is got rid of, it is still there, and no further one is looked for. */
  async function endInterruption({ steps }: Interruption): Promise<void> {
    isInterrupted = true;
    try {
      for (const step of steps) if (step.do !== 'expect') await runStep(step, NOTHING_KNOWN);
    } finally {
      isInterrupted = false;
    }
  }

  /** A page that came with an error, or did not come at all, will not become the one that is waited for. */
  function patienceMs(): number {
    const status = page.status();
    const hopeless =
      status === 429 || (status !== null && status >= 500) || page.url().startsWith('chrome-error:') || page.isCut();
    return hopeless ? Math.min(HOPELESS_MS, stepTimeoutMs) : stepTimeoutMs;
  }

  async function awaitTarget(target: Target): Promise<void> {
    await awaitAny([target]);
  }

  function check(act: Awaited<ReturnType<PortalPage['click']>>, target: Target): void {
    if (act === 'done') return;
    if (session.lost.aborted) throw lostFault(session);
    if (page.isCut()) throw new StepFault(explainNoPage());
    const why = { missing: 'is no longer there', ambiguous: 'is there more than once', failed: 'cannot be used' }[act];
    throw new StepFault(changed(`${describeTarget(target)} ${why}`));
  }

  /** Why something is not there: what the bank, the network or the browser says of it, and only then a changed portal. */
  async function explainAbsence(target: Target): Promise<Fault> {
    if (session.lost.aborted) return lostFault(session).fault;
    const status = page.status();
    if (status === 429) return faultOf('rate_limited_by_bank');
    if (status !== null && status >= 500)
      return faultOf('portal_unavailable', `The bank answered with the fault ${status}.`);
    if (!/^https?:/.test(page.url()) || page.isCut()) return explainNoPage();
    const denied = session
      .egressFailures()
      .slice(failuresBefore)
      .find(({ kind }) => kind === 'denied');
    const hint = denied === undefined ? '' : `; the page asked for ${denied.host}, which is none of the portal's hosts`;
    return changed(`${describeTarget(target)} was not found${hint}`);
  }

  function explainNoPage(): Fault {
    const failure = session.egressFailures().slice(failuresBefore).at(-1);
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

  const runner: StepRunner = {
    page,
    conceal: redactor.add,
    run,
    resume,
    record,
    await: awaitTarget,
    awaitAny,
    withTroubles: async (more, work) => {
      const before = troubles;
      troubles = [...before, ...more];
      try {
        return await work();
      } finally {
        troubles = before;
      }
    },
    download: async (target, options) => {
      const chunks: Uint8Array[] = [];
      const taken = await session.downloads.take(async () => check(await page.click(target, stepTimeoutMs), target), {
        ...options,
        onBytes: async (bytes) => {
          for await (const chunk of bytes) chunks.push(chunk);
        },
      });
      return taken.kind === 'done'
        ? { kind: taken.kind, bytes: joinBytes(chunks), fileName: taken.fileName }
        : { kind: taken.kind, bytes: null, fileName: null };
    },
    part: async (work) => {
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
    },
  };
  return runner;
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

const NOTHING_KNOWN: Known = { portalUrl: '', credentials: {}, account: null, window: null };

function changed(what: string): Fault {
  return faultOf('portal_changed', `The portal is not as the recipe knows it: ${what}.`);
}

/** A changed portal is told with the step that met it. */
function nameStep(cause: unknown, step: string): unknown {
  const met = cause instanceof PortalFormError ? new StepFault(changed(cause.message), { cause }) : cause;
  if (!(met instanceof StepFault) || met.named || met.fault.code !== 'portal_changed') return met;
  const { code, message } = met.fault;
  return new StepFault({ code, message: `Step "${step}": ${message}` }, { cause: met.cause, named: true });
}

function lostFault(session: BrowserSession): StepFault {
  return new StepFault(faultOf('internal', 'The browser ended during the session.'), { cause: session.lost.reason });
}

function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
