import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  type ContractOperation,
  type ContractParameter,
  isObject,
  type JsonSchema,
  resolveRef,
} from '../../src/api/contract/contract.ts';
import { FORMATS } from '../../src/api/contract/formats.ts';
import { inlineSchema, typesOf } from '../../src/api/contract/schema.ts';
import { SPARSE_FIELDS } from '../../src/api/contract/types.generated.ts';
import type { ErrorCode } from '../../src/domain/error-catalogue.ts';
import { theContract } from '../../test/support/calls/load-contract.ts';
import { type FormField, type FuzzRequest, isIdRef, type KeyKind } from './fuzz-request.ts';

/**
 * What the contract says about a request, found out by other means than the server's: refused with one of these codes, about a
 * thing that is not there for the key, allowed in its form, or open to anything that is documented.
 */
export type Expectation =
  | { readonly kind: 'refused'; readonly codes: readonly ErrorCode[]; readonly why: string }
  | { readonly kind: 'missing' | 'fits' | 'open' };

const refused = (why: string, ...codes: ErrorCode[]): Expectation => ({ kind: 'refused', codes, why });

const KEY_CODES: Readonly<Partial<Record<KeyKind, ErrorCode>>> = {
  missing: 'missing_api_key',
  malformed: 'invalid_api_key',
  unknown: 'invalid_api_key',
  expired: 'api_key_expired',
  revoked: 'api_key_revoked',
};
/** The one scope of the key that has no other. */
export const ONLY_SCOPE = 'events:read';
const MAX_BODY_BYTES = 1_048_576;
const MAX_METADATA_BYTES = 16_384;
const MAX_DEPTH = 32;
const MAX_VALUES = 20_000;

/** `sent` has references to ids, `resolved` the ids themselves. The checks come in the order in which the server refuses. */
export function expectationOf(operation: ContractOperation, sent: FuzzRequest, resolved: FuzzRequest): Expectation {
  if (Object.values(resolved.path).includes('')) return refused('an empty id', 'not_found', 'method_not_allowed');
  if (resolved.method !== operation.method) return refused('another method', 'method_not_allowed');
  const keyCode = operation.scope === null ? undefined : KEY_CODES[resolved.key];
  if (keyCode !== undefined) return refused('the API key', keyCode);
  if (operation.scope !== null && resolved.key === 'scopeless' && operation.scope !== ONLY_SCOPE)
    return refused('the scope', 'insufficient_scope');
  return (
    refusalOfHeaders(operation, resolved) ??
    refusalOfForm(operation, resolved) ??
    refusalOfFields(operation, resolved) ??
    whatIsLeft(operation, sent)
  );
}

function whatIsLeft(operation: ContractOperation, sent: FuzzRequest): Expectation {
  if (sent.key === 'live') return { kind: 'open' };
  const ids = Object.entries(sent.path).filter(([name]) => name !== 'institutionId');
  if (ids.some(([, id]) => (isIdRef(id) ? id.from !== 'own' : true))) return { kind: 'missing' };
  return { kind: operation.id === 'getInstitution' ? 'open' : 'fits' };
}

