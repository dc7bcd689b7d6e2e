import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ErrorCode } from '../../domain/error-catalogue.ts';
import { isScope, type Scope } from '../../domain/scope.ts';

/** A JSON Schema of the contract, dialect 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export type ParameterLocation = 'path' | 'query' | 'header';

export interface ContractParameter {
  readonly name: string;
  readonly location: ParameterLocation;
  readonly required: boolean;
  /** References inside are resolved one level, so that `type`, `format` and `default` can be read off. */
  readonly schema: JsonSchema;
}

export interface ContractResponse {
  /** Schema by media type; empty for a response without a body. */
  readonly content: ReadonlyMap<string, JsonSchema>;
  readonly headers: ReadonlyMap<string, { readonly required: boolean; readonly schema: JsonSchema }>;
  /** Codes an error response can carry; empty for a success. */
  readonly errorCodes: readonly ErrorCode[];
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ContractOperation {
  readonly id: string;
  readonly method: HttpMethod;
  /** As in the contract, for example `/v1/connections/{connectionId}`. */
  readonly path: string;
  /** Null for the operations that need no key. */
  readonly scope: Scope | null;
  readonly parameters: readonly ContractParameter[];
  /** Null where the operation takes no body. */
  readonly body: { readonly required: boolean; readonly content: ReadonlyMap<string, JsonSchema> } | null;
  readonly responses: ReadonlyMap<number, ContractResponse>;
}

export interface Contract {
  /** The parsed document as it was written; `$ref`s in place. */
  readonly document: JsonObject;
  readonly operations: ReadonlyMap<string, ContractOperation>;
}

export type JsonObject = { readonly [key: string]: unknown };

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Reads the OpenAPI document once and indexes its operations by id.
 * Throws when the file cannot be read or when an operation lacks what the server needs of it (id, scope or `security: []`).
 */
export function loadContract(path: string): Contract {
  const document = objectAt(parse(readFileSync(path, 'utf8')), 'the document');
  const operations = new Map<string, ContractOperation>();
  for (const [template, item] of entriesOf(document.paths)) {
    for (const method of METHODS) {
      const node = objectAt(item, template)[method.toLowerCase()];
      if (node === undefined) continue;
      const operation = readOperation(document, template, method, objectAt(node, `${method} ${template}`));
      if (operations.has(operation.id)) throw new Error(`the contract has two operations named ${operation.id}`);
      operations.set(operation.id, operation);
    }
  }
  return { document, operations };
}

/** The operation with that id. Throws when the contract has none. */
export function getOperation(contract: Contract, id: string): ContractOperation {
  const operation = contract.operations.get(id);
  if (operation === undefined) throw new Error(`the contract has no operation ${id}`);
  return operation;
}

/** What a node means once its `$ref` is followed; siblings of the `$ref` win, as OpenAPI 3.1 has it for descriptions. */
export function resolveRef(document: JsonObject, node: unknown): JsonObject {
  const object = objectAt(node, 'a referenced part');
  if (typeof object.$ref !== 'string') return object;
  const { $ref, ...siblings } = object;
  return { ...resolveRef(document, partAt(document, $ref)), ...siblings };
}

/** The part of the document that a local reference such as `#/components/schemas/Entity` points to. */
export function partAt(document: JsonObject, ref: string): unknown {
  if (!ref.startsWith('#/')) throw new Error(`the contract refers outside itself: ${ref}`);
  let part: unknown = document;
  for (const step of ref.slice(2).split('/')) {
    part = objectAt(part, ref)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  if (part === undefined) throw new Error(`the contract has no ${ref}`);
  return part;
}

/** The value as an object. Throws, naming the place, when it is none. */
export function objectAt(value: unknown, place: string): JsonObject {
  if (!isObject(value)) throw new Error(`the contract needs an object at ${place}`);
  return value;
}

/** True for a JSON object; false for an array or null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readOperation(document: JsonObject, path: string, method: HttpMethod, node: JsonObject): ContractOperation {
  const id = node.operationId;
  if (typeof id !== 'string') throw new Error(`${method} ${path} has no operationId`);
  const parameters = Array.isArray(node.parameters) ? node.parameters : [];
  const responses = new Map<number, ContractResponse>();
  for (const [status, response] of entriesOf(node.responses)) {
    responses.set(Number(status), readResponse(document, resolveRef(document, response)));
  }
  return {
    id,
    method,
    path,
    scope: readScope(id, node),
    parameters: parameters.map((parameter: unknown) => readParameter(document, resolveRef(document, parameter))),
    body: readBody(document, node.requestBody),
    responses,
  };
}

function readScope(id: string, node: JsonObject): Scope | null {
  const scope = node['x-scope'];
  if (scope === undefined) {
    const open = Array.isArray(node.security) && node.security.length === 0;
    // Without this an operation whose scope was forgotten would be open to everybody.
    if (!open) throw new Error(`${id} has neither x-scope nor an empty security list`);
    return null;
  }
  if (typeof scope !== 'string' || !isScope(scope)) throw new Error(`${id} has an unknown x-scope`);
  return scope;
}

function readParameter(document: JsonObject, node: JsonObject): ContractParameter {
  const { name, in: location } = node;
  if (typeof name !== 'string') throw new Error('a parameter of the contract has no name');
  if (location !== 'path' && location !== 'query' && location !== 'header') {
    throw new Error(`parameter ${name} stands in ${String(location)}, which is not supported`);
  }
  return { name, location, required: node.required === true, schema: resolveRef(document, node.schema) };
}

function readBody(document: JsonObject, node: unknown): ContractOperation['body'] {
  if (node === undefined) return null;
  const body = resolveRef(document, node);
  return { required: body.required === true, content: readContent(body.content) };
}

function readResponse(document: JsonObject, node: JsonObject): ContractResponse {
  const headers = new Map<string, { required: boolean; schema: JsonSchema }>();
  for (const [name, header] of entriesOf(node.headers)) {
    const resolved = resolveRef(document, header);
    headers.set(name, { required: resolved.required === true, schema: objectAt(resolved.schema, name) });
  }
  const codes = node['x-error-codes'];
  return {
    content: readContent(node.content),
    headers,
    // The catalogue and the contract's ErrorCode are compared by a test.
    errorCodes: Array.isArray(codes) ? (codes as ErrorCode[]) : [],
  };
}

function readContent(node: unknown): ReadonlyMap<string, JsonSchema> {
  return new Map(
    entriesOf(node).map(([mediaType, content]) => [
      mediaType,
      objectAt(objectAt(content, mediaType).schema, mediaType),
    ]),
  );
}

function entriesOf(node: unknown): [string, unknown][] {
  return node === undefined ? [] : Object.entries(objectAt(node, 'a part of the contract'));
}
