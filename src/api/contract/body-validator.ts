import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type { RefusalDetail } from '../../domain/refusal.ts';
import { isObject, type JsonObject, type JsonSchema } from './contract.ts';
import { detailsOfErrors } from './problems.ts';
import { requestSchema } from './request-schema.ts';
import { schemasIn } from './schema.ts';

/** Checks a JSON body in place, filling in defaults; the details of everything that is wrong, none when it is right. */
export type BodyValidator = (body: unknown) => readonly RefusalDetail[];

const NOT_AN_OBJECT: RefusalDetail = { location: 'body', field: '', message: 'must be a JSON object' };

/**
 * A validator for one request body. Where the contract offers several forms (`oneOf`), the form that the caller means is
 * found first and only that one is checked, so that errors name the real field and never say "matches no form".
 */
export function createBodyValidator(ajv: Ajv2020, document: JsonObject, schema: JsonSchema): BodyValidator {
  const inlined = requestSchema(document, schema);
  const forms = schemasIn(inlined.oneOf);
  const validators = (forms.length === 0 ? [inlined] : forms).map((form) => compileLazily(ajv, form));
  return (body) => {
    if (!isObject(body)) return [NOT_AN_OBJECT];
    const chosen = forms.length === 0 ? 0 : chooseForm(inlined, forms, body);
    if (typeof chosen !== 'number') return chosen;
    return validators[chosen]?.(body) ?? [];
  };
}

/** Compiling all bodies at start would cost more than a first request does. */
function compileLazily(ajv: Ajv2020, schema: JsonSchema): BodyValidator {
  let validate: ValidateFunction | undefined;
  return (body) => {
    validate ??= ajv.compile(schema);
    return validate(body) ? [] : detailsOfErrors('body', validate.errors ?? []);
  };
}

/** Index of the form that the body is meant to have, or what keeps it from having any. */
function chooseForm(schema: JsonSchema, forms: readonly JsonSchema[], body: JsonObject): number | RefusalDetail[] {
  const tag = isObject(schema.discriminator) ? schema.discriminator.propertyName : undefined;
  return typeof tag === 'string' ? chooseByTag(tag, forms, body) : chooseByProperties(forms, body);
}

function chooseByTag(tag: string, forms: readonly JsonSchema[], body: JsonObject): number | RefusalDetail[] {
  const values = forms
    .map((form) => propertiesOf(form)[tag])
    .map((property) => (isObject(property) ? property.const : undefined));
  const index = Object.hasOwn(body, tag) ? values.indexOf(body[tag]) : -1;
  if (index >= 0) return index;
  const message = Object.hasOwn(body, tag) ? `must be one of ${values.join(', ')}` : 'is required';
  return [{ location: 'body', field: tag, message }];
}

/** The form with the fewest missing properties among those that know all that was sent. */
function chooseByProperties(forms: readonly JsonSchema[], body: JsonObject): number | RefusalDetail[] {
  const sent = Object.keys(body).filter((name) => forms.some((form) => Object.hasOwn(propertiesOf(form), name)));
  const fitting = forms.flatMap((form, index) =>
    sent.every((name) => Object.hasOwn(propertiesOf(form), name)) ? [{ index, missing: missingIn(form, body) }] : [],
  );
  const unknown = Object.keys(body).filter((name) => !sent.includes(name));
  const unknownDetails = unknown.map((name) => detail(name, 'is not a known property'));
  if (fitting.length === 0) return [...combinationDetails(forms, sent), ...unknownDetails];
  const fewest = Math.min(...fitting.map((each) => each.missing.length));
  const best = fitting.filter((each) => each.missing.length === fewest);
  const [only] = best;
  if (only !== undefined && (best.length === 1 || fewest === 0)) return only.index;
  return [...missingDetails(best.map((each) => each.missing)), ...unknownDetails];
}

/** Several forms are equally near: what all of them want is required, and of the rest one is as good as the other. */
function missingDetails(missing: readonly (readonly string[])[]): RefusalDetail[] {
  const all = [...new Set(missing.flat())];
  const always = all.filter((name) => missing.every((names) => names.includes(name)));
  const either = all.filter((name) => !always.includes(name));
  return [
    ...always.map((field) => detail(field, 'is required')),
    ...either.slice(0, 1).map((field) => detail(field, `is required unless ${either.slice(1).join(' or ')} is given`)),
  ];
}

/** No form knows all that was sent: name what does not go together with the first property that tells forms apart. */
function combinationDetails(forms: readonly JsonSchema[], sent: readonly string[]): RefusalDetail[] {
  const telling = sent.filter((name) => !forms.every((form) => Object.hasOwn(propertiesOf(form), name)));
  const [first, ...rest] = telling;
  return rest.map((field) => detail(field, `cannot be combined with ${first}`));
}

function missingIn(form: JsonSchema, body: JsonObject): string[] {
  const required = Array.isArray(form.required) ? form.required.map(String) : [];
  // A null says as little about which form is meant as a missing property does.
  return required.filter((name) => !Object.hasOwn(body, name) || body[name] === null);
}

function propertiesOf(form: JsonSchema): JsonObject {
  return isObject(form.properties) ? form.properties : {};
}

function detail(field: string, message: string): RefusalDetail {
  return { location: 'body', field, message };
}
