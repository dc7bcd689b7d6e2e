import type { BrowserSession } from '../../browser-session.ts';
import type { SessionContext } from '../../contract.ts';
import type { PortalPage } from '../page/portal-page.ts';
import type { Known, Recipe } from '../recipe.ts';
import type { Timeline } from './timeline.ts';

/** What the steps of one session are done with. */
export interface StepScope {
  readonly context: SessionContext;
  readonly session: BrowserSession;
  readonly recipe: Recipe;
  readonly page: PortalPage;
  readonly timeline: Timeline;
  readonly stepTimeoutMs: number;
}

/** For steps that take nothing of what is known of the user. */
export const NOTHING_KNOWN: Known = { portalUrl: '', credentials: {}, account: null, window: null };
