import type { Personality } from '../personalities.ts';
import { escapeHtml, type Page } from './page.ts';

const HOUSE_COLOR = '#2b3a4a';

/** The page of the house: which demo banks there are and how to begin. */
export function presentHouseFrontPage(personalities: readonly Personality[]): Page {
  const banks = personalities.map(
    ({ id, name, tagline }) =>
      `<li><a href="/${escapeHtml(id)}">${escapeHtml(name)}</a><br>${escapeHtml(tagline)}</li>`,
  );
  return {
    title: 'Demo banks',
    accentColor: HOUSE_COLOR,
    body: `<p>Simulated banks to try connections with. No real money and no real people are behind them.</p>
<ul>
${banks.join('\n')}
</ul>
${describeLogin()}`,
  };
}

/** The page of one bank. */
export function presentBankFrontPage({ id, name, tagline, accentColor }: Personality): Page {
  const path = escapeHtml(id);
  return {
    title: name,
    accentColor,
    body: `<p>${escapeHtml(tagline)}</p>
${describeLogin()}
<h2>Portal</h2>
<p><a href="/${path}/portal">Sign in to the portal</a>: as the owner to see who can sign in, or as a delegated user to see accounts.</p>
<h2>Let somebody in</h2>
<p>The owner creates a delegated user, in the portal or with <a href="/${path}/admin">a short form</a>. The user gets a password of its own and sees a
simulated company of its own: some ninety days of history, and life that goes on.</p>
<h2>Direct download</h2>
<p>A delegated user signs in at <code>POST /${path}/export/sessions</code>, lists accounts at
<code>GET /${path}/export/accounts</code> and fetches transactions at
<code>GET /${path}/export/accounts/{id}/transactions?from=2026-01-01&amp;to=2026-01-31&amp;page=1</code>.</p>`,
  };
}

function describeLogin(): string {
  return `<h2>Who can log in</h2>
<p>Every number of seven digits is the company id of a customer. Its owner is the user <code>owner</code>, and the
password is <code>owner-</code> followed by the company id: for company <code>4410027</code> it is
<code>owner-4410027</code>.</p>`;
}
