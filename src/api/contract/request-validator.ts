import type { Ajv2020 } from 'ajv/dist/2020.js';
import { accepted, type Refusal, type RefusalDetail, type Result, refuse, refused } from '../../domain/refusal.ts';
import { createBodyValidator } from './body-validator.ts';
import type { ContractOperation, JsonObject, ParameterLocation } from './contract.ts';
import { createParameterValidator, type ParameterOutcome } from './parameter-validator.ts';
import { refuseInvalid } from './problems.ts';
import { parseQueryString } from './query-string.ts';
import { findUnfitValue } from './unstorable-text.ts';

/** A request as it came in. `body` is parsed JSON; undefined when there was none. */
export interface RawRequest {
  readonly path: Readonly<Record<string, string>>;
  /** What follows the `?` in the URL, undecoded. */
  readonly queryString: string;
  /** All values that were sent of a header; undefined when there was none. */
  readonly headerValues: (name: string) => readonly string[] | undefined;
  readonly body: unknown;
}

export interface ValidatedRequest {
  readonly path: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly header: Record<string, unknown>;
  readonly body: unknown;
}

/** Checks requests of one operation against the contract; all rejected fields come in one refusal. */
export type RequestValidator = (request: RawRequest) => Result<ValidatedRequest>;

/**
 * A validator for one operation. The order of refusals: an unreadable query string, then everything that is
 * `validation_error`, then an empty cursor, then an id that no resource can have; so that the last is answered exactly
 * like the id of a resource that does not exist.
 */
export function createRequestValidator(
  ajv: Ajv2020,
  document: JsonObject,
  operation: ContractOperation,
): RequestValidator {
  const parametersIn = (location: ParameterLocation) =>
    operation.parameters.filter((each) => each.location === location);
  const validatePath = createParameterValidator(ajv, document, 'path', parametersIn('path'));
  const validateQuery = createParameterValidator(ajv, document, 'query', parametersIn('query'));
  const validateHeader = createParameterValidator(ajv, document, 'header', parametersIn('header'));
  const headerNames = parametersIn('header').map((each) => each.name);
  const validateBody = jsonBodyValidator(ajv, document, operation);
  return (request) => {
    const pairs = parseQueryString(request.queryString);
    if (!pairs.ok) return pairs;
    const path = validatePath(new Map(Object.entries(request.path).map(([name, text]) => [name, [text]])));
    const query = validateQuery(groupByName(pairs.value));
    const header = validateHeader(headersNamed(headerNames, request));
    const body = validateBody(request.body);
    const refusal = firstRefusal([path, query, header], body.details);
    if (refusal !== null) return refused(refusal);
    return accepted({ path: path.values, query: query.values, header: header.values, body: body.value });
  };
}

function firstRefusal(outcomes: readonly ParameterOutcome[], bodyDetails: readonly RefusalDetail[]): Refusal | null {
  const details = [...outcomes.flatMap((outcome) => outcome.details), ...bodyDetails];
  if (details.length > 0) return refuseInvalid(details);
  if (outcomes.some((outcome) => outcome.emptyCursor)) {
    const detail = { location: 'query', field: 'cursor', message: 'must not be empty' } as const;
    return refuse('invalid_cursor', 'The query parameter cursor is empty; leave it out to start at the beginning.', [
      detail,
    ]);
  }
  return outcomes.some((outcome) => outcome.impossibleId) ? NOT_FOUND : null;
}

/** The same for a resource that does not exist and for one that the key may not see. */
export const NOT_FOUND: Refusal = refuse('not_found', 'There is no such resource for this key.');

interface CheckedBody {
  readonly value: unknown;
  readonly details: readonly RefusalDetail[];
}

const MISSING_BODY: RefusalDetail = { location: 'body', field: '', message: 'is required: send a JSON object' };

/**
 * A missing body counts as `{}`, so that errors name what it should hold; one that is required is refused also where nothing in it
 * is. Other media types are checked where they are read.
 */
function jsonBodyValidator(
  ajv: Ajv2020,
  document: JsonObject,
  operation: ContractOperation,
): (sent: unknown) => CheckedBody {
  const schema = operation.body?.content.get('application/json');
  if (schema === undefined) return (sent) => ({ value: sent, details: [] });
  const validate = createBodyValidator(ajv, document, schema);
  return (sent) => {
    const value = sent === undefined ? {} : sent;
    const unfit = findUnfitValue(value);
    const details = unfit === null ? validate(value) : [unfit];
    const isMissed = sent === undefined && operation.body?.required === true;
    return { value, details: isMissed && details.length === 0 ? [MISSING_BODY] : details };
  };
}

function groupByName(pairs: readonly { name: string; value: string }[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { name, value } of pairs) {
    const values = grouped.get(name);
    if (values === undefined) grouped.set(name, [value]);
    else values.push(value);
  }
  return grouped;
}

/** Only the documented headers: every client sends others. */
function headersNamed(names: readonly string[], request: RawRequest): Map<string, readonly string[]> {
  return new Map(
    names.flatMap((name) => {
      const values = request.headerValues(name);
      return values === undefined ? [] : [[name, values] as const];
    }),
  );
}
