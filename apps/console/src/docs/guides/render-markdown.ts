import MarkdownIt, { type Env, type RendererRule, type Token } from 'markdown-it';
import { anchorOfHeading } from './heading-anchor.ts';
import { escapeHtml, highlight } from './highlight.ts';
import { addressOfLink, resolvePath } from './page-address.ts';

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

export interface RenderedPage {
  readonly html: string;
  /** Headings below the first one, in their order. */
  readonly headings: readonly Heading[];
  /** The text of each part, for searching: what stands below a heading, without marks. */
  readonly parts: readonly { readonly heading: Heading | null; readonly text: string }[];
}

/** State of one rendering: whose page it is, and which anchors are taken. */
interface Rendering {
  readonly path: string;
  readonly anchors: Map<string, number>;
  readonly headings: Heading[];
}

// HTML in a text is shown as text: nothing that stands in a page can become a tag.
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** One page as HTML. Links to other pages lead to these; tables scroll by themselves; code has a button that copies it. */
export function renderPage(text: string, path: string): RenderedPage {
  const env = environmentFor(path);
  const tokens = markdown.parse(text, env);
  const html = markdown.renderer.render(tokens, markdown.options, env);
  const { headings } = renderingOf(env);
  return { html, headings: headings.filter(({ level }) => level > 1), parts: listParts(tokens, headings) };
}

/** A description of the contract as HTML: a text of few lines, whose links lead within these pages. */
export function renderDescription(text: string): string {
  return markdown.render(text, environmentFor('openapi/causeway.yaml'));
}

/** One line of a description, without a paragraph around it. */
export function renderInline(text: string): string {
  return markdown.renderInline(text, environmentFor('openapi/causeway.yaml'));
}

function environmentFor(path: string): Env {
  return { rendering: { path, anchors: new Map(), headings: [] } satisfies Rendering };
}

function renderingOf(env: Env | undefined): Rendering {
  return env?.rendering as Rendering; // Every text is rendered with an environment of the function above.
}

const headingOpen: RendererRule = (tokens, index, _options, env) => {
  const token = tokens[index];
  const text = plainText(tokens[index + 1]);
  const level = Number(token?.tag.slice(1) ?? 2);
  const wanted = anchorOfHeading(text);
  const count = renderingOf(env).anchors.get(wanted) ?? 0;
  renderingOf(env).anchors.set(wanted, count + 1);
  const anchor = count === 0 ? wanted : `${wanted}-${count}`;
  renderingOf(env).headings.push({ level, text, anchor });
  return `<${token?.tag} id="${escapeHtml(anchor)}" tabindex="-1">`;
};

const headingClose: RendererRule = (tokens, index, _options, env) => {
  const { level = 2, anchor = '', text = '' } = renderingOf(env).headings.at(-1) ?? {};
  const link = `<a class="heading-link" href="#${escapeHtml(anchor)}" aria-label="Link to “${escapeHtml(text)}”">#</a>`;
  return `${level > 1 ? link : ''}</${tokens[index]?.tag}>\n`;
};

markdown.renderer.rules.heading_open = headingOpen;
markdown.renderer.rules.heading_close = headingClose;

markdown.renderer.rules.link_open = (tokens, index, _options, env) => {
  const target = String(tokens[index]?.attrGet('href') ?? '');
  const address = addressOfLink(renderingOf(env).path, target);
  // A file of the repository is not on these pages; where it is follows its name.
  if (address === null) return '<span class="repository-file">';
  const isAway = /^https?:/.test(address);
  return `<a href="${escapeHtml(address)}"${isAway ? ' rel="noreferrer" target="_blank"' : ''}>`;
};

markdown.renderer.rules.link_close = (tokens, index, _options, env) => {
  const { path } = renderingOf(env);
  const at = findOpening(tokens, index);
  const target = String(tokens[at]?.attrGet('href') ?? '');
  if (addressOfLink(path, target) !== null) return '</a>';
  const file = resolvePath(path, target);
  const name = tokens.slice(at, index).map(({ content }) => content);
  return ` (${name.join('') === file ? '' : `<code>${escapeHtml(file)}</code> `}in the repository)</span>`;
};

markdown.renderer.rules.table_open = () => '<div class="table" role="group" tabindex="0" aria-label="Table"><table>\n';
markdown.renderer.rules.table_close = () => '</table></div>\n';

for (const tag of ['th', 'td'] as const) {
  // The page's policy allows no style attributes, by which the alignment of a column would come.
  markdown.renderer.rules[`${tag}_open`] = (tokens, index) => {
    const align = /text-align:(\w+)/.exec(String(tokens[index]?.attrGet('style') ?? ''))?.[1];
    return align === undefined ? `<${tag}>` : `<${tag} class="align-${align}">`;
  };
}

markdown.renderer.rules.fence = (tokens, index) => {
  const { content = '', info = '' } = tokens[index] ?? {};
  return renderCode(content, info.trim());
};
markdown.renderer.rules.code_block = (tokens, index) => renderCode(tokens[index]?.content ?? '', '');
// No picture comes from outside, and there are none inside.
markdown.renderer.rules.image = (tokens, index) => escapeHtml(tokens[index]?.content ?? '');

/** A block of code with its language and a button that copies it, which the page listens for. */
export function renderCode(code: string, language: string): string {
  const label = language === '' || language === 'text' ? 'Text' : language;
  return (
    `<div class="code"><div class="code-head"><span>${escapeHtml(label)}</span>` +
    '<button type="button" class="code-copy" data-copy>Copy</button></div>' +
    `<pre tabindex="0"><code>${highlight(code.replace(/\n$/, ''), language)}</code></pre></div>\n`
  );
}

function findOpening(tokens: readonly Token[], closing: number): number {
  return tokens.slice(0, closing).findLastIndex(({ type }) => type === 'link_open');
}

function plainText(token: Token | undefined): string {
  if (token === undefined) return '';
  const texts = (token.children ?? []).filter(({ type }) => type === 'text' || type === 'code_inline');
  return texts.map(({ content }) => content).join('');
}

function listParts(tokens: readonly Token[], headings: readonly Heading[]): RenderedPage['parts'] {
  const parts: { heading: Heading | null; text: string }[] = [{ heading: null, text: '' }];
  let seen = 0;
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') parts.push({ heading: headings[seen++] ?? null, text: '' });
    const last = parts.at(-1);
    const isHeading = tokens[index - 1]?.type === 'heading_open';
    if (last === undefined || isHeading) return;
    if (token.type === 'inline') last.text += `${plainText(token)} `;
    if (token.type === 'fence') last.text += `${token.content} `;
  });
  return parts.filter(({ heading, text }) => heading !== null || text !== '');
}
