import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ApiDocument } from '../contract/api-document.ts';
import type { ApiOperation } from '../contract/api-operation.ts';
import { exampleOf } from '../samples/parameter-example.ts';
import { planSample } from '../samples/sample-request.ts';
import { useTestKey } from '../state/test-key.tsx';
import { CodeBlock } from './code-block.tsx';
import { KeyField } from './key-field.tsx';
import { findKeyProblem } from './key-problem.ts';
import { type ShownAnswer, sendRequest } from './send-request.ts';

type Outcome =
  | { readonly state: 'idle' }
  | { readonly state: 'sending'; readonly text: string }
  | { readonly state: 'answered'; readonly answer: ShownAnswer }
  | { readonly state: 'failed'; readonly message: string };

/** Sends the operation to this server with a test key that the reader types. */
export function TryIt({ document, operation }: { readonly document: ApiDocument; readonly operation: ApiOperation }) {
  const { key, setKey } = useTestKey();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [body, setBody] = useState(() => exampleBody(operation));
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome>({ state: 'idle' });
  const controller = useRef<AbortController | null>(null);
  const keyField = useRef<HTMLInputElement>(null);
  const fields = operation.parameters.filter(({ location }) => location !== 'header');

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = operation.needsKey ? findKeyProblem(key) : null;
    // Drawn before the field gets the focus, which brings it into sight and has a screen reader read what describes it.
    flushSync(() => setProblem(found));
    if (found !== null) return keyField.current?.focus();
    const parsed = parseBody(body);
    if (parsed === 'broken') {
      setOutcome({ state: 'failed', message: 'The body is no JSON.' });
      return;
    }
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
    const request = planSample(operation, { baseUrl: location.origin, parameters: given });
    const sent = { ...request, body: operation.body === null || request.sentFile !== null ? undefined : parsed.value };
    controller.current = new AbortController();
    setOutcome({ state: 'sending', text: '' });
    try {
      const answer = await sendRequest(sent, {
        key,
        file,
        signal: controller.current.signal,
        onText: (text) => setOutcome({ state: 'sending', text: text.slice(-4_000) }),
      });
      setOutcome({ state: 'answered', answer });
    } catch (error) {
      const message = controller.current.signal.aborted ? 'Stopped.' : `Not sent: ${describe(error)}`;
      setOutcome({ state: 'failed', message });
    }
  };

  return (
    <section className="try" aria-labelledby="try-it">
      <h3 id="try-it">Try it</h3>
      <form onSubmit={send} className="try-form">
        {operation.needsKey ? <KeyField value={key} problem={problem} onChange={setKey} inputRef={keyField} /> : null}
        {fields.map((parameter) => (
          <TextInput
            key={parameter.name}
            label={parameter.name}
            required={parameter.isRequired}
            withAsterisk={parameter.isRequired}
            placeholder={exampleOf(document, operation, parameter)}
            value={values[parameter.name] ?? ''}
            onChange={(event) => setValues({ ...values, [parameter.name]: event.target.value })}
          />
        ))}
        <BodyField operation={operation} body={body} setBody={setBody} setFile={setFile} />
        <div className="try-actions">
          <Button type="submit" loading={outcome.state === 'sending' && outcome.text === ''}>
            Send {operation.method}
          </Button>
          {outcome.state === 'sending' ? (
            <Button variant="default" onClick={() => controller.current?.abort()}>
              Stop
            </Button>
          ) : null}
        </div>
      </form>
      <div aria-live="polite">
        <OutcomeView outcome={outcome} />
      </div>
    </section>
  );
}

function BodyField({
  operation,
  body,
  setBody,
  setFile,
}: {
  readonly operation: ApiOperation;
  readonly body: string;
  setBody(text: string): void;
  setFile(file: File | null): void;
}) {
  if (operation.body === null) return null;
  if (operation.body.content.type === 'multipart/form-data')
    return (
      <label className="try-file">
        <span>file</span>
        <input type="file" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
      </label>
    );
  return (
    <Textarea
      label="Body"
      value={body}
      autosize
      minRows={3}
      maxRows={14}
      spellCheck={false}
      classNames={{ input: 'try-body' }}
      onChange={(event) => setBody(event.target.value)}
    />
  );
}

function OutcomeView({ outcome }: { readonly outcome: Outcome }) {
  if (outcome.state === 'idle') return null;
  if (outcome.state === 'failed') return <p className="try-problem">{outcome.message}</p>;
  if (outcome.state === 'sending')
    return outcome.text === '' ? null : <CodeBlock code={outcome.text} language="text" />;
  const { status, durationMs, requestId, text, type, isCut } = outcome.answer;
  return (
    <div className="try-answer">
      <p className="try-facts cw-tabular">
        <strong className={`status status-${String(status).charAt(0)}`}>{status}</strong>
        <span>{durationMs} ms</span>
        {requestId === null ? null : <code>{requestId}</code>}
      </p>
      {text === '' ? null : <CodeBlock code={text} language={type.includes('json') ? 'json' : 'text'} />}
      {isCut ? <p className="try-cut">There was more than is shown.</p> : null}
    </div>
  );
}

function exampleBody({ body }: ApiOperation): string {
  const example = body?.content.examples[0]?.value;
  return example === undefined ? '' : JSON.stringify(example, null, 2);
}

function parseBody(text: string): { readonly value: ReturnType<typeof JSON.parse> } | 'broken' {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'broken';
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
