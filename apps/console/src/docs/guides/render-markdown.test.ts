import { describe, expect, it } from 'vitest';
import { renderDescription, renderPage } from './render-markdown.ts';

const render = (text: string, path = 'docs/guides/webhooks.md') => renderPage(text, path);

describe('a page of Markdown', () => {
  it('shows tags as text, so that nothing in it can run', () => {
    const { html } = render('<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick="x">b</b>');
    expect(html).not.toMatch(/<script|<b |href="javascript/);
    expect(html).toContain('&lt;script&gt;');
  });

  it('has no style attribute and no picture, which the policy of the pages would refuse', () => {
    const { html } = render('| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n![a picture](https://elsewhere.example/x.png)');
    expect(html).not.toContain('style=');
    expect(html).not.toContain('<img');
    expect(html).toContain('<td class="align-right">2</td>');
  });

  it('leads links to the pages of the documentation, and names files that are not among them', () => {
    const { html } = render(
      '[a](mirror-transactions.md#saving) [b](../errors/README.md) [c](../../ARCHITECTURE.md) [d](../../src/main.ts) [e](#here) [f](https://example.com)',
    );
    const targets = [...html.matchAll(/href="([^"]+)"/g)].map(([, target]) => target);
    expect(targets).toEqual([
      '/docs/guides/mirror-transactions#saving',
      '/docs/errors',
      '/docs/architecture',
      '#here',
      'https://example.com',
    ]);
    expect(html).toContain('<span class="repository-file">d (<code>src/main.ts</code> in the repository)</span>');
    expect(html).toContain('rel="noreferrer" target="_blank"');
  });

  it('leads links to examples to the pages that show them', () => {
    const { html } = render(
      '[one](../../examples/proxy/Caddyfile) and [`two`](../../examples/integration/integrate.ts)',
    );
    expect(html).toContain('<a href="/docs/files/examples/proxy/Caddyfile">one</a>');
    expect(html).toContain('<a href="/docs/files/examples/integration/integrate.ts"><code>two</code></a>');
  });

  it('says the path of a file once where the text of its link is the path', () => {
    const { html } = render('See [src/main.ts](../../src/main.ts).');
    expect(html).toBe('<p>See <span class="repository-file">src/main.ts (in the repository)</span>.</p>\n');
  });

  it('gives every heading an anchor of its own, as repositories show it', () => {
    const { html, headings } = render('# `a_code`\n\n## What it means\n\n## What it means\n\n### Two, three');
    expect(headings).toEqual([
      { level: 2, text: 'What it means', anchor: 'what-it-means' },
      { level: 2, text: 'What it means', anchor: 'what-it-means-1' },
      { level: 3, text: 'Two, three', anchor: 'two-three' },
    ]);
    expect(html).toContain('<h1 id="a_code" tabindex="-1">');
    expect(html).toContain('href="#what-it-means-1"');
  });

  it('has code that keeps every character, with a button that copies it', () => {
    const code = 'curl "$A" -d \'{"a":1}\' # <note>';
    const { html } = render(`\`\`\`sh\n${code}\n\`\`\``);
    const shown = /<code>(.*)<\/code>/s.exec(html)?.[1]?.replaceAll(/<\/?span[^>]*>/g, '') ?? '';
    const decoded = shown
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    expect(decoded).toBe(code);
    expect(html).toContain('data-copy');
    expect(html).toContain('<span class="hl-comment"># &lt;note&gt;</span>');
  });

  it('is cut into the parts that are searched, each with its heading', () => {
    const { parts } = render('# A\n\nfirst `x`\n\n## B\n\n- two\n\n```sh\nls\n```');
    expect(parts.map(({ heading, text }) => [heading?.anchor, text.trim()])).toEqual([
      ['a', 'first x'],
      ['b', 'two ls'],
    ]);
    expect(parts[1]?.text).toContain('ls');
  });
});

describe('a description of the contract', () => {
  it('keeps its paragraphs, lists and code', () => {
    expect(renderDescription('One `a`.\n\n- two')).toBe('<p>One <code>a</code>.</p>\n<ul>\n<li>two</li>\n</ul>\n');
  });
});
