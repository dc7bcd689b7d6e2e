import { checkPasswordRules } from '../../domain/access/password-rules.ts';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { SyncWindow } from '../../domain/connection/sync-schedule.ts';
import { type DefinitionGap, describeGap } from '../../domain/definition-gap.ts';
import type { Institution } from '../../domain/institution.ts';
import type { BrowserOpening, BrowserSession } from '../browser-session.ts';
import type {
  AccessNotice,
  AccountReading,
  Connector,
  Session,
  SessionContext,
  SourceAccount,
  Step,
} from '../contract.ts';
import { PortalFormError } from './form-error.ts';
import { type Halt, parseHalt } from './halt.ts';
import type { PageLink } from './page/page-elements.ts';
import { readActivity } from './read-activity.ts';
import { readNotices } from './read-notices.ts';
import { readStatements } from './read-statements.ts';
import type { AccountLink, Known, ReadAccount, Recipe } from './recipe.ts';
import { createFacts } from './recipe-kit.ts';
import { activate } from './renew-login.ts';
import { faultOfStep, repeatInterrupted } from './repeat-interrupted.ts';
import { createStepRunner, type StepRunner } from './steps/step-runner.ts';

const VIEWPORT = { width: 1_280, height: 1_024 };
/** Longest wait for anything that a step waits for. */
const STEP_TIMEOUT_MS = 30_000;
/** A list of more accounts than any company has is no list of accounts. */
const MAX_ACCOUNTS = 1_000;

export interface PortalOptions {
  readonly stepTimeoutMs?: number;
}

/**
 * Reads banks through their web portal in a real browser, by a recipe. Settings: `portalUrl`, `recipe`, and `hosts` for further hosts
 * that the portal consists of, separated by blanks.
 */
export function createPortalConnector(recipes: readonly Recipe[], options: PortalOptions = {}): Connector {
  const { stepTimeoutMs = STEP_TIMEOUT_MS } = options;
  for (const recipe of recipes) {
    checkExport(recipe);
    if (recipe.activation !== null) checkPasswordRules(recipe.activation.rules);
  }
  const byName = new Map(recipes.map((recipe) => [recipe.name, recipe]));
  return {
    name: 'portal',
    sourceKind: 'portal',
    open: async (context) => {
      const settings = readSettings(context.institution, byName);
      if ('mustBe' in settings) throw new Error(`${context.institution.id}: ${describeGap(settings)}`);
      const { recipe } = settings;
      const visit = { context, settings, stepTimeoutMs, activates: false };
      const halt = context.resume === undefined ? null : parseHalt(context.resume.session);
      const resumed = halt === null ? 'forgotten' : await openAt(visit, halt);
      if (resumed !== 'forgotten') return resumed;
      const { unsure = null, invitation = null } = context.renewal ?? {};
      if (unsure !== null) {
        const opened = await openFromBeginning({ ...visit, context: { ...context, credentials: unsure } });
        if (opened.ok || opened.fault.code !== 'credentials_rejected') return opened;
      }
      if (invitation !== null && recipe.activation !== null) return openFromBeginning({ ...visit, activates: true });
      if (recipe.credentials.some((field) => (context.credentials[field] ?? '') === ''))
        return { ok: false, fault: faultOf('credentials_rejected', `${listMissing(context, recipe)} missing.`) };
      // The bank had taken the login when it asked for the code, so handing it over anew is no try with a rejected one.
      const opened = await openFromBeginning(visit);
      if (opened.ok || opened.fault.code !== 'credentials_rejected' || context.renewal?.tried == null) return opened;
      // Of the old and the new password one holds, so that the old one is rejected settles which; the new one was never rejected.
      await context.renewal.noteTaken('password');
      return openFromBeginning({ ...visit, context: { ...context, credentials: context.renewal.tried } });
    },
    findInvitationForm: ({ connector }) => byName.get(connector?.settings.recipe ?? '')?.activation?.invitation ?? null,
    findGap: (institution) => {
      const settings = readSettings(institution, byName);
      return 'mustBe' in settings ? settings : null;
    },
  };
}

