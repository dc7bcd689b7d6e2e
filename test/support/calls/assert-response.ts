import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  type ContractResponse,
  getOperation,
  isObject,
  type JsonSchema,
  objectAt,
  resolveRef,
} from '../../../src/api/contract/contract.ts';
import { FORMATS } from '../../../src/api/contract/formats.ts';
import { inlineSchema, schemasIn } from '../../../src/api/contract/schema.ts';
import { ERROR_CATALOGUE } from '../../../src/domain/error-catalogue.ts';
import { theContract } from './load-contract.ts';

type Headers = Readonly<Record<string, unknown>>;

/** A response as it came. `body` is the parsed JSON, or undefined when there is none. */
interface SeenResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface AssertOptions {
  /** True when the request selected `fields`: views may then lack keys. */
  readonly sparse?: boolean;
}

/** "Times are RFC 3339 in UTC with milliseconds and Z." */
const SENT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** "A minus sign if negative, no plus sign, exponent, leading zeros or negative zero." */
const CANONICAL_DECIMAL = '^(?!-0(?:\\.0+)?$)-?(?:0|[1-9]\\d*)(?:\\.\\d+)?$';
const WIRE_DECIMAL = '^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$';

const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  discriminator: true,
  formats: { ...FORMATS, 'date-time': (text: string) => SENT_TIME.test(text) && !Number.isNaN(Date.parse(text)) },
});
/** By what the contract says: many operations and statuses answer with the same schema, and compiling it takes longer than most requests. */
const compiled = new Map<string, ValidateFunction>();

/**
 * Throws, saying what is wrong, unless a response is exactly what the contract documents: status, required headers, media
 * type, every documented key and no other, canonical amounts and times, a code that the status may carry, and one request id.
 */
export function assertResponseMatchesContract(
  operationId: string,
  { status, headers, body }: SeenResponse,
  options: AssertOptions = {},
): void {
  const place = `${operationId} ${status}`;
  const response = responseOf(operationId, status);
  assertHeaders(place, response, headers);
  if (response.content.size === 0) {
    assertThat(body === undefined || body === '', `${place}: the contract documents no body`);
    return;
  }
  const mediaType = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  const schema = response.content.get(mediaType);
  if (schema === undefined) throw new Error(`${place}: undocumented media type ${mediaType}`);
  if (mediaType !== 'application/json') return;
  // The document itself is documented only in outline.
  const isDocument = operationId === 'getOpenApi' && status === 200;
  const validate = isDocument ? ajv.compile(schema) : compile(schema, options);
  assertThat(validate(body), `${place}: ${ajv.errorsText(validate.errors, { separator: '; ' })}`);
  assertMeta(place, headers, body);
  if (status >= 400) assertErrorCode(place, status, response, body);
}

/** Throws, saying what is wrong, unless a value is exactly what a schema of the contract documents. */
export function assertMatchesSchema(name: string, value: unknown): void {
  const { schemas } = objectAt(theContract().document.components, 'components');
  const validate = compile(objectAt(objectAt(schemas, 'schemas')[name], name), {});
  assertThat(validate(value), `${name}: ${ajv.errorsText(validate.errors, { separator: '; ' })}`);
}

function responseOf(operationId: string, status: number): ContractResponse {
  const { document } = theContract();
  const documented = getOperation(theContract(), operationId).responses.get(status);
  if (documented !== undefined) return documented;
  const anywhere = objectAt(document['x-path-responses'], 'x-path-responses')[String(status)];
  if (anywhere === undefined) throw new Error(`${operationId}: the contract does not document status ${status}`);
  const node = resolveRef(document, anywhere);
  const content = objectAt(objectAt(node.content, 'content')['application/json'], 'application/json');
  const headers = Object.entries(objectAt(node.headers, 'headers')).map(([name, header]) => {
    const resolved = resolveRef(document, header);
    return [name, { required: resolved.required === true, schema: objectAt(resolved.schema, name) }] as const;
  });
  return {
    content: new Map([['application/json', objectAt(content.schema, 'schema')]]),
    headers: new Map(headers),
    errorCodes: node['x-error-codes'] as ContractResponse['errorCodes'], // Compared with the catalogue elsewhere.
  };
}

function assertHeaders(place: string, response: ContractResponse, headers: Headers): void {
  for (const [name, { required, schema }] of response.headers) {
    const value = headers[name.toLowerCase()];
    if (value === undefined) {
      assertThat(!required, `${place}: the header ${name} is missing`);
      continue;
    }
    const typed = schema.type === 'integer' ? Number(value) : value;
    const validate = compile(schema, {});
    assertThat(validate(typed), `${place}: the header ${name} is ${String(value)}: ${ajv.errorsText(validate.errors)}`);
  }
  assertThat(headers['x-content-type-options'] === 'nosniff', `${place}: X-Content-Type-Options is missing`);
  assertThat(headers['cache-control'] === 'no-store', `${place}: Cache-Control is not no-store`);
}

function assertMeta(place: string, headers: Headers, body: unknown): void {
  if (!isObject(body) || !isObject(body.meta)) return;
  assertThat(body.meta.requestId === headers['x-request-id'], `${place}: meta.requestId is not X-Request-Id`);
}

function assertErrorCode(place: string, status: number, response: ContractResponse, body: unknown): void {
  const error = objectAt(objectAt(body, place).error, place);
  const code = response.errorCodes.find((each) => each === error.code);
  if (code === undefined) throw new Error(`${place}: the code ${String(error.code)} is not documented here`);
  assertThat(
    ERROR_CATALOGUE[code].status === status,
    `${place}: ${code} belongs to status ${ERROR_CATALOGUE[code].status}`,
  );
  assertThat(code !== 'validation_error' || Array.isArray(error.details), `${place}: validation_error without details`);
}

function compile(schema: JsonSchema, options: AssertOptions): ValidateFunction {
  const key = `${options.sparse === true} ${textOf(schema)}`;
  let validate = compiled.get(key);
  if (validate === undefined) {
    validate = ajv.compile(strictSchema(schema, options));
    compiled.set(key, validate);
  }
  return validate;
}

const texts = new WeakMap<JsonSchema, string>();

function textOf(schema: JsonSchema): string {
  const text = texts.get(schema) ?? JSON.stringify(schema);
  texts.set(schema, text);
  return text;
}

/** The contract's schema with its prose promises added: every documented key, no other, canonical decimals. */
function strictSchema(schema: JsonSchema, { sparse = false }: AssertOptions): JsonSchema {
  return inlineSchema(theContract().document, schema, (node, name) => {
    if (name?.endsWith('View')) return schemasIn(node.anyOf)[sparse ? 1 : 0] ?? node;
    const decimal = node.pattern === WIRE_DECIMAL ? { ...node, pattern: CANONICAL_DECIMAL } : node;
    if (!isObject(decimal.properties)) return decimal;
    return { ...decimal, additionalProperties: false, required: requiredKeys(decimal, name) };
  });
}

function requiredKeys(node: JsonSchema, name: string | null): unknown {
  if (name?.startsWith('Sparse')) return node.required;
  const optional = isObject(node.properties) && 'documentationUrl' in node.properties ? ['details'] : [];
  return Object.keys(objectAt(node.properties, 'properties')).filter((key) => !optional.includes(key));
}

function assertThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