function refusalOfHeaders(operation: ContractOperation, { body, headers }: FuzzRequest): Expectation | null {
  if (body.kind === 'none') return null;
  const bytes = body.kind === 'bytes' ? body.latin1.length : 0;
  if (body.kind === 'bytes' && bytes === 0) return null;
  if (operation.body === null) return refused('a body where none is taken', 'validation_error');
  const type = (body.kind === 'form' ? 'multipart/form-data' : body.contentType).toLowerCase();
  const [mediaType = '', ...parameters] = type.split(';').map((part) => part.trim());
  const charset = parameters
    .find((each) => each.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  const isEncoded = headers.some(([name, value]) => name === 'content-encoding' && value !== 'identity');
  if (!operation.body.content.has(mediaType) || isEncoded || !['utf-8', 'utf8', undefined].includes(charset))
    return refused('the media type', 'unsupported_media_type');
  return bytes > MAX_BODY_BYTES ? refused('the size', 'payload_too_large') : null;
}

/** Everything that the schemas of the contract say: what is not fitting in one place is enough. */
function refusalOfForm(operation: ContractOperation, request: FuzzRequest): Expectation | null {
  const body = readJson(operation, request);
  if (body === 'unreadable') return refused('a body that is no JSON', 'malformed_request');
  const pairs = readQuery(request);
  if (pairs === 'unreadable') return refused('a query that cannot be decoded', 'malformed_request');
  const why = findParameterFault(operation, pairs, request) ?? findBodyFault(operation, body);
  if (why !== null) return refused(why, 'validation_error');
  if (pairs.some(([name, value]) => name === 'cursor' && value === ''))
    return refused('an empty cursor', 'invalid_cursor');
  if (request.body.kind !== 'form' && operation.body?.content.has('multipart/form-data') === true)
    return refused('no form', 'validation_error', 'malformed_request', 'unsupported_media_type');
  if (request.body.kind !== 'form') return null;
  // What is wrong with a form shows while it is read, after it is known whom it is for.
  if (request.body.end === 'cut') return refused('a form that breaks off', 'malformed_request', 'not_found');
  const fault = findFormFault(operation, request.body.fields);
  return fault === null ? null : refused(fault, 'validation_error', 'malformed_request', 'not_found');
}

function readJson(operation: ContractOperation, { body }: FuzzRequest): unknown {
  if (body.kind === 'json')
    return operation.body === null ? undefined : JSON.parse(JSON.stringify(body.value) ?? 'null');
  if (body.kind !== 'bytes' || body.latin1 === '') return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body.latin1, 'latin1')));
  } catch {
    return 'unreadable';
  }
}

type Pairs = readonly (readonly [string, string])[];

function readQuery({ query, rawQuery }: FuzzRequest): Pairs | 'unreadable' {
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  try {
    const raw = rawQuery
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', ...rest] = part.split('=');
        return [decode(name), decode(rest.join('='))] as const;
      });
    return [...query.map(([name, value]) => [name, String(value)] as const), ...raw];
  } catch {
    return 'unreadable';
  }
}

function findParameterFault(operation: ContractOperation, pairs: Pairs, { headers, path }: FuzzRequest): string | null {
  for (const [name, value] of pairs) {
    const parameter = operation.parameters.find((each) => each.name === name && each.location === 'query');
    if (parameter === undefined) return `the unknown parameter ${JSON.stringify(name)}`;
    if (pairs.filter(([other]) => other === name).length > 1) return `${name} twice`;
    if (name !== 'cursor' && !parameterFits(parameter, value)) return `${name}=${JSON.stringify(value)}`;
  }
  for (const parameter of operation.parameters.filter((each) => each.location === 'path')) {
    // Only where the contract gives the format; any other text is the id of nothing.
    if (parameter.schema.format !== undefined && !parameterFits(parameter, String(path[parameter.name])))
      return `the path parameter ${parameter.name}`;
  }
  for (const parameter of operation.parameters.filter((each) => each.location === 'header')) {
    const values = headers.filter(([name]) => name.toLowerCase() === parameter.name.toLowerCase());
    if (values.length > 1) return `${parameter.name} twice`;
    // The parser of HTTP takes blanks at the ends away.
    if (values.some(([, value]) => !parameterFits(parameter, value.replace(/^[ \t]+|[ \t]+$/g, ''))))
      return `the header ${parameter.name}`;
  }
  return null;
}

function parameterFits({ schema }: ContractParameter, text: string): boolean {
  if (text === '' || text.includes('\u0000')) return false;
  if (!typesOf(schema).includes('integer')) return compile(schema)(text);
  return /^-?(?:0|[1-9]\d*)$/.test(text) && compile(schema)(Number(text));
}

