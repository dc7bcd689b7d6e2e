import { useMemo } from 'react';
import type { ApiOperation } from '../contract/api-operation.ts';
import { planSample } from '../samples/sample-request.ts';
import type { Reference } from '../state/contents.ts';
import { AnswerList, ContentView, ExampleViewer, listExamples } from './answer-list.tsx';
import { Markdown } from './markdown.tsx';
import { ExtensionMark, MethodMark } from './marks.tsx';
import { ParameterList } from './parameter-list.tsx';
import { SampleTabs } from './sample-tabs.tsx';
import { TryIt } from './try-it.tsx';

/** One operation: what it takes, what it answers, how it is called, and a form that calls it. */
export function OperationPage({
  reference: { document },
  operation,
}: {
  readonly reference: Reference;
  readonly operation: ApiOperation;
}) {
  const { id, tag, summary, description, method, path, scope, needsKey, isExtension, parameters, body, answers } =
    operation;
  const request = useMemo(() => planSample(operation, { baseUrl: location.origin }), [operation]);
  const answerExamples = listExamples(
    answers.flatMap(({ status, contents }) => contents.map((content) => [status, content] as const)),
  );
  return (
    <article className="operation">
      <div className="operation-text">
        <p className="kicker">{tag}</p>
        <h1 tabIndex={-1}>{summary}</h1>
        <p className="endpoint">
          <MethodMark method={method} />
          <code>{path}</code>
        </p>
        <p className="facts">
          {scope === null ? (
            <span className="mark">{needsKey ? 'any key' : 'no key needed'}</span>
          ) : (
            <a className="mark mark-scope" href="/docs/operations/commands#causeway-keys-create">
              scope {scope}
            </a>
          )}
          <span className="mark mark-id">{id}</span>
          {isExtension ? <ExtensionMark /> : null}
        </p>
        <Markdown text={description} />
        {parameters.length === 0 ? null : (
          <>
            <h2 id="parameters">Parameters</h2>
            <ParameterList document={document} parameters={parameters} />
          </>
        )}
        {body === null ? null : (
          <>
            <h2 id="body">
              Body <span className="heading-note">{body.isRequired ? 'required' : 'may be left out'}</span>
            </h2>
            <Markdown text={body.description} />
            <ContentView document={document} content={body.content} />
          </>
        )}
        <h2 id="answers">Answers</h2>
        <AnswerList document={document} answers={answers} />
      </div>
      <aside className="operation-side" aria-label="Samples">
        <SampleTabs request={request} />
        {body === null ? null : <ExampleViewer title="Body" groups={listExamples([['', body.content]])} />}
        <ExampleViewer title="Answer" groups={answerExamples} />
        <TryIt key={id} document={document} operation={operation} />
      </aside>
    </article>
  );
}
