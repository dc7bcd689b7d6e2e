import { type Html, html } from '../html.ts';
import type { Place } from '../looks/parts.ts';
import type { Visit } from '../visit.ts';

/** The inside of a page. */
export interface PortalPage {
  readonly title: string;
  readonly body: Html;
  /** Where in the navigation the page belongs; pages before the accounts have no navigation. */
  readonly place?: Place;
}

const PATHS: Readonly<Record<Place, string>> = {
  accounts: 'accounts',
  downloads: 'downloads',
  statements: 'statements',
  password: 'new-password',
  users: 'users',
};

/** Puts a page into the frame of its bank. */
export function renderPage(page: PortalPage, visit: Visit): string {
  const { look, parts } = visit;
  const { name } = parts.personality;
  const frame = page.place === undefined ? 'outside' : `inside ${look.shell}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} – ${name}</title>
<link rel="stylesheet" href="${visit.path('style.css')}">
</head>
<body class="${look.bodyClass} ${frame}">
${page.place === undefined ? renderDoor(page, visit) : renderInside(page, page.place, visit)}
<footer class="foot"><p>${name} is a simulation. No real money and no real people are behind it.</p></footer>
</body>
</html>
`.text;
}

function renderDoor(page: PortalPage, visit: Visit): Html {
  return html`<header class="head">${renderBrand(visit)}</header>
<main class="door" id="content">
${renderMessage(visit)}
${page.body}
</main>`;
}

function renderInside(page: PortalPage, place: Place, visit: Visit): Html {
  const { signIn } = visit.look.words;
  const signOut = html`<form method="post" action="${visit.path('sign-out')}" class="sign-out">${renderToken(visit)}
<span class="who">${describeVisitor(visit)}</span>
<button type="submit" class="quiet">${signIn.signOut}</button></form>`;
  return html`<a class="skip" href="#content">Skip to content</a>
<header class="head">${renderBrand(visit)}${signOut}</header>
<nav class="places" aria-label="Main">${renderNavigation(place, visit)}</nav>
<main class="room" id="content">
${renderMessage(visit)}
${page.body}
</main>`;
}

function renderBrand({ parts }: Visit): Html {
  const { id, name } = parts.personality;
  return html`<a class="brand" href="/${id}/portal"><span class="mark" aria-hidden="true"></span>${name}</a>`;
}

function renderNavigation(place: Place, visit: Visit): Html {
  const { look, session } = visit;
  const places: readonly Place[] = session.visitor?.kind === 'owner' ? ['users'] : look.navigation;
  const items = places.map(
    (each) =>
      html`<li><a href="${visit.path(PATHS[each])}"${each === place && html` aria-current="page"`}>${look.words.places[each]}</a></li>`,
  );
  return html`<ul>${items}</ul>`;
}

function renderMessage(visit: Visit): Html | null {
  const message = visit.session.takeMessage();
  return message === null ? null : html`<p class="message" role="status">${message}</p>`;
}

function describeVisitor({ session, user }: Visit): string {
  if (session.visitor?.kind === 'owner') return `owner, ${session.visitor.companyId}`;
  return user === null ? '' : `${user.firstName} ${user.lastName}`;
}

/** The proof that a form comes from a page of this visit. */
export function renderToken({ session }: Visit): Html {
  return html`<input type="hidden" name="formToken" value="${session.formToken}">`;
}
