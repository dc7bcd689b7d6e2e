import { type KeyboardEvent, useId, useState } from 'react';
import { writeClientSample } from '../samples/client-sample.ts';
import { writeCurlSample } from '../samples/curl-sample.ts';
import { writeFetchSample } from '../samples/fetch-sample.ts';
import type { SampleRequest } from '../samples/sample-request.ts';
import { CodeBlock } from './code-block.tsx';

const LANGUAGES = [
  { name: 'curl', language: 'sh', write: writeCurlSample },
  { name: 'TypeScript', language: 'ts', write: writeClientSample },
  { name: 'fetch', language: 'ts', write: writeFetchSample },
] as const;

/** The language that was chosen last, on whichever page. */
let chosen = 0;

/** One request in every language of the samples. */
export function SampleTabs({ request }: { readonly request: SampleRequest }) {
  const [at, setAt] = useState(chosen);
  const id = useId();
  const choose = (next: number): void => {
    chosen = next;
    setAt(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = (at + step + LANGUAGES.length) % LANGUAGES.length;
    choose(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  const { language, write } = LANGUAGES[at] ?? LANGUAGES[0];
  return (
    <section className="samples" aria-label="Code samples">
      <div role="tablist" aria-label="Language of the sample" className="tabs" onKeyDown={onKeyDown}>
        {LANGUAGES.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            className="tab"
            onClick={() => choose(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${at}`}>
        <CodeBlock code={write(request)} language={language} />
      </div>
    </section>
  );
}