function findBodyFault(operation: ContractOperation, body: unknown): string | null {
  const schema = operation.body?.content.get('application/json');
  if (schema === undefined) return null;
  const value = body === undefined ? {} : body;
  return isObject(value)
    ? (findUnfit(value) ?? (compile(schema)(value) ? null : 'the body'))
    : 'a body that is no object';
}

/** What the contract says in prose: text that can be kept, bounded nesting, bounded metadata. */
function findUnfit(value: JsonSchema): string | null {
  let values = 0;
  const look = (each: unknown, depth: number): string | null => {
    values += 1;
    if (depth > MAX_DEPTH) return 'the nesting';
    if (typeof each === 'string' && (each.includes('\u0000') || !each.isWellFormed()))
      return 'a text that cannot be kept';
    if (typeof each === 'number' && !Number.isFinite(each)) return 'a number that is read as endless';
    if (typeof each !== 'object' || each === null) return null;
    for (const [name, inner] of Object.entries(each)) {
      const found = look(name, depth) ?? look(inner, depth + 1);
      if (found !== null) return found;
    }
    return null;
  };
  const found = look(value, 0);
  if (found !== null) return found;
  if (values > 2 * MAX_VALUES) return 'a flood of values';
  const isLarge = (each: unknown) => isObject(each) && Buffer.byteLength(JSON.stringify(each)) > MAX_METADATA_BYTES;
  return isLarge(value.metadata) || isLarge(value.csvProfile) ? 'the size of metadata' : null;
}

function findFormFault(operation: ContractOperation, fields: readonly FormField[]): string | null {
  const schema = operation.body?.content.get('multipart/form-data');
  const form = schema === undefined ? {} : resolveRef(theContract().document, schema);
  const properties = isObject(form.properties) ? form.properties : {};
  const files = fields.filter(({ fileName }) => fileName !== null);
  if (files.length !== 1 || files[0]?.name !== 'file') return 'the file of the form';
  if (new Set(fields.map(({ name }) => name)).size !== fields.length) return 'a field twice';
  for (const { name, value } of fields.filter(({ fileName }) => fileName === null)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!isObject(property)) return `the unknown field ${JSON.stringify(name)}`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text.includes('\u0000')) return 'a text that cannot be kept';
    const inlined = inlineSchema(theContract().document, property, (node) => node);
    if (!compile(inlined)(inlined.type === 'object' && typeof value !== 'string' ? value : text))
      return `the field ${name}`;
  }
  return null;
}

/** What `fields` may name stands in the schemas of views. */
function refusalOfFields(operation: ContractOperation, request: FuzzRequest): Expectation | null {
  const pairs = readQuery(request);
  const fields = pairs === 'unreadable' ? undefined : pairs.find(([name]) => name === 'fields')?.[1];
  if (fields === undefined) return null;
  const known: readonly string[] = SPARSE_FIELDS[operation.id === 'listAccounts' ? 'Account' : 'Transaction'].known;
  if (
    String(fields)
      .split(',')
      .every((name) => known.includes(name))
  )
    return null;
  return refused('a field of no view', 'validation_error', 'not_found', 'invalid_cursor');
}

const ajv = new Ajv2020({ strict: false, discriminator: true, formats: FORMATS });
const compiled = new Map<JsonSchema, ValidateFunction>();

/** "Unknown body properties are validation_error." */
function closed(node: JsonSchema): JsonSchema {
  const isOpen = node.properties === undefined || node.additionalProperties !== undefined;
  return isOpen ? node : { ...node, additionalProperties: false };
}

/** Checks against the contract as it is written, without what the server makes of it. */
function compile(schema: JsonSchema): (value: unknown) => boolean {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(inlineSchema(theContract().document, schema, closed));
    compiled.set(schema, validate);
  }
  const check = validate;
  return (value) => check(value) === true;
}
