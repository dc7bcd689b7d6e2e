import { useMemo } from 'react';
import { renderPage } from '../guides/render-markdown.ts';
import type { Reference } from '../state/contents.ts';
import { groupByTag } from './group-by-tag.ts';
import { Markdown } from './markdown.tsx';
import { MethodMark } from './marks.tsx';

/** The contract's own introduction, and every operation by its tag. */
export function ReferenceStart({ reference }: { readonly reference: Reference }) {
  const { info } = reference.document;
  const introduction = useMemo(() => renderPage(info.description, 'openapi/causeway.yaml').html, [info.description]);
  return (
    <article className="plain-page">
      <p className="kicker">API reference</p>
      <h1 tabIndex={-1}>{info.title}</h1>
      <p className="facts">
        <span className="mark">version {info.version}</span>
        <a className="mark" href="/v1/openapi.json">
          openapi.json
        </a>
      </p>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the renderer shows HTML in the text as text */}
      <div className="prose" dangerouslySetInnerHTML={{ __html: introduction }} />
      {groupByTag(reference).map(({ name, description, operations }) => (
        <section key={name} className="tag-section" id={`tag-${name.toLowerCase().replaceAll(' ', '-')}`}>
          <h2>{name}</h2>
          <Markdown text={description} />
          <ul className="operation-list">
            {operations.map(({ id, summary, method, path }) => (
              <li key={id}>
                <a href={`/docs/api/${id}`}>
                  <MethodMark method={method} />
                  <span className="operation-list-name">{summary}</span>
                  <code>{path}</code>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </article>
  );
}