async function openFromBeginning(visit: Visit): Promise<Step<Session>> {
  const opened = await openAt(visit, null);
  if (opened === 'forgotten') throw new Error('a sign-in from its beginning cannot be forgotten');
  return opened;
}

/** Rows that neither the file nor the first page holds would be lost. */
function checkExport({ name, activity: { exports, tables } }: Recipe): void {
  if (exports === null || exports.covers.length === 2 || tables.some(({ firstPageOnly }) => firstPageOnly)) return;
  throw new TypeError(
    `recipe ${name}: its file holds ${exports.covers.join()} rows only, and no table holds the others apart`,
  );
}

interface Settings {
  readonly portalUrl: string;
  readonly allowedHosts: readonly string[];
  readonly recipe: Recipe;
}

function readSettings({ connector }: Institution, recipes: ReadonlyMap<string, Recipe>): Settings | DefinitionGap {
  const place = 'connector.settings';
  const { portalUrl = null, recipe: name = null, hosts = '' } = connector?.settings ?? {};
  if (portalUrl === null || !URL.canParse(portalUrl))
    return { field: `${place}.portalUrl`, value: portalUrl, mustBe: 'a complete address' };
  const recipe = recipes.get(name ?? '');
  if (recipe === undefined)
    return { field: `${place}.recipe`, value: name, mustBe: `one of ${[...recipes.keys()].join(', ')}` };
  const further = hosts.split(/\s+/).filter((host) => host !== '');
  return { portalUrl, allowedHosts: [new URL(portalUrl).host, ...further], recipe };
}

interface Visit {
  readonly context: SessionContext;
  readonly settings: Settings;
  readonly stepTimeoutMs: number;
  /** Whether the first password is set before. */
  readonly activates: boolean;
}

/** Signs in from the beginning, or goes on where a sign-in has halted. Nothing was handed to the bank where it had forgotten that one. */
async function openAt(visit: Visit, halt: Halt | null): Promise<Step<Session> | 'forgotten'> {
  const opening = await openBrowser(visit, halt);
  if (opening.kind !== 'leased') return { ok: false, fault: faultOf('internal', whyNoBrowser(opening)) };
  return signIn(visit, opening.lease, halt);
}

async function openBrowser({ context, settings }: Visit, halt: Halt | null): Promise<BrowserOpening> {
  if (context.openBrowser === undefined) return { kind: 'unavailable', cause: null };
  const { locale, timezone, viewport = VIEWPORT } = settings.recipe;
  const needs = { allowedHosts: settings.allowedHosts, locale, timezone, viewport };
  return context.openBrowser(halt === null ? needs : { ...needs, restore: halt.browser }, context.signal);
}

function whyNoBrowser({ kind }: Exclude<BrowserOpening, { kind: 'leased' }>): string {
  return kind === 'busy'
    ? 'All browser sessions stayed taken; the next sync tries again.'
    : 'No browser can be started on the machine of this worker; its log says what was tried.';
}

/** Signs in. Whatever happens short of a session, the browser is given back. */
async function signIn(visit: Visit, browser: BrowserSession, halt: Halt | null): Promise<Step<Session> | 'forgotten'> {
  const { context, stepTimeoutMs } = visit;
  const { recipe, portalUrl } = visit.settings;
  let known: Known = { portalUrl, credentials: context.credentials, account: null, window: null };
  const runner = createStepRunner(context, browser, recipe, stepTimeoutMs);
  let signedIn = false;
  try {
    const done = await runner.part(async () => {
      if (halt !== null) return runner.resume(recipe.signIn, known, halt, context.resume?.code ?? '');
      const { renewal } = context;
      if (visit.activates && recipe.activation !== null && renewal !== undefined)
        known = await activate(runner, recipe.activation, { renewal, invitation: renewal.invitation, known });
      await runner.run(recipe.signIn, known);
      return true;
    });
    if (!done.ok) return done;
    if (!done.value) return 'forgotten';
    signedIn = true;
    return { ok: true, value: createSession({ context, recipe, runner, known, browser, stepTimeoutMs }) };
  } finally {
    if (!signedIn) await browser.release();
  }
}

