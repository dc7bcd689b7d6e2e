import type { AskedBank, RequestParts } from './running-bank.ts';

/** A page as it came. */
export interface ClientPage {
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** A form of a page: where it goes, what it would send as it stands, and its fields by label. */
interface Form {
  readonly method: string;
  readonly action: string;
  readonly values: URLSearchParams;
  readonly html: string;
}

const MAX_REDIRECTS = 10;

/**
 * Works in a portal as a browser without scripts does: keeps cookies, follows redirects, and finds links, fields and
 * buttons by the text that people read.
 */
export class PortalClient {
  readonly cookies = new Map<string, string>();
  readonly #bank: AskedBank;
  readonly #bankId: string;
  /** Sent with every request. */
  readonly headers: Record<string, string> = {};
  #page: ClientPage | null = null;

  constructor(bank: AskedBank, bankId: string) {
    this.#bank = bank;
    this.#bankId = bankId;
  }

  get page(): ClientPage {
    if (this.#page === null) throw new Error('no page is open');
    return this.#page;
  }

  /** What people read, with single spaces. */
  get text(): string {
    return readText(this.page.html);
  }

  get heading(): string {
    return readText(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(this.page.html)?.[1] ?? '');
  }

  /** The texts that a screen reader speaks at once. */
  get alerts(): string[] {
    return [...this.page.html.matchAll(/<(p|div)[^>]*role="(?:alert|status)"[^>]*>([\s\S]*?)<\/\1>/g)].map((found) =>
      readText(found[2] ?? ''),
    );
  }

  /** Cells of the table with a caption, row by row. */
  table(caption: string): string[][] {
    const tables = [...this.page.html.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) => table);
    const table = tables.find((each) => readText(/<caption>([\s\S]*?)<\/caption>/.exec(each)?.[1] ?? '') === caption);
    if (table === undefined) throw new Error(`no table "${caption}" on the page: ${this.text}`);
    return [...table.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
      [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map((cell) => readText(cell[1] ?? '')),
    );
  }

  async open(rest: string): Promise<ClientPage> {
    return this.#go('GET', `/${this.#bankId}/portal/${rest}`);
  }

  async follow(label: string): Promise<ClientPage> {
    const links = [...this.page.html.matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)];
    const link = links.find((each) => readText(each[2] ?? '') === label);
    if (link === undefined) throw new Error(`no link "${label}" on the page: ${this.text}`);
    return this.#go('GET', unescapeText(link[1] ?? ''));
  }

  /** Fills fields by label and presses a button. */
  async press(button: string, fields: Readonly<Record<string, string | boolean>> = {}): Promise<ClientPage> {
    const form = this.findForm(button, Object.keys(fields));
    const { values } = form;
    for (const [label, value] of Object.entries(fields)) fill(form, label, value);
    if (form.method === 'get') return this.#go('GET', `${form.action}?${values.toString()}`);
    return this.#go('POST', form.action, { form: values.toString() });
  }

  /** Sends a form to a path without a page, as an attacker would. */
  async post(rest: string, values: Readonly<Record<string, string>>): Promise<ClientPage> {
    return this.#go('POST', `/${this.#bankId}/portal/${rest}`, { form: new URLSearchParams(values).toString() });
  }

  /** The form with a button and fields of these labels, with the button's own value among its values. */
  findForm(button: string, labels: readonly string[] = []): Form {
    for (const [html] of this.page.html.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
      const pressed = [...html.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].find(
        (each) => readText(each[2] ?? '') === button,
      );
      if (pressed === undefined || !labels.every((label) => findControl(html, label) !== null)) continue;
      const values = readValues(html);
      const name = readAttribute(pressed[1] ?? '', 'name');
      if (name !== null) values.set(name, readAttribute(pressed[1] ?? '', 'value') ?? '');
      const head = /<form\b([^>]*)>/.exec(html)?.[1] ?? '';
      return {
        method: readAttribute(head, 'method') ?? 'get',
        action: readAttribute(head, 'action') ?? '',
        values,
        html,
      };
    }
    throw new Error(`no form with "${button}" and ${labels.join(', ')} on the page: ${this.text}`);
  }

