import type { Json } from '../contract/api-document.ts';
import type { ApiOperation, Method } from '../contract/api-operation.ts';

/** What the samples of one operation send, before it is written down in a language. */
export interface SampleRequest {
  readonly operationId: string;
  readonly method: Method;
  readonly baseUrl: string;
  /** Filled path with the query, to follow the base URL. */
  readonly target: string;
  /** Path and query parameters by name, as the client takes them. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly body: Json | undefined;
  /** Name of the file that is sent as a form; null for other bodies. */
  readonly sentFile: string | null;
  /** Name under which an answer that is a file is kept; null for other answers. */
  readonly receivedFile: string | null;
  readonly isLive: boolean;
  readonly needsKey: boolean;
  readonly isList: boolean;
  readonly hasAnswerBody: boolean;
}

export interface SampleChoices {
  /** Address of the installation, without a slash at the end. */
  readonly baseUrl: string;
  /** Values of parameters in place of the contract's examples. */
  readonly parameters?: Readonly<Record<string, Json>>;
  /** In place of the contract's first example. */
  readonly body?: Json;
}

const SAMPLE_LIMIT = 20;
const EXTENSIONS: readonly (readonly [string, string])[] = [
  ['application/pdf', 'pdf'],
  ['image/png', 'png'],
  ['text/csv', 'csv'],
];

/** The request that the samples of an operation make: its examples, and nothing that may be left out but `limit`. */
export function planSample(operation: ApiOperation, { baseUrl, parameters = {}, body }: SampleChoices): SampleRequest {
  const values: Record<string, Json> = {};
  for (const { name, location, isRequired, example, schema } of operation.parameters) {
    if (location === 'header') continue;
    const given = parameters[name];
    if (given !== undefined) values[name] = given;
    else if (isRequired) values[name] = example ?? schema.examples?.[0] ?? schema.enum?.[0] ?? name;
    else if (name === 'limit') values[name] = SAMPLE_LIMIT;
  }
  const inPath = new Set([...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String(values[name] ?? name)),
  );
  const query = Object.entries(values)
    .filter(([name]) => !inPath.has(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  const types = successTypes(operation);
  const form = operation.body?.content.type === 'multipart/form-data';
  return {
    operationId: operation.id,
    method: operation.method,
    baseUrl,
    target: query === '' ? path : `${path}?${query}`,
    parameters: values,
    body: form ? undefined : (body ?? requiredBody(operation)),
    sentFile: form ? 'statement.bai' : null,
    receivedFile: receivedFileOf(operation, types),
    isLive: types.includes('text/event-stream'),
    needsKey: operation.needsKey,
    isList: operation.id.startsWith('list') && operation.parameters.some(({ name }) => name === 'cursor'),
    hasAnswerBody: types.length > 0,
  };
}

/** The first example of a body. One that may be left out is left out, unless there is an example. */
function requiredBody({ body }: ApiOperation): Json | undefined {
  if (body === null) return undefined;
  return body.content.examples[0]?.value ?? (body.isRequired ? {} : undefined);
}

function successTypes({ answers }: ApiOperation): string[] {
  return answers
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ contents }) => contents.map(({ type }) => type));
}

function receivedFileOf({ path }: ApiOperation, types: readonly string[]): string | null {
  if (types.length === 0 || types.includes('application/json') || types.includes('text/event-stream')) return null;
  const extension = EXTENSIONS.find(([type]) => types.includes(type))?.[1] ?? 'bin';
  return `${path.slice(path.lastIndexOf('/') + 1)}.${extension}`;
}
