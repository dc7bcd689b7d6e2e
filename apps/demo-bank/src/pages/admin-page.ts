import type { FieldError } from '../fields.ts';
import { permissionNames } from '../permission.ts';
import type { Personality } from '../personalities.ts';
import { escapeHtml, type Page } from './page.ts';

/** The form by which an owner creates a delegated user, with what was wrong with it the last time. */
export function presentAdminPage(personality: Personality, errors: readonly FieldError[] = []): Page {
  return {
    title: `${personality.name}: delegated users`,
    accentColor: personality.accentColor,
    body: `${renderErrors(errors)}
<form method="post" action="/${escapeHtml(personality.id)}/admin/delegated-users">
<h2>Owner</h2>
${renderInput('companyId', 'Company id', 'text')}
${renderInput('ownerUser', 'Owner user', 'text')}
${renderInput('ownerPassword', 'Owner password', 'password')}
<h2>New delegated user</h2>
${renderInput('username', 'User name', 'text')}
${renderInput('firstName', 'First name', 'text')}
${renderInput('lastName', 'Last name', 'text')}
${renderInput('email', 'E-mail (optional)', 'email')}
<fieldset><legend>Permissions</legend>
${permissionNames.map((name) => `<label><input type="checkbox" name="permissions" value="${name}"> ${name}</label>`).join('\n')}
</fieldset>
<button type="submit">Create delegated user</button>
</form>`,
  };
}

/** Shows the first password of a user who was just created. */
export function presentCreatedPage(
  personality: Personality,
  created: { readonly username: string; readonly companyId: string; readonly temporaryPassword: string },
): Page {
  return {
    title: `${personality.name}: delegated user created`,
    accentColor: personality.accentColor,
    body: `<p>These are the login details. The password is shown this once.</p>
<dl>
<dt>Company id</dt><dd><code>${escapeHtml(created.companyId)}</code></dd>
<dt>User name</dt><dd><code>${escapeHtml(created.username)}</code></dd>
<dt>Password</dt><dd><code>${escapeHtml(created.temporaryPassword)}</code></dd>
</dl>
<p><a href="/${escapeHtml(personality.id)}/admin">Create another</a></p>`,
  };
}

function renderErrors(errors: readonly FieldError[]): string {
  if (errors.length === 0) return '';
  const items = errors.map(
    ({ field, message }) => `<li><strong>${escapeHtml(field)}</strong> ${escapeHtml(message)}</li>`,
  );
  return `<div class="errors" role="alert"><p>Nothing was created.</p><ul>${items.join('')}</ul></div>`;
}

function renderInput(name: string, label: string, type: 'text' | 'password' | 'email'): string {
  return `<label>${label}<input type="${type}" name="${name}" autocomplete="off"></label>`;
}
