import type { ApiOperation } from '../contract/api-operation.ts';
import type { Reference } from '../state/contents.ts';
import { AnswerList, ContentView, ExampleViewer, listExamples } from './answer-list.tsx';
import { Markdown } from './markdown.tsx';
import { ExtensionMark, MethodMark } from './marks.tsx';
import { ParameterList } from './parameter-list.tsx';

/** One type of event, as a receiver gets it. */
export function WebhookPage({
  reference: { document },
  webhook,
}: {
  readonly reference: Reference;
  readonly webhook: ApiOperation;
}) {
  const { summary, path, description, isExtension, parameters, body, answers } = webhook;
  return (
    <article className="operation">
      <div className="operation-text">
        <p className="kicker">Webhook</p>
        <h1 tabIndex={-1}>{summary}</h1>
        <p className="endpoint">
          <MethodMark method="EVENT" />
          <code>{path}</code>
        </p>
        {isExtension ? (
          <p className="facts">
            <ExtensionMark />
          </p>
        ) : null}
        <Markdown text={description} />
        <p>
          <a href="/docs/guides/webhooks">How webhooks are registered, signed, tried again and replayed</a>
        </p>
        <h2 id="parameters">Headers of the delivery</h2>
        <ParameterList document={document} parameters={parameters} />
        {body === null ? null : (
          <>
            <h2 id="body">Payload</h2>
            <ContentView document={document} content={body.content} />
          </>
        )}
        <h2 id="answers">Your answer</h2>
        <AnswerList document={document} answers={answers} />
      </div>
      <aside className="operation-side" aria-label="Examples">
        {body === null ? null : <ExampleViewer title="Payload" groups={listExamples([['', body.content]])} />}
      </aside>
    </article>
  );
}