  async #go(method: string, path: string, parts: RequestParts = {}): Promise<ClientPage> {
    let [nextMethod, nextPath, nextParts] = [method, path, parts];
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...this.headers, ...parts.headers, ...(cookie === '' ? {} : { cookie }) };
      const answer = await this.#bank.request(nextMethod, nextPath, { ...nextParts, headers });
      for (const line of answer.headers.getSetCookie()) this.#keepCookie(line);
      const location = answer.headers.get('location');
      if (location === null) {
        this.#page = { path: nextPath, status: answer.status, headers: answer.headers, html: answer.text };
        return this.#page;
      }
      [nextMethod, nextPath, nextParts] = ['GET', location, {}];
    }
    throw new Error(`${path} redirects without end`);
  }

  #keepCookie(line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function readValues(form: string): URLSearchParams {
  const values = new URLSearchParams();
  for (const [, attributes = ''] of form.matchAll(/<input\b([^>]*)>/g)) {
    const name = readAttribute(attributes, 'name') ?? '';
    const isOff = /type="(checkbox|radio)"/.test(attributes) && !/ checked/.test(attributes);
    if (!isOff) values.append(name, readAttribute(attributes, 'value') ?? '');
  }
  for (const [, attributes = '', options = ''] of form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option\b([^>]*)>/g)].map((each) => each[1] ?? '');
    const chosen = all.find((each) => / selected/.test(each)) ?? all[0] ?? '';
    values.set(readAttribute(attributes, 'name') ?? '', readAttribute(chosen, 'value') ?? '');
  }
  return values;
}

/** The attributes of the input or select with a label, or null. */
function findControl(form: string, label: string): string | null {
  for (const [, attributes = '', text = ''] of form.matchAll(/<label\b([^>]*)>([\s\S]*?)<\/label>/g)) {
    if (readText(text) !== label) continue;
    const inner = /<input\b([^>]*)>/.exec(text)?.[1];
    if (inner !== undefined) return inner;
    const id = readAttribute(attributes, 'for');
    return (
      [...form.matchAll(/<(?:input|select)\b([^>]*)>/g)].find(
        (each) => readAttribute(each[1] ?? '', 'id') === id,
      )?.[1] ?? null
    );
  }
  for (const [, attributes = ''] of form.matchAll(/<input\b([^>]*)>/g)) {
    if (readAttribute(attributes, 'aria-label') === label) return attributes;
  }
  return null;
}

function fill({ html, values }: Form, label: string, value: string | boolean): void {
  const attributes = findControl(html, label) ?? '';
  const name = readAttribute(attributes, 'name') ?? '';
  const own = readAttribute(attributes, 'value') ?? 'on';
  if (typeof value === 'string') values.set(name, findOption(html, name, value) ?? value);
  else if (/type="radio"/.test(attributes)) values.set(name, own);
  else {
    const others = values.getAll(name).filter((each) => each !== own);
    values.delete(name);
    for (const each of value ? [...others, own] : others) values.append(name, each);
  }
}

/** The value of an option by its text; null where the field is no list. */
function findOption(form: string, name: string, text: string): string | null {
  for (const [, attributes = '', options = ''] of form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    if (readAttribute(attributes, 'name') !== name) continue;
    for (const [, option = '', label = ''] of options.matchAll(/<option\b([^>]*)>([\s\S]*?)<\/option>/g)) {
      if (readText(label) === text) return readAttribute(option, 'value');
    }
    throw new Error(`no option "${text}" in ${name}`);
  }
  return null;
}

function readAttribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
  return found === undefined ? null : unescapeText(found);
}

function readText(html: string): string {
  return unescapeText(html.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function unescapeText(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