interface SessionScope {
  readonly context: SessionContext;
  readonly recipe: Recipe;
  readonly runner: StepRunner;
  readonly known: Known;
  readonly browser: BrowserSession;
  readonly stepTimeoutMs: number;
}

function createSession(scope: SessionScope): Session {
  const { runner, recipe, known, browser } = scope;
  const links: AccountLinks = new Map();
  let notices: readonly AccessNotice[] = [];
  return {
    listAccounts: () =>
      repeatInterrupted(
        runner,
        () =>
          runner.part(() =>
            listAccounts(scope, links, (read) => {
              notices = read;
            }),
          ),
        faultOfStep,
      ),
    notices: () => notices,
    observe: (account, window) => observe(scope, account, { window, link: links.get(account.handle) ?? NO_LINK }),
    ...(recipe.statements === null ? {} : { statements: readStatements(scope, recipe.statements) }),
    close: async (signal) => {
      try {
        // The bank ends idle sessions itself, so a sign-out that fails costs nothing.
        const context = { ...scope.context, signal };
        const closing = createStepRunner(context, browser, { ...recipe, troubles: [] }, scope.stepTimeoutMs);
        if (!browser.lost.aborted) await closing.part(() => closing.run(recipe.signOut, known));
      } catch (cause) {
        if (!signal.aborted) throw cause;
      } finally {
        await browser.release();
      }
    },
  };
}

/** The links that led to the accounts, by their address. */
type AccountLinks = Map<string, AccountLink>;
const NO_LINK: AccountLink = { text: '', listing: '' };

async function listAccounts(
  scope: SessionScope,
  known: AccountLinks,
  noteNotices: (read: readonly AccessNotice[]) => void,
): Promise<SourceAccount[]> {
  const { runner, recipe } = scope;
  await runner.run(recipe.accounts.steps, scope.known);
  const links = await runner.record(
    'list the accounts',
    () => readLinks(scope),
    (found) => `${found.length} accounts`,
  );
  noteNotices(await readNotices(scope));
  const listed: SourceAccount[] = [];
  for (const { url, ...link } of links) {
    await runner.run([{ do: 'goTo', name: 'open an account', url: () => url }], scope.known);
    const account = await runner.record(
      'read an account',
      () => readAccount(scope, link),
      () => null,
    );
    known.set(url, link);
    listed.push({ handle: url, accountNumber: account.number, details: account.details });
  }
  return listed;
}

async function readLinks({ runner, recipe, known }: SessionScope): Promise<PageLink[]> {
  const { links, none } = recipe.accounts;
  const found = await runner.awaitAny(none === null ? [links] : [none, links]);
  if (none !== null && found === 0) return [];
  const read = await runner.page.readLinks(links);
  if (read.length === 0) throw new PortalFormError('no account is listed, nor that there is none');
  if (read.length > MAX_ACCOUNTS) throw new PortalFormError('more accounts are listed than any company has');
  const origin = new URL(known.portalUrl).origin;
  if (read.some(({ url }) => !URL.canParse(url) || new URL(url).origin !== origin))
    throw new PortalFormError('the link of an account leads away from the portal');
  return read;
}

async function readAccount({ runner, recipe }: SessionScope, link: AccountLink): Promise<ReadAccount> {
  await runner.await(recipe.accounts.facts);
  const facts = createFacts(await runner.page.readFacts(recipe.accounts.facts));
  return recipe.accounts.readAccount({ link, facts });
}

async function observe(
  { context, recipe, runner, known }: SessionScope,
  { handle, accountNumber, details }: SourceAccount,
  { window, link }: { readonly window: SyncWindow; readonly link: AccountLink },
): Promise<AccountReading> {
  const account = { handle, number: accountNumber, name: details.name };
  const read = () => readActivity({ context, recipe, runner, known: { ...known, account, window }, link });
  return runner.withTroubles(recipe.activity.troubles, () => repeatInterrupted(runner, read, ({ fault }) => fault));
}

function listMissing({ credentials }: SessionContext, recipe: Recipe): string {
  const missing = recipe.credentials.filter((field) => (credentials[field] ?? '') === '');
  return `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'}`;
}
