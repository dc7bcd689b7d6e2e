import type { ShownAccount, ShownRow, ShownWindow } from '@causeway/bank-simulator';
import type { DelegatedUser } from '../../delegated-user.ts';
import { mayIn } from '../account-permissions.ts';
import { presentAmount, presentDate } from '../formats.ts';
import { type Html, html } from '../html.ts';
import type { Column } from '../looks/parts.ts';
import type { Search } from '../search.ts';
import type { Visit } from '../visit.ts';
import { presentBalances } from './account-pages.ts';
import { renderErrors, renderField, renderSelect } from './form-parts.ts';
import type { PortalPage } from './shell.ts';

/** One page of a search. */
export interface FoundRows {
  readonly shown: ShownWindow;
  /** Pending rows that stand apart; none where they are among the others. */
  readonly pending: readonly ShownRow[];
  readonly rows: readonly ShownRow[];
  /** Place of the first row of the page among all of them, from 0. */
  readonly start: number;
  readonly total: number;
}

/** An account with its balances, and the rows that a search has found; null where the user may not see rows. */
export function presentTransactions(
  visit: Visit,
  {
    user,
    account,
    search,
    found,
  }: { user: DelegatedUser; account: ShownAccount; search: Search; found: FoundRows | null },
): PortalPage {
  const { words } = visit.look;
  const { ledger, available } = presentBalances(visit, user, account);
  const status = account.status === 'closed' && html` <span class="state">${words.accounts.closed}</span>`;
  const body = html`<h1>${account.name}${status}</h1>
<dl class="facts"><div><dt>${words.accounts.number}</dt><dd>${account.number}</dd></div><div><dt>${words.accounts.currency}</dt><dd>${account.currency}</dd></div>
<div><dt>${words.accounts.ledgerBalance}</dt><dd class="amount">${ledger}</dd></div><div><dt>${words.accounts.availableBalance}</dt><dd class="amount">${available}</dd></div></dl>
${mayIn(user, account.id, 'viewTransactions') ? html`${renderSearch(visit, account, search)}${found !== null && renderFound(visit, search, found)}` : renderErrors([words.transactions.noPermission])}`;
  return { title: account.name, place: 'accounts', body };
}

function renderSearch(visit: Visit, { id }: ShownAccount, search: Search): Html {
  const { look } = visit;
  const { transactions: words } = look.words;
  const type = look.dateFields === 'picked' ? 'date' : 'text';
  const hint = look.dateFields === 'typed' ? { hint: look.dateFormat } : {};
  const sizes = look.table.pageSizes.map((size) => ({ value: `${size}`, label: `${size}` }));
  return html`${renderErrors(search.errors)}
<form method="get" action="${visit.path(`accounts/${id}`)}" class="search" role="search" novalidate>
${renderField({ name: 'from', label: words.from, type, value: search.entered.from, ...hint })}
${renderField({ name: 'to', label: words.to, type, value: search.entered.to, ...hint })}
${renderSelect('size', words.pageSize, sizes, `${search.pageSize}`)}
<button type="submit">${words.search}</button></form>`;
}

function renderFound(visit: Visit, search: Search, found: FoundRows): Html {
  const { look } = visit;
  const { transactions: words } = look.words;
  const { shown } = found;
  const isApart = look.table.pending === 'section' && search.page === 1;
  const pending =
    isApart &&
    html`<section aria-labelledby="pending"><h2 id="pending">${words.pendingHeading}</h2>
${found.pending.length === 0 ? html`<p>${words.noPending}</p>` : renderTable(visit, found.pending, { columns: look.table.pendingColumns, caption: words.pendingHeading })}</section>`;
  const rows =
    found.rows.length === 0
      ? html`<p>${words.none}</p>`
      : renderTable(visit, found.rows, { columns: look.table.columns, caption: words.heading });
  return html`${pending}<section aria-labelledby="posted"><h2 id="posted">${words.heading}</h2>
${!shown.complete && html`<p class="hint">${words.tooOld(presentDate(shown.balances[0]?.date ?? shown.from, look.dateFormat))}</p>`}
${look.table.showsRangeBalances && renderRangeBalances(visit, shown)}
${rows}${renderPager(visit, search, found)}</section>`;
}

function renderRangeBalances({ look }: Visit, { balances, account }: ShownWindow): Html {
  const { transactions: words } = look.words;
  const items = balances.map(({ type, date, amount }) => {
    const label = type === 'openingLedger' ? words.openingBalance : words.closingBalance;
    return html`<div><dt>${label(presentDate(date, look.dateFormat))}</dt><dd class="amount">${presentAmount(amount, account.currency, look.balanceFormat)}</dd></div>`;
  });
  return html`<dl class="facts">${items}</dl>`;
}

function renderTable(
  visit: Visit,
  rows: readonly ShownRow[],
  { columns, caption }: { columns: readonly Column[]; caption: string },
): Html {
  const { transactions: words } = visit.look.words;
  const isAmount = (column: Column) => ['debit', 'credit', 'amount', 'balance'].includes(column);
  const head = columns.map(
    (column) => html`<th scope="col"${isAmount(column) && html` class="amount"`}>${words.columns[column]}</th>`,
  );
  const lines = rows.map(
    (row) =>
      html`<tr${row.status === 'pending' && html` class="pending"`}>${columns.map(
        (column) => html`<td${isAmount(column) && html` class="amount"`}>${presentCell(visit, row, column)}</td>`,
      )}</tr>\n`,
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

function presentCell({ look }: Visit, row: ShownRow, column: Column): string {
  const isDebit = row.amount.startsWith('-');
  const present = (amount: string) => presentAmount(amount, row.currency, look.amountFormat);
  switch (column) {
    case 'date': {
      const date = row.bookingDate ?? row.authorisedDate;
      return date === null ? '' : presentDate(date, look.dateFormat);
    }
    case 'valueDate':
      return row.valueDate === null ? '' : presentDate(row.valueDate, look.dateFormat);
    case 'status':
      return look.words.transactions.statuses[row.status];
    case 'description':
      return row.text;
    case 'counterparty':
      return row.counterpartyName ?? row.merchantName ?? '';
    case 'reference':
      return row.bankReference ?? '';
    case 'debit':
      return isDebit ? present(row.amount.slice(1)) : '';
    case 'credit':
      return isDebit ? '' : present(row.amount);
    case 'amount':
      return present(row.amount);
    case 'balance':
      return row.runningBalance === null ? '' : present(row.runningBalance);
  }
}

function renderPager(visit: Visit, search: Search, { rows, start, total, shown }: FoundRows): Html | null {
  if (total === 0) return null;
  const { transactions: words } = visit.look.words;
  const link = (page: number, label: string, rel: 'prev' | 'next') => {
    const query = new URLSearchParams({ ...search.entered, size: `${search.pageSize}`, page: `${page}` });
    return html`<a href="${visit.path(`accounts/${shown.account.id}`)}?${query.toString()}" rel="${rel}">${label}</a>`;
  };
  const isLast = start + rows.length >= total;
  return html`<nav class="pager" aria-label="Pages"><span>${words.range(start + 1, start + rows.length, total)}</span>
${search.page > 1 && link(search.page - 1, words.previous, 'prev')}${!isLast && link(search.page + 1, words.next, 'next')}</nav>`;
}
