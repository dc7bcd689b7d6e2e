import { type DelegatedUser, MAX_REJECTED_SIGN_INS } from '../../delegated-user.ts';
import type { Permission } from '../../permission.ts';
import { accessOf } from '../access.ts';
import { type Html, html } from '../html.ts';
import type { GrantedPermissions, UserDraft } from '../user-draft.ts';
import type { Visit } from '../visit.ts';
import { renderErrors, renderField, renderForm, renderSelect } from './form-parts.ts';
import type { PortalPage } from './shell.ts';

/** An account in which rights can be given. */
export interface GrantableAccount {
  readonly id: string;
  readonly name: string;
  readonly number: string;
}

/** The delegated users of a company. */
export function presentUsers(visit: Visit, users: readonly DelegatedUser[]): PortalPage {
  const { users: words } = visit.look.words;
  const rows = users.map((user) => {
    const factor = accessOf(user).secondFactor ?? visit.rules.secondFactors[0];
    return html`<tr><th scope="row"><a href="${visit.path(`users/${user.username}`)}">${user.firstName} ${user.lastName}</a></th>
<td>${user.username}</td><td>${user.email ?? ''}</td><td>${words.secondFactors[factor]}</td><td>${words.statuses[statusOf(user)]}</td></tr>`;
  });
  const table = html`<div class="wide" tabindex="0" role="region" aria-label="${words.heading}"><table><caption>${words.heading}</caption><thead><tr><th scope="col">${words.name}</th><th scope="col">${words.username}</th>
<th scope="col">${words.email}</th><th scope="col">${words.secondFactor}</th><th scope="col">${words.status}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const body = html`<h1>${words.heading}</h1><p>${words.intro}</p>
<p><a class="button" href="${visit.path('users/new')}">${words.add}</a></p>${users.length === 0 ? html`<p>${words.none}</p>` : table}`;
  return { title: words.heading, place: 'users', body };
}

/** Asks who a new user is. */
export function presentNewUser(visit: Visit, entry: Partial<UserDraft>, errors: readonly string[]): PortalPage {
  const { users: words } = visit.look.words;
  const factors = visit.rules.secondFactors.map((value) => ({ value, label: words.secondFactors[value] }));
  const inside = html`${renderField({ name: 'firstName', label: words.firstName, value: entry.firstName ?? '' })}
${renderField({ name: 'lastName', label: words.lastName, value: entry.lastName ?? '' })}
${renderField({ name: 'username', label: words.username, value: entry.username ?? '' })}
${renderField({ name: 'email', label: words.email, type: 'email', value: entry.email ?? '', isOptional: true })}
${renderField({ name: 'phone', label: words.phone, type: 'tel', value: entry.phone ?? '', isOptional: true, hint: '+14155550123' })}
${renderSelect('secondFactor', words.secondFactor, factors, entry.secondFactor ?? null)}
<button type="submit">${words.goOn}</button>`;
  const body = html`<h1>${words.addHeading}</h1>${renderErrors(errors)}<div class="sheet">${renderForm(visit, 'users/new', inside)}</div>${renderBack(visit)}`;
  return { title: words.addHeading, place: 'users', body };
}

/** Asks what a new user may do. */
export function presentNewPermissions(
  visit: Visit,
  { draft, accounts, errors }: { draft: UserDraft; accounts: readonly GrantableAccount[]; errors: readonly string[] },
): PortalPage {
  const { users: words } = visit.look.words;
  const granted = draft.granted ?? { byAccount: {}, later: [] };
  const inside = html`${renderMatrix(visit, accounts, granted)}<div class="actions"><button type="submit">${visit.look.reviewsUsers ? words.goOn : words.create}</button></div>`;
  const body = html`<h1>${words.permissionsHeading}</h1><p>${draft.firstName} ${draft.lastName}, ${draft.username}</p>
${renderErrors(errors)}${renderForm(visit, 'users/new/permissions', inside)}${renderBack(visit)}`;
  return { title: words.permissionsHeading, place: 'users', body };
}

/** Shows a new user once more before it is created. */
export function presentReview(visit: Visit, draft: UserDraft, accounts: readonly GrantableAccount[]): PortalPage {
  const { users: words } = visit.look.words;
  const describe = (permissions: readonly Permission[]) =>
    permissions.map((each) => words.permissions[each]).join(', ');
  const granted = accounts.map(({ id, name }) => ({ name, text: describe(draft.granted?.byAccount[id] ?? []) }));
  const lines = [...granted, { name: words.newAccounts, text: describe(draft.granted?.later ?? []) }];
  const fact = (label: string, value: string | null) => html`<div><dt>${label}</dt><dd>${value ?? '–'}</dd></div>`;
  const body = html`<h1>${words.reviewHeading}</h1>
<dl class="facts">${fact(words.name, `${draft.firstName} ${draft.lastName}`)}${fact(words.username, draft.username)}${fact(words.email, draft.email)}${fact(words.phone, draft.phone)}
${fact(words.secondFactor, words.secondFactors[draft.secondFactor])}</dl>
<dl>${lines.map(({ name, text }) => html`<dt>${name}</dt><dd>${text === '' ? '–' : text}</dd>`)}</dl>
${renderForm(visit, 'users/new/create', html`<button type="submit">${words.create}</button>`)}${renderBack(visit)}`;
  return { title: words.reviewHeading, place: 'users', body };
}

/** What a new user signs in with; the password only where no invitation was sent. */
export function presentLoginDetails(
  visit: Visit,
  {
    heading,
    user,
    text,
    temporaryPassword,
  }: { heading: string; user: DelegatedUser; text: string; temporaryPassword: string | null },
): PortalPage {
  const { users: words, signIn } = visit.look.words;
  const fact = (label: string, value: string) =>
    html`<div><dt>${label}</dt><dd><output aria-label="${label}">${value}</output></dd></div>`;
  const body = html`<h1>${heading}</h1><p class="message" role="status">${text}</p>
<dl class="facts">${fact(signIn.companyId, user.companyId)}${fact(signIn.username, user.username)}
${temporaryPassword !== null && fact(words.temporaryPassword, temporaryPassword)}</dl>
${temporaryPassword !== null && html`<p>${words.shownOnce}</p>`}${renderBack(visit)}`;
  return { title: heading, place: 'users', body };
}

/** One user: what it may do, and what its owner can do about it. */
export function presentUser(
  visit: Visit,
  { user, accounts, errors }: { user: DelegatedUser; accounts: readonly GrantableAccount[]; errors: readonly string[] },
): PortalPage {
  const { users: words } = visit.look.words;
  const { phone, secondFactor, totp, accountPermissions } = accessOf(user);
  const path = `users/${user.username}`;
  const byAccount = Object.fromEntries(accounts.map(({ id }) => [id, accountPermissions[id] ?? user.permissions]));
  const fact = (label: string, value: string | null) => html`<div><dt>${label}</dt><dd>${value ?? '–'}</dd></div>`;
  const action = (name: string, label: string) =>
    renderForm(visit, `${path}/${name}`, html`<button type="submit" class="quiet">${label}</button>`);
  const body = html`<h1>${user.firstName} ${user.lastName}</h1>
<dl class="facts">${fact(words.username, user.username)}${fact(words.email, user.email)}${fact(words.phone, phone)}
${fact(words.secondFactor, words.secondFactors[secondFactor ?? visit.rules.secondFactors[0]])}${fact(words.status, words.statuses[statusOf(user)])}</dl>
${renderErrors(errors)}<h2>${words.permissionsHeading}</h2>
${renderForm(visit, `${path}/permissions`, html`${renderMatrix(visit, accounts, { byAccount, later: user.permissions })}<div class="actions"><button type="submit">${words.save}</button></div>`)}
<div class="actions">${action('reset-password', words.resetPassword)}${user.email !== null && action('invite', words.inviteAgain)}
${totp !== null && action('forget-authenticator', words.resetAuthenticator)}<a class="button danger" href="${visit.path(`${path}/delete`)}">${words.remove}</a></div>${renderBack(visit)}`;
  return { title: `${user.firstName} ${user.lastName}`, place: 'users', body };
}

/** Asks once more before a user is deleted. */
export function presentRemoval(visit: Visit, user: DelegatedUser): PortalPage {
  const { users: words } = visit.look.words;
  const heading = words.removeHeading(`${user.firstName} ${user.lastName}`);
  const button = html`<button type="submit" class="danger">${words.removeConfirm}</button>`;
  const body = html`<h1>${heading}</h1><p>${words.username}: ${user.username}</p>
${renderForm(visit, `users/${user.username}/delete`, button)}<p class="aside"><a href="${visit.path(`users/${user.username}`)}">${words.cancel}</a></p>`;
  return { title: heading, place: 'users', body };
}

function renderMatrix(visit: Visit, accounts: readonly GrantableAccount[], granted: GrantedPermissions): Html {
  const { users: words } = visit.look.words;
  const { permissions } = visit.rules;
  const head = permissions.map((name) => html`<th scope="col">${words.permissions[name]}</th>`);
  const row = (id: string, label: string, held: readonly Permission[]) => {
    const boxes = permissions.map(
      (name) =>
        html`<td><input type="checkbox" name="grant" value="${id}:${name}" aria-label="${words.permissions[name]}, ${label}"${held.includes(name) && html` checked`}></td>`,
    );
    return html`<tr><th scope="row">${label}</th>${boxes}</tr>`;
  };
  const rows = accounts.map(({ id, name, number }) =>
    row(id, `${name} ${number.slice(-4)}`, granted.byAccount[id] ?? []),
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="${words.permissionsHeading}"><table><caption>${words.permissionsHeading}</caption><thead><tr><th scope="col">${words.allAccounts}</th>${head}</tr></thead>
<tbody>${rows}${row('later', words.newAccounts, granted.later)}</tbody></table></div>`;
}

function renderBack(visit: Visit): Html {
  return html`<p class="aside"><a href="${visit.path('users')}">${visit.look.words.users.heading}</a></p>`;
}

function statusOf(user: DelegatedUser): 'active' | 'invited' | 'temporaryPassword' | 'locked' {
  const { invitation, isPasswordTemporary } = accessOf(user);
  if (user.rejectedSignIns >= MAX_REJECTED_SIGN_INS || user.trouble?.kind === 'locked') return 'locked';
  if (invitation !== null) return 'invited';
  return isPasswordTemporary ? 'temporaryPassword' : 'active';
}
