/** HTML that is safe to send: its texts are escaped. Only `html` makes it, so a page cannot hold an unescaped text. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can stand inside `html`. Texts are escaped, HTML is not; null and false are left out. */
export type HtmlPart = Html | string | number | null | false | readonly HtmlPart[];

/** Puts parts into HTML: html`<p>${text}</p>`. Safe between tags and inside quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((string, index) => string + renderPart(parts[index] ?? null)).join(''));
}

function renderPart(part: HtmlPart): string {
  if (part === null || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(renderPart).join('');
  return escapeText(String(part));
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
