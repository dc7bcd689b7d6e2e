import { useState } from 'react';
import type { ApiDocument } from '../contract/api-document.ts';
import type { ApiAnswer, ApiContent } from '../contract/api-operation.ts';
import { CodeBlock } from './code-block.tsx';
import { InlineMarkdown } from './markdown.tsx';
import { SchemaTree } from './schema-tree.tsx';

/** Every answer of an operation; those that are no success with their codes, each of which has a page. */
export function AnswerList({
  document,
  answers,
}: {
  readonly document: ApiDocument;
  readonly answers: readonly ApiAnswer[];
}) {
  return (
    <ul className="answers">
      {answers.map((answer, at) => (
        <AnswerRow key={answer.status} document={document} answer={answer} isFirst={at === 0} />
      ))}
    </ul>
  );
}

function AnswerRow({
  document,
  answer,
  isFirst,
}: {
  readonly document: ApiDocument;
  readonly answer: ApiAnswer;
  readonly isFirst: boolean;
}) {
  const [isOpen, setOpen] = useState(isFirst);
  const { status, description, contents, errorCodes, headers } = answer;
  const hasMore = contents.length > 0 || headers.length > 0;
  return (
    <li className="answer" id={`answer-${status}`}>
      <div className="answer-head">
        <button
          type="button"
          className={`status status-${status.charAt(0)}`}
          aria-expanded={isOpen}
          disabled={!hasMore}
          onClick={() => setOpen(!isOpen)}
        >
          {status} <span aria-hidden>{isOpen ? '−' : '+'}</span>
        </button>
        <div className="answer-text">
          <InlineMarkdown text={description} />
          {errorCodes.length === 0 ? null : (
            <div className="codes">
              {errorCodes.map((code) => (
                <a key={code} className="error-code" href={`/docs/errors/${code}`}>
                  {code}
                </a>
              ))}
            </div>
          )}
        </div>
      </div>
      {isOpen ? <AnswerDetails document={document} contents={contents} headers={headers} /> : null}
    </li>
  );
}

function AnswerDetails({
  document,
  contents,
  headers,
}: { readonly document: ApiDocument } & Pick<ApiAnswer, 'contents' | 'headers'>) {
  return (
    <div className="answer-body">
      {headers.length === 0 ? null : (
        <details className="answer-headers">
          <summary>Headers ({headers.length})</summary>
          <dl>
            {headers.map(([name, text]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  <InlineMarkdown text={text} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {contents.map((content) => (
        <ContentView key={content.type} document={document} content={content} />
      ))}
    </div>
  );
}

/** Schema and messages of one kind of content. */
export function ContentView({
  document,
  content: { type, schema, messages },
}: {
  readonly document: ApiDocument;
  readonly content: ApiContent;
}) {
  return (
    <div>
      <p className="content-type">{type}</p>
      {schema === null || messages.length > 0 ? null : <SchemaTree document={document} node={schema} />}
      {messages.length === 0 ? null : (
        <ul className="tree">
          {messages.map(([name, node]) => (
            <li key={name} className="tree-row">
              <div className="tree-head">
                <code className="tree-name">event: {name}</code>
              </div>
              <div className="tree-body">
                <SchemaTree document={document} node={node} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The examples of all answers, one shown at a time. */
export function ExampleViewer({ title, groups }: { readonly title: string; readonly groups: readonly ExampleGroup[] }) {
  const [at, setAt] = useState(0);
  const shown = groups[at] ?? groups[0];
  if (shown === undefined) return null;
  return (
    <section className="examples" aria-label={title}>
      <div className="examples-head">
        <h3>{title}</h3>
        {groups.length < 2 ? null : (
          <select aria-label={`${title}: which one`} value={at} onChange={(event) => setAt(Number(event.target.value))}>
            {groups.map(({ label }, index) => (
              <option key={label} value={index}>
                {label}
              </option>
            ))}
          </select>
        )}
      </div>
      <CodeBlock code={shown.code} language={shown.language} />
    </section>
  );
}

export interface ExampleGroup {
  readonly label: string;
  readonly code: string;
  readonly language: string;
}

/** Examples of contents, with labels that differ. */
export function listExamples(contents: readonly (readonly [string, ApiContent])[]): ExampleGroup[] {
  const labels = new Map<string, number>();
  return contents.flatMap(([prefix, { examples }]) =>
    examples.map(({ summary, value }) => {
      const label = prefix === '' ? summary : `${prefix} ${summary}`;
      const count = labels.get(label) ?? 0;
      labels.set(label, count + 1);
      const isText = typeof value === 'string';
      return {
        label: count === 0 ? label : `${label} (${count + 1})`,
        code: isText ? value : JSON.stringify(value, null, 2),
        language: isText ? 'text' : 'json',
      };
    }),
  );
}
