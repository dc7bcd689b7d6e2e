import { useMemo } from 'react';
import { renderDescription, renderInline } from '../guides/render-markdown.ts';

/** A description of the contract, with its paragraphs and lists. */
export function Markdown({ text }: { readonly text: string }) {
  const html = useMemo(() => renderDescription(text), [text]);
  if (text === '') return null;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the renderer shows HTML in the text as text
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** The same in one line. */
export function InlineMarkdown({ text }: { readonly text: string }) {
  const html = useMemo(() => renderInline(text.replaceAll('\n', ' ')), [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the renderer shows HTML in the text as text
  return <span className="prose-line" dangerouslySetInnerHTML={{ __html: html }} />;
}
