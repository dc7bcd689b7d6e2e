import type { Challenge } from '../challenge.ts';
import { html } from '../html.ts';
import { describePasswordRules } from '../password-rules.ts';
import { maskAddress } from '../send-code.ts';
import type { Visit } from '../visit.ts';
import { renderErrors, renderField, renderForm } from './form-parts.ts';
import type { PortalPage } from './shell.ts';

/** Asks for the code that was sent, or that an app shows. */
export function presentCodePage(
  visit: Visit,
  { challenge, to, errors }: { challenge: Challenge; to: string | null; errors: readonly string[] },
): PortalPage {
  const { code } = visit.look.words;
  const problems = { noAddress: code.noAddress, notConfigured: code.notConfigured, failed: code.notSent };
  const { sending, factor } = challenge;
  const problem = sending === null || sending === 'sent' || sending === 'tooMany' ? null : problems[sending];
  const intro = problem === null ? html`<p>${code.intro[factor](to === null ? '' : maskAddress(to))}</p>` : null;
  const field = renderField({ name: 'code', label: code.label, autocomplete: 'one-time-code', isNumeric: true });
  const resend = html`<button type="submit" class="quiet">${code.resend}</button>`;
  const body = html`<h1>${code.heading}</h1>${intro}${problem !== null && renderErrors([problem])}
${sending === 'tooMany' ? renderErrors([code.tooManyTries]) : renderErrors(errors)}
${renderForm(visit, 'verify', html`${field}<button type="submit">${code.submit}</button>`)}
${factor !== 'totp' && renderForm(visit, 'verify/resend', resend)}${renderWayOut(visit)}`;
  return { title: code.heading, body };
}

/** Shows the secret for an authenticator app and asks for its first code. */
export function presentEnrolPage(
  visit: Visit,
  { secret, address, errors }: { secret: string; address: string; errors: readonly string[] },
): PortalPage {
  const { enrol } = visit.look.words;
  const field = renderField({ name: 'code', label: enrol.code, autocomplete: 'one-time-code', isNumeric: true });
  const body = html`<h1>${enrol.heading}</h1><p>${enrol.intro}</p>
<dl class="secret"><dt id="secret-label">${enrol.secret}</dt><dd><output aria-labelledby="secret-label">${secret}</output></dd></dl>
<p class="hint"><a href="${address}">otpauth</a> – ${enrol.shownOnce}</p>
${renderErrors(errors)}${renderForm(visit, 'authenticator', html`${field}<button type="submit">${enrol.submit}</button>`)}
${renderWayOut(visit)}`;
  return { title: enrol.heading, body };
}

/** Why somebody changes a password. */
export type PasswordReason = 'temporary' | 'expired' | 'wanted';

/** Asks for a new password; by choice, for the present one too. */
export function presentNewPasswordPage(visit: Visit, reason: PasswordReason, errors: readonly string[]): PortalPage {
  const { newPassword } = visit.look.words;
  const texts = {
    temporary: newPassword.becauseTemporary,
    expired: newPassword.becauseExpired,
    wanted: newPassword.becauseWanted,
  };
  const present = {
    name: 'present',
    label: newPassword.present,
    type: 'password',
    autocomplete: 'current-password',
  } as const;
  const inside = html`${reason === 'wanted' && renderField(present)}${renderNewPassword(visit)}
<button type="submit">${newPassword.submit}</button>`;
  const body = html`<h1>${newPassword.heading}</h1><p>${texts[reason]}</p>${renderErrors(errors)}
${renderForm(visit, 'new-password', inside)}${reason !== 'wanted' && renderWayOut(visit)}`;
  return { title: newPassword.heading, body, ...(reason === 'wanted' ? { place: 'password' as const } : {}) };
}

/** Two fields for a new password, and its rules. */
export function renderNewPassword({ look, rules }: Visit) {
  const { next, repeat } = look.words.newPassword;
  const list = describePasswordRules(rules.password).map((rule) => html`<li>${rule}</li>`);
  return html`${renderField({ name: 'next', label: next, type: 'password', autocomplete: 'new-password' })}
${renderField({ name: 'repeat', label: repeat, type: 'password', autocomplete: 'new-password' })}
<ul class="rules">${list}</ul>`;
}

/** A notice that stands in the way until it is answered. */
export function presentNoticePage(visit: Visit): PortalPage {
  const { notice } = visit.look.words;
  const inside = html`<button type="submit" name="answer" value="accept">${notice.accept}</button>
<button type="submit" name="answer" value="later" class="quiet">${notice.later}</button>`;
  const body = html`<h1>${notice.heading}</h1><p>${notice.text}</p>${renderForm(visit, 'notice', inside)}`;
  return { title: notice.heading, body };
}

/** Sets the first password with the code of an invitation. */
export function presentActivationPage(
  visit: Visit,
  entry: { readonly companyId: string; readonly username: string; readonly errors: readonly string[] },
): PortalPage {
  const { activation, signIn } = visit.look.words;
  const inside = html`${renderField({ name: 'companyId', label: signIn.companyId, value: entry.companyId })}
${renderField({ name: 'username', label: signIn.username, value: entry.username, autocomplete: 'username' })}
${renderField({ name: 'code', label: activation.code, autocomplete: 'one-time-code' })}
${renderNewPassword(visit)}<button type="submit">${activation.submit}</button>`;
  const body = html`<h1>${activation.heading}</h1><p>${activation.intro}</p>${renderErrors(entry.errors)}
${renderForm(visit, 'activate', inside)}`;
  return { title: activation.heading, body };
}

function renderWayOut(visit: Visit) {
  const button = html`<button type="submit" class="quiet">${visit.look.words.signIn.signOut}</button>`;
  return renderForm(visit, 'sign-out', button);
}
