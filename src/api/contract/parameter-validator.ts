import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type { RefusalDetail } from '../../domain/refusal.ts';
import type { ContractParameter, JsonObject, ParameterLocation } from './contract.ts';
import { filterId, idKindOf, parseId } from './id-kind.ts';
import { detailsOfErrors } from './problems.ts';
import { requestSchema } from './request-schema.ts';
import { typesOf } from './schema.ts';
import { isUnstorable } from './unstorable-text.ts';

/** What became of the parameters of one place: typed values, and what was wrong with them. */
export interface ParameterOutcome {
  readonly values: Record<string, unknown>;
  readonly details: readonly RefusalDetail[];
  /** A plain-string path id that no resource can have: `not_found`, once everything else is in order. */
  readonly impossibleId: boolean;
  /** An empty cursor: `invalid_cursor`, once everything else is in order. */
  readonly emptyCursor: boolean;
}

/** Checks the parameters of one place. Takes each with all the values it was given. */
export type ParameterValidator = (given: ReadonlyMap<string, readonly string[]>) => ParameterOutcome;

/** A validator for the path, query or header parameters of an operation. */
export function createParameterValidator(
  ajv: Ajv2020,
  document: JsonObject,
  location: ParameterLocation,
  parameters: readonly ContractParameter[],
): ParameterValidator {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  if (location === 'path') for (const parameter of parameters) assertFormIsKnown(parameter);
  let validate: ValidateFunction | undefined;
  return (given) => {
    const draft: Draft = { values: {}, impossibleId: false, emptyCursor: false };
    const complaints = new Map<string, string>();
    for (const [name, texts] of given) {
      const parameter = known.get(name);
      const complaint =
        parameter === undefined ? unknownParameter(known) : readParameter(draft, { location, name, texts }, parameter);
      if (complaint !== null) complaints.set(name, complaint);
    }
    const details: RefusalDetail[] = [...complaints].map(([field, message]) => ({ location, field, message }));
    validate ??= ajv.compile(sectionSchema(document, parameters));
    if (!validate(draft.values)) {
      // A parameter that could not be read at all has no value and would be called missing as well.
      const more = detailsOfErrors(location, validate.errors ?? []);
      details.push(...more.filter((detail) => !complaints.has(detail.field)));
    }
    return { ...draft, details };
  };
}

interface Draft {
  values: Record<string, unknown>;
  impossibleId: boolean;
  emptyCursor: boolean;
}

/** A parameter as it came: every value that its name was given. */
interface GivenParameter {
  readonly location: ParameterLocation;
  readonly name: string;
  readonly texts: readonly string[];
}

/** Puts the typed value into the draft; what is wrong with the text where there is no value. */
function readParameter(
  draft: Draft,
  { location, name, texts }: GivenParameter,
  parameter: ContractParameter,
): string | null {
  const [text = ''] = texts;
  if (texts.length > 1) return 'must be given only once';
  const kind = idKindOf(parameter);
  if (location === 'path' && kind !== null) {
    draft.impossibleId ||= parseId(kind, text) === null;
    draft.values[name] = parseId(kind, text) ?? text;
    return null;
  }
  // A cursor is only ever compared: whatever is wrong with its text, it is an invalid cursor.
  const isCursor = location === 'query' && name === 'cursor';
  if (isUnstorable(text) && !isCursor) return 'must not contain NUL characters';
  if (text === '') {
    if (!isCursor) return 'must not be empty';
    draft.emptyCursor = true;
    return null;
  }
  draft.values[name] = kind === null ? coerce(parameter, text) : filterId(kind, text);
  return null;
}

function unknownParameter(known: ReadonlyMap<string, ContractParameter>): string {
  const names = [...known.keys()];
  return `is not a known parameter; ${names.length === 0 ? 'there are none here' : `known are ${names.join(', ')}`}`;
}

/** Text becomes a number or a truth value only where the contract's type asks for it, and only in canonical form. */
function coerce(parameter: ContractParameter, text: string): unknown {
  const types = typesOf(parameter.schema);
  if (types.includes('integer')) return /^-?(?:0|[1-9]\d*)$/.test(text) ? Number(text) : text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function sectionSchema(document: JsonObject, parameters: readonly ContractParameter[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((each) => [each.name, requestSchema(document, each.schema)])),
    required: parameters.filter((each) => each.required).map((each) => each.name),
  };
}

/** A store must never be asked for an id of the wrong form, so a new kind of path id has to be named in `id-kind.ts`. */
function assertFormIsKnown(parameter: ContractParameter): void {
  if (parameter.schema.format === undefined && idKindOf(parameter) === null) {
    throw new Error(`the form of the path parameter ${parameter.name} is not known`);
  }
}
