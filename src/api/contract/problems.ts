import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Refusal, type RefusalDetail, refuse } from '../../domain/refusal.ts';
import { isObject } from './contract.ts';
import { schemasIn } from './schema.ts';

/** What each pattern of the contract's requests means in words. A test holds it against the contract. */
export const PATTERN_MESSAGES: Readonly<Record<string, string>> = {
  '^https://.+': 'must begin with https://',
  '^https?://.+': 'must begin with https://',
  '^[A-Z0-9]{3,12}$': 'must be a currency code: 3 to 12 capital letters and digits',
  '^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)$': 'must be a decimal number such as -1250.00',
  '^\\d+(?:\\.\\d{1,18})?$': 'must be an unsigned decimal number such as 1250.00, with at most 18 decimals',
  '^\\S(?:.*\\S)?$': 'must not begin or end with white space',
  '^[A-Za-z0-9.:-]{1,253}$': 'must be a host name or an address',
  '^SHA256:[A-Za-z0-9+/]{43}=?$': 'must be a fingerprint as ssh-keygen -lf prints it: SHA256: and 43 characters',
  '^evt_[0-7][0-9A-HJKMNP-TV-Z]{25}$': 'must be the id of an event: evt_ and 26 characters',
  '^[A-Z]{3}$': 'must be a currency code of three capital letters',
  '^[A-Z]{2}$': 'must be a country code of two capital letters',
  '^#[0-9a-fA-F]{6}$': 'must be a colour such as #1f5f8b',
  '^[a-z]{2,3}(-[A-Z]{2})?$': 'must be a language tag such as en or en-GB',
  '^\\d{9}$': 'must be 9 digits',
  '^\\d{8}$': 'must be 8 digits',
  '^\\d{6}$': 'must be 6 digits',
  '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$': 'must be an IBAN in capitals, without spaces',
  '^[A-Z0-9]{8}(?:[A-Z0-9]{3})?$': 'must be a BIC of 8 or 11 capital letters and digits',
};

const FORMAT_MESSAGES: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  date: 'must be a day that exists, as YYYY-MM-DD',
  'date-time': 'must be an RFC 3339 time with an offset, such as 2026-11-20T06:02:11Z',
  email: 'must be an email address',
  uri: 'must be an absolute URL',
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

/** More than these are of no use to a developer; the rest shows once they are corrected. */
const MAX_DETAILS = 25;

/** One `validation_error` for all rejected inputs; its message names them. */
export function refuseInvalid(details: readonly RefusalDetail[]): Refusal {
  const shown = details.slice(0, MAX_DETAILS);
  const [first] = shown;
  if (first === undefined) throw new Error('a validation error needs at least one detail');
  if (shown.length === 1) {
    const subject = first.field === '' ? `The ${first.location}` : `${NOUNS[first.location]} ${first.field}`;
    return refuse('validation_error', `${subject} ${first.message}.`, shown);
  }
  const names = [...new Set(shown.map((detail) => detail.field || detail.location))];
  return refuse('validation_error', `The request has invalid fields: ${names.join(', ')}.`, shown);
}

const NOUNS = {
  body: 'The property',
  query: 'The query parameter',
  path: 'The path parameter',
  header: 'The header',
} as const satisfies Record<RefusalDetail['location'], string>;

/** Ajv's errors as details that name the field and say what it must look like; one for each field. */
export function detailsOfErrors(location: RefusalDetail['location'], errors: readonly ErrorObject[]): RefusalDetail[] {
  const details = new Map<string, RefusalDetail>();
  for (const error of errors) {
    const field = fieldOf(error);
    // The first complaint about a field is about its type; those after it follow from the same cause.
    if (!details.has(field)) details.set(field, { location, field, message: messageOf(error, location) });
  }
  return [...details.values()];
}

/** Dotted path of the property at fault, array items by index. */
function fieldOf(error: ErrorObject): string {
  const steps = error.instancePath.split('/').slice(1).map(unescapePointer);
  if (error.keyword === 'required') steps.push(String(error.params.missingProperty));
  if (error.keyword === 'additionalProperties') steps.push(String(error.params.additionalProperty));
  if (error.keyword === 'discriminator') steps.push(String(error.params.tag));
  return steps.join('.');
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function messageOf(error: ErrorObject, location: RefusalDetail['location']): string {
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return location === 'body' ? 'is not a known property' : 'is not a known parameter';
    case 'type':
      return `must be ${typeNames(params.type)}`;
    case 'enum':
      return `must be one of ${listed(params.allowedValues)}`;
    case 'const':
      return `must be ${String(params.allowedValue)}`;
    case 'discriminator':
      return variantMessage(error);
    case 'format':
      return FORMAT_MESSAGES[String(params.format)] ?? `must have the format ${String(params.format)}`;
    case 'pattern':
      return PATTERN_MESSAGES[String(params.pattern)] ?? `must match ${String(params.pattern)}`;
    case 'distinctItems':
      return 'must not name the same item twice';
    case 'maxSerialisedBytes':
      return 'must be at most 16 KiB when serialised';
    default:
      return boundMessage(error);
  }
}

/** Ajv tells a missing tag from an unknown one by the tag's value only. */
function variantMessage({ params, parentSchema }: ErrorObject): string {
  if (params.tagValue === undefined) return 'is required';
  const properties = schemasIn(parentSchema?.oneOf).map((variant) => variant.properties);
  const tags = properties.map((each) => (isObject(each) ? each[String(params.tag)] : undefined));
  return `must be one of ${tags.map((tag) => (isObject(tag) ? String(tag.const) : '')).join(', ')}`;
}

function boundMessage({ keyword, params, message }: ErrorObject): string {
  const limit = String(params.limit);
  switch (keyword) {
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'exclusiveMinimum':
      return `must be greater than ${limit}`;
    case 'minLength':
      return params.limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minItems':
      return params.limit === 1 ? 'must not be empty' : `must have at least ${limit} items`;
    case 'maxItems':
      return `must have at most ${limit} items`;
    default:
      return message ?? `breaks the rule ${keyword}`;
  }
}

function typeNames(type: unknown): string {
  const names = Array.isArray(type) ? type : [type];
  return names.map((name) => TYPE_NAMES[String(name)] ?? String(name)).join(' or ');
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(', ') : String(values);
}
