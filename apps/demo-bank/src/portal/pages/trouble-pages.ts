import type { Instant } from '@causeway/bank-simulator';
import { html } from '../html.ts';
import type { Look } from '../looks/look.ts';
import type { Visit } from '../visit.ts';
import { renderForm } from './form-parts.ts';
import type { PortalPage } from './shell.ts';

/** A heading and a sentence, and nothing to do. */
export function presentTrouble(heading: string, text: string): PortalPage {
  return { title: heading, body: html`<h1>${heading}</h1><p role="alert">${text}</p>` };
}

/** The bank is closed, until a moment where it is known. */
export function presentMaintenance({ words }: Look, until: Instant | null): PortalPage {
  const { maintenanceHeading, maintenance, maintenanceUntil } = words.trouble;
  const end = until === null ? null : html`<p>${maintenanceUntil(`${until.slice(11, 16)} UTC`)}</p>`;
  const body = html`<h1>${maintenanceHeading}</h1><p role="alert">${maintenance}</p>${end}`;
  return { title: maintenanceHeading, body };
}

/** Stops a visit that was too fast until somebody continues it. */
export function presentPaused(visit: Visit): PortalPage {
  const { pausedHeading, paused, goOn } = visit.look.words.trouble;
  const button = html`<button type="submit">${goOn}</button>`;
  const body = html`<h1>${pausedHeading}</h1><p>${paused}</p>${renderForm(visit, 'continue', button)}`;
  return { title: pausedHeading, body };
}
