import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { renderErrors, renderField, renderForm } from './form-parts.ts';
import type { PortalPage } from './shell.ts';

/** What was entered, to be shown again with what is wrong with it. A password is never shown again. */
export interface SignInEntry {
  readonly companyId: string;
  readonly username: string;
  readonly errors: readonly string[];
}

const EMPTY: SignInEntry = { companyId: '', username: '', errors: [] };

/** The first page of a portal. */
export function presentSignIn(visit: Visit, entry: SignInEntry = EMPTY): PortalPage {
  const { signInFields, signInPages, words } = visit.look;
  const { signIn } = words;
  const fields = signInFields.map((name) =>
    renderField({
      name,
      label: signIn[name],
      value: entry[name],
      autocomplete: name === 'username' ? 'username' : 'on',
    }),
  );
  const inside = html`${fields}
${signInPages === 1 && renderPassword(visit)}
<button type="submit">${signInPages === 1 ? signIn.submit : signIn.goOn}</button>`;
  return {
    title: signIn.heading,
    body: html`<h1>${signIn.heading}</h1><p>${signIn.intro}</p>${renderErrors(entry.errors)}
${renderForm(visit, 'sign-in', inside)}${renderActivateLink(visit)}`,
  };
}

/** The second page, where the password has one of its own. */
export function presentPassword(visit: Visit, username: string, errors: readonly string[] = []): PortalPage {
  const { signIn } = visit.look.words;
  const inside = html`${renderPassword(visit)}<button type="submit">${signIn.submit}</button>`;
  const body = html`<h1>${signIn.passwordHeading}</h1><p>${signIn.username}: <strong>${username}</strong></p>
${renderErrors(errors)}${renderForm(visit, 'sign-in/password', inside)}`;
  return { title: signIn.passwordHeading, body };
}

function renderPassword({ look }: Visit): Html {
  const label = look.words.signIn.password;
  return renderField({ name: 'password', label, type: 'password', autocomplete: 'current-password' });
}

function renderActivateLink(visit: Visit): Html {
  return html`<p class="aside"><a href="${visit.path('activate')}">${visit.look.words.signIn.activateLink}</a></p>`;
}
