import type { ShownAccount } from '@causeway/bank-simulator';
import type { DelegatedUser } from '../../delegated-user.ts';
import { mayIn } from '../account-permissions.ts';
import { presentAmount } from '../formats.ts';
import { type Html, html } from '../html.ts';
import type { Visit } from '../visit.ts';
import type { PortalPage } from './shell.ts';

/** The accounts of a user, each with its balances where the user may see them. */
export function presentAccounts(
  visit: Visit,
  { user, accounts, warning }: { user: DelegatedUser; accounts: readonly ShownAccount[]; warning: string | null },
): PortalPage {
  const { look } = visit;
  const { accounts: words } = look.words;
  const list = look.overview === 'table' ? renderTable(visit, user, accounts) : renderCards(visit, user, accounts);
  const body = html`<h1>${words.heading}</h1>
${warning !== null && html`<p class="message warning" role="status">${warning}</p>`}
${accounts.length === 0 ? html`<p>${words.none}</p>` : list}`;
  return { title: words.heading, place: 'accounts', body };
}

function renderTable(visit: Visit, user: DelegatedUser, accounts: readonly ShownAccount[]): Html {
  const { accounts: words } = visit.look.words;
  const rows = accounts.map((account) => {
    const { ledger, available } = presentBalances(visit, user, account);
    return html`<tr><th scope="row">${renderLink(visit, account)}</th><td>${presentNumber(visit, account)}</td>
<td>${words.types[account.type]}</td><td>${account.currency}</td><td class="amount">${ledger}</td><td class="amount">${available}</td></tr>`;
  });
  return html`<div class="wide" tabindex="0" role="region" aria-label="${words.heading}"><table><caption>${words.heading}</caption>
<thead><tr><th scope="col">${words.account}</th><th scope="col">${words.number}</th><th scope="col">${words.type}</th><th scope="col">${words.currency}</th>
<th scope="col" class="amount">${words.ledgerBalance}</th><th scope="col" class="amount">${words.availableBalance}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function renderCards(visit: Visit, user: DelegatedUser, accounts: readonly ShownAccount[]): Html {
  const { accounts: words } = visit.look.words;
  const cards = accounts.map((account) => {
    const { ledger, available } = presentBalances(visit, user, account);
    return html`<li class="card"><h2>${renderLink(visit, account)}</h2>
<p class="number">${words.types[account.type]}, ${words.number} ${presentNumber(visit, account)}, ${account.currency}</p>
<dl><dt>${words.ledgerBalance}</dt><dd class="amount main">${ledger}</dd><dt>${words.availableBalance}</dt><dd class="amount">${available}</dd></dl></li>`;
  });
  return html`<ul class="cards">${cards}</ul>`;
}

function renderLink(visit: Visit, { id, name, status }: ShownAccount): Html {
  const closed = status === 'closed' && html` <span class="state">${visit.look.words.accounts.closed}</span>`;
  return html`<a href="${visit.path(`accounts/${id}`)}">${name}</a>${closed}`;
}

/** The number as the overview shows it. */
function presentNumber({ look }: Visit, { number }: ShownAccount): string {
  return look.masksNumbers ? `•••• ${number.slice(-4)}` : number;
}

/** Both balances of an account, or that they are hidden from the user. */
export function presentBalances({ look }: Visit, user: DelegatedUser, account: ShownAccount) {
  const { id, currency, ledgerBalance, availableBalance } = account;
  const present = (amount: string) =>
    mayIn(user, id, 'viewBalances') ? presentAmount(amount, currency, look.balanceFormat) : look.words.accounts.hidden;
  return { ledger: present(ledgerBalance), available: present(availableBalance) };
}
