import { useMemo } from 'react';
import { renderCode } from '../guides/render-markdown.ts';

/** Code with its language and a button that copies it. */
export function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const html = useMemo(() => renderCode(code, language), [code, language]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the renderer escapes the code
  return <div className="code-host" dangerouslySetInnerHTML={{ __html: html }} />;
}
