import { readFileSync, statSync } from 'node:fs';
import { load } from 'js-yaml';
import { isPermission, OWNERS_OPERATIONS, PERSONAL_OPERATIONS, type Permission } from '../../domain/access/role.ts';
import { isScope } from '../../domain/access/scope.ts';
import type { ErrorCode } from '../../domain/error-catalogue.ts';

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

/** What a request proves itself with: an API key, the session of a person in the console, the token of a Connect link, or nothing. */
export type Credential = 'apiKey' | 'consoleSession' | 'connectToken' | 'none';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ContractOperation {
  readonly id: string;
  readonly method: HttpMethod;
  /** As in the contract, for example `/v1/connections/{connectionId}`. */
  readonly path: string;
  readonly credential: Credential;
  /** What the caller must be allowed to do; null where the credential alone is enough, and where there is none. */
  readonly scope: Permission | null;
  /** False for what only the web pages of this installation call. */
  readonly isPublic: boolean;
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
 * Reads the public OpenAPI document once, and with it the one of the web pages where it is wanted, which may refer to the first one's
 * components. Indexes their operations by id. Throws when a file cannot be read or when an operation lacks what the server needs of
 * it (id, scope or `security`).
 */
export function loadContract(path: string, webPath?: string): Contract {
  const publicDocument = readDocument(path);
  const webDocument = webPath === undefined ? null : readDocument(webPath);
  const document = webDocument === null ? publicDocument : mergeDocuments(publicDocument, webDocument);
  const operations = new Map<string, ContractOperation>();
  for (const [template, item] of entriesOf(document.paths)) {
    const isPublic = isObject(publicDocument.paths) && Object.hasOwn(publicDocument.paths, template);
    for (const method of METHODS) {
      const node = objectAt(item, template)[method.toLowerCase()];
      if (node === undefined) continue;
      const place = { path: template, method, isPublic };
      const operation = readOperation(document, place, objectAt(node, `${method} ${template}`));
      if (operations.has(operation.id)) throw new Error(`the contract has two operations named ${operation.id}`);
      operations.set(operation.id, operation);
    }
  }
  return { document, operations };
}

/** By path. A process that makes several servers, as tests do, parses a document once; nobody changes what was parsed. */
const parsed = new Map<string, { readonly changedAtMs: number; readonly document: JsonObject }>();

function readDocument(path: string): JsonObject {
  const { mtimeMs: changedAtMs } = statSync(path);
  const known = parsed.get(path);
  if (known?.changedAtMs === changedAtMs) return known.document;
  const document = objectAt(load(readFileSync(path, 'utf8'), { filename: path }), 'the document');
  parsed.set(path, { changedAtMs, document });
  return document;
}

/** Both documents as one: paths and components side by side, all else as in the first. Throws where both say something of one name. */
export function mergeDocuments(first: JsonObject, second: JsonObject): JsonObject {
  const components: Record<string, JsonObject> = {};
  for (const section of new Set(
    [first, second].flatMap(({ components }) => Object.keys(objectAt(components, 'components'))),
  ))
    components[section] = joined(sectionOf(first, section), sectionOf(second, section), section);
  return { ...first, paths: joined(sectionAt(first.paths), sectionAt(second.paths), 'paths'), components };
}

function sectionOf({ components }: JsonObject, section: string): JsonObject {
  return sectionAt(objectAt(components, 'components')[section]);
}

function sectionAt(node: unknown): JsonObject {
  return node === undefined ? {} : objectAt(node, 'a section of the contract');
}

function joined(first: JsonObject, second: JsonObject, place: string): JsonObject {
  const twice = Object.keys(second).find((name) => Object.hasOwn(first, name));
  if (twice !== undefined) throw new Error(`both documents of the contract say what ${twice} in ${place} is`);
  return { ...first, ...second };
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

function readOperation(
  document: JsonObject,
  { path, method, isPublic }: Pick<ContractOperation, 'path' | 'method' | 'isPublic'>,
  node: JsonObject,
): ContractOperation {
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
    isPublic,
    ...readAccess(id, node, isPublic),
    parameters: parameters.map((parameter: unknown) => readParameter(document, resolveRef(document, parameter))),
    body: readBody(document, node.requestBody),
    responses,
  };
}

/** Without this, an operation whose scope was forgotten would be open to everybody, to every key, or to everybody who is signed in. */
function readAccess(id: string, node: JsonObject, isPublic: boolean): Pick<ContractOperation, 'credential' | 'scope'> {
  const credential = readCredential(id, node.security);
  const scope = node['x-scope'];
  if (scope === undefined) {
    if (credential === 'apiKey') throw new Error(`${id} has neither x-scope nor a security list of its own`);
    if (credential === 'consoleSession' && !PERSONAL_OPERATIONS.includes(id) && !OWNERS_OPERATIONS.includes(id))
      throw new Error(`${id} has no x-scope, and is none of what people may do without a role`);
    return { credential, scope: null };
  }
  if (typeof scope === 'string' && credential !== 'none' && isPermission(scope) && (!isPublic || isScope(scope)))
    return { credential, scope };
  throw new Error(`${id} has an unknown x-scope`);
}

function readCredential(id: string, security: unknown): Credential {
  if (security === undefined) return 'apiKey';
  const schemes = Array.isArray(security) ? security.flatMap((each: unknown) => Object.keys(objectAt(each, id))) : null;
  if (schemes?.length === 0) return 'none';
  const [scheme] = schemes ?? [];
  if (schemes?.length !== 1 || (scheme !== 'apiKey' && scheme !== 'consoleSession' && scheme !== 'connectToken'))
    throw new Error(`${id} has a security list that is not understood`);
  return scheme;
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
