import { useEffect, useMemo } from 'react';
import type { Guides } from '../state/contents.ts';
import { goTo } from '../state/page-location.ts';
import type { GuidePage as Page } from './guide-catalogue.ts';
import { renderPage } from './render-markdown.ts';

/** One page of the repository's documentation, with what it holds beside it and its neighbours below it. */
export function GuidePage({
  guides: { texts, sections, pages },
  page,
  hash,
}: {
  readonly guides: Guides;
  readonly page: Page;
  readonly hash: string;
}) {
  const { html, headings } = useMemo(() => renderPage(texts[page.path] ?? '', page.path), [texts, page.path]);
  const outline = headings.filter(({ level }) => level === 2);
  // Errors of the API link to `/docs/errors#<code>`; each code has a page of its own.
  const wanted = page.children.find(({ address }) => address === `${page.address}/${hash}`)?.address;
  useEffect(() => {
    if (wanted !== undefined) goTo(wanted, { replace: true });
  }, [wanted]);
  const at = pages.indexOf(page);
  const section = sections.find(({ pages: own }) => own.some((each) => each === page || each.children.includes(page)));
  return (
    <div className="guide">
      <article className="guide-text">
        <p className="kicker">{section?.title ?? 'Guide'}</p>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the renderer shows HTML in the text as text */}
        <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
        <nav className="neighbours" aria-label="Neighbouring pages">
          <Neighbour page={pages[at - 1]} label="Before" />
          <Neighbour page={pages[at + 1]} label="Next" />
        </nav>
      </article>
      {outline.length < 2 ? null : (
        <nav className="outline" aria-labelledby="outline">
          <p id="outline" className="outline-title">
            On this page
          </p>
          <ul>
            {outline.map(({ anchor, text }) => (
              <li key={anchor}>
                <a href={`${page.address}#${anchor}`}>{text}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}

function Neighbour({ page, label }: { readonly page: Page | undefined; readonly label: string }) {
  if (page === undefined) return <span />;
  return (
    <a href={page.address} className="neighbour">
      <span className="neighbour-label">{label}</span>
      <span>{page.title}</span>
    </a>
  );
}
