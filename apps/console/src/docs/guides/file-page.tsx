import { useMemo } from 'react';
import { ErrorState } from '../../components/states/error-state.tsx';
import { MissingPage } from '../frame/missing-page.tsx';
import { createOnce } from '../state/once.ts';
import { languageOf } from './highlight.ts';
import { renderCode } from './render-markdown.ts';
import { repositoryFiles } from './repository-files.ts';

/** One file of the repository as it is, for those who read the guides without the repository at hand. */
export function FilePage({ path }: { readonly path: string }) {
  const read = repositoryFiles.get(path);
  return read === undefined ? <MissingPage /> : <FileText key={path} path={path} read={read} />;
}

function FileText({ path, read }: { readonly path: string; read(): Promise<string> }) {
  const file = useMemo(() => createOnce(read), [read]);
  const loaded = file.use();
  if (loaded.state === 'failed') return <ErrorState error={loaded.error} onRetry={file.retry} />;
  const html = loaded.state === 'ready' ? renderCode(loaded.value, languageOf(path)) : '';
  return (
    <div className="guide">
      <article className="guide-text file-page">
        <p className="kicker">In the repository</p>
        <h1 tabIndex={-1}>{path}</h1>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the renderer shows HTML in the text as text */}
        <div dangerouslySetInnerHTML={{ __html: html }} />
      </article>
    </div>
  );
}
