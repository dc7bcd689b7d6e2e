import type { ShownAccount } from '@causeway/bank-simulator';
import { html } from '../html.ts';
import type { DownloadFormat } from '../looks/parts.ts';
import type { Search } from '../search.ts';
import type { Visit } from '../visit.ts';
import { renderErrors, renderField, renderForm, renderRadios, renderSelect } from './form-parts.ts';
import type { PortalPage } from './shell.ts';

/** Asks which rows to put into which kind of file. */
export function presentDownloads(
  visit: Visit,
  entry: {
    readonly accounts: readonly ShownAccount[];
    readonly accountId: string | null;
    readonly format: DownloadFormat | null;
    readonly search: Search;
    readonly errors: readonly string[];
  },
): PortalPage {
  const { look } = visit;
  const { downloads: words } = look.words;
  const accounts = entry.accounts.map(({ id, name, number }) => ({ value: id, label: `${name} ${number.slice(-4)}` }));
  const formats = look.downloadFormats.map((value) => ({ value, label: words.formats[value] }));
  const render = look.formatField === 'select' ? renderSelect : renderRadios;
  const type = look.dateFields === 'picked' ? 'date' : 'text';
  const hint = look.dateFields === 'typed' ? { hint: look.dateFormat } : {};
  const inside = html`${renderSelect('accountId', words.account, accounts, entry.accountId)}
${renderField({ name: 'from', label: words.from, type, value: entry.search.entered.from, ...hint })}
${renderField({ name: 'to', label: words.to, type, value: entry.search.entered.to, ...hint })}
${render('format', words.format, formats, entry.format)}
<button type="submit">${words.submit}</button>`;
  const body = html`<h1>${words.heading}</h1><p>${words.intro}</p>${renderErrors(entry.errors)}
${accounts.length === 0 ? html`<p>${words.none}</p>` : html`<div class="sheet">${renderForm(visit, 'downloads', inside)}</div>`}`;
  return { title: words.heading, place: 'downloads', body };
}

/** Says that there are no downloads at present. */
export function presentNoDownloads(visit: Visit): PortalPage {
  const { downloads: words } = visit.look.words;
  const body = html`<h1>${words.heading}</h1><p role="alert">${words.closed}</p>`;
  return { title: words.heading, place: 'downloads', body };
}
