import {
  type AnswerNode,
  type ApiDocument,
  type Json,
  type MediaNode,
  type OperationNode,
  resolveNode,
  type SchemaNode,
} from './api-document.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiExample {
  readonly name: string;
  readonly summary: string;
  readonly value: Json;
}

export interface ApiContent {
  readonly type: string;
  readonly schema: SchemaNode | null;
  readonly examples: readonly ApiExample[];
  /** Messages of a stream of events, by their name. */
  readonly messages: readonly (readonly [string, SchemaNode])[];
}

export interface ApiParameter {
  readonly name: string;
  readonly location: 'path' | 'query' | 'header';
  readonly isRequired: boolean;
  readonly description: string;
  readonly schema: SchemaNode;
  readonly example: Json | undefined;
  readonly isExtension: boolean;
}

export interface ApiAnswer {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly contents: readonly ApiContent[];
  readonly errorCodes: readonly string[];
}

/** One operation, or one webhook, with every reference of its own parts followed. */
export interface ApiOperation {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly method: Method;
  /** As in the contract; for a webhook, the type of its event. */
  readonly path: string;
  readonly scope: string | null;
  readonly needsKey: boolean;
  readonly isExtension: boolean;
  readonly parameters: readonly ApiParameter[];
  readonly body: { readonly isRequired: boolean; readonly description: string; readonly content: ApiContent } | null;
  readonly answers: readonly ApiAnswer[];
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Every operation of the document, in its order. */
export function listOperations(document: ApiDocument): ApiOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const node = item[method.toLowerCase()];
      return node === undefined ? [] : [readOperation(document, node, { method, path })];
    }),
  );
}

/** Every webhook of the document; `path` is the type of its event. */
export function listWebhooks(document: ApiDocument): ApiOperation[] {
  return Object.entries(document.webhooks ?? {}).flatMap(([type, { post }]) =>
    post === undefined ? [] : [readOperation(document, post, { method: 'POST', path: type })],
  );
}

function readOperation(
  document: ApiDocument,
  node: OperationNode,
  { method, path }: { readonly method: Method; readonly path: string },
): ApiOperation {
  const body = node.requestBody === undefined ? null : resolveNode(document, node.requestBody);
  const content = Object.entries(body?.content ?? {}).map((entry) => readContent(document, entry))[0];
  return {
    id: node.operationId,
    tag: node.tags?.[0] ?? 'Other',
    summary: node.summary ?? node.operationId,
    description: node.description ?? '',
    method,
    path,
    scope: node['x-scope'] ?? null,
    needsKey: node.security === undefined || node.security.length > 0,
    isExtension: node['x-causeway-extension'] === true,
    parameters: (node.parameters ?? []).map((each) => {
      const parameter = resolveNode(document, each);
      return {
        name: parameter.name ?? '',
        location: parameter.in ?? 'query',
        isRequired: parameter.required === true,
        description: parameter.description ?? '',
        schema: parameter.schema ?? {},
        example: parameter.example,
        isExtension: parameter['x-causeway-extension'] === true,
      };
    }),
    body:
      body === null || content === undefined
        ? null
        : { isRequired: body.required === true, description: body.description ?? '', content },
    answers: Object.entries(node.responses).map(([status, answer]) => readAnswer(document, status, answer)),
  };
}

function readAnswer(document: ApiDocument, status: string, node: AnswerNode): ApiAnswer {
  const answer = resolveNode(document, node);
  return {
    status,
    description: answer.description ?? '',
    headers: Object.entries(answer.headers ?? {}).map(([name, header]) => [
      name,
      resolveNode(document, header).description ?? '',
    ]),
    contents: Object.entries(answer.content ?? {}).map((entry) => readContent(document, entry)),
    errorCodes: answer['x-error-codes'] ?? [],
  };
}

function readContent(document: ApiDocument, [type, media]: readonly [string, MediaNode]): ApiContent {
  const named = Object.entries(media.examples ?? {}).flatMap(([name, each]) => {
    const { summary = name, value } = resolveNode(document, each);
    return value === undefined ? [] : [{ name, summary, value }];
  });
  const single = media.example === undefined ? [] : [{ name: 'example', summary: 'Example', value: media.example }];
  return {
    type,
    schema: media.schema ?? null,
    examples: [...named, ...single],
    messages: Object.entries(media['x-sse-messages'] ?? {}),
  };
}
