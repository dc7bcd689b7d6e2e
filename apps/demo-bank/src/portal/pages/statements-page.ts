import type { ShownAccount } from '@causeway/bank-simulator';
import { presentMonth } from '../formats.ts';
import { html } from '../html.ts';
import type { StatementMonth } from '../statement-months.ts';
import type { Visit } from '../visit.ts';
import { renderSelect } from './form-parts.ts';
import type { PortalPage } from './shell.ts';

/** The documents of one account, and a choice of the others. */
export function presentStatements(
  visit: Visit,
  {
    accounts,
    account,
    months,
  }: { accounts: readonly ShownAccount[]; account: ShownAccount; months: readonly StatementMonth[] },
): PortalPage {
  const { statements: words } = visit.look.words;
  const options = accounts.map(({ id, name, number }) => ({ value: id, label: `${name} ${number.slice(-4)}` }));
  const rows = months.map(({ month }) => {
    const name = presentMonth(month);
    const link = visit.path(`statements/${account.id}/${month}.pdf`);
    return html`<tr><th scope="row">${name}</th><td><a href="${link}" download>${words.link(name)}</a></td></tr>`;
  });
  const table = html`<div class="wide" tabindex="0" role="region" aria-label="${words.heading}"><table><caption>${words.heading}</caption>
<thead><tr><th scope="col">${words.period}</th><th scope="col">${words.document}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const body = html`<h1>${words.heading}</h1>
<form method="get" action="${visit.path('statements')}" class="search">${renderSelect('accountId', words.account, options, account.id)}<button type="submit">${words.show}</button></form>
<h2>${account.name}</h2>${months.length === 0 ? html`<p>${words.none}</p>` : table}`;
  return { title: words.heading, place: 'statements', body };
}

/** Says that the user may see no documents. */
export function presentNoStatements(visit: Visit): PortalPage {
  const { statements: words } = visit.look.words;
  const body = html`<h1>${words.heading}</h1><p role="alert">${words.noPermission}</p>`;
  return { title: words.heading, place: 'statements', body };
}
