import fc from 'fast-check';
import { isObject, type JsonSchema } from '../../src/api/contract/contract.ts';
import { schemasIn, typesOf } from '../../src/api/contract/schema.ts';
import type { IdRef } from './fuzz-request.ts';

type Values = fc.Arbitrary<unknown>;

/** Properties and parameters that hold an id, by the path parameter that takes the same. */
const ID_NAMES: ReadonlySet<string> = new Set(['entityId', 'institutionId', 'connectionId', 'accountId', 'webhookId']);

/** Texts of the patterns that cannot be turned into texts by themselves, and of those that should mostly make sense. */
const TEXTS: Readonly<Record<string, Values>> = {
  '^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$': fc.constantFrom('1', '-12.50', '+.5', '0012.', '99999999999999999999.123456789'),
  '^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)$': fc.constantFrom('1', '-12.50', '+.5', '0012.', '99999999999999999999.123456789'),
  '^https://.+': fc.webUrl({ validSchemes: ['https'] }),
  '^https?://.+': fc.oneof(
    fc.constant('https://receiver.example/hooks'),
    fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
  ),
};

const FORMATS: Readonly<Record<string, Values>> = {
  uuid: fc.uuid(),
  date: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  'date-time': fc
    .date({ min: new Date('1900-01-01'), max: new Date('9000-01-01'), noInvalidDate: true })
    .map((time) => time.toISOString()),
  email: fc.emailAddress(),
  uri: fc.webUrl({ validSchemes: ['https'] }),
};

/** Where an id comes from: mostly one that is there, so that requests come to something. */
export function idRefs(idOf: string): fc.Arbitrary<IdRef> {
  const from = fc.oneof(
    { weight: 17, arbitrary: fc.constant('own' as const) },
    { weight: 2, arbitrary: fc.constant('foreign' as const) },
    { weight: 1, arbitrary: fc.constant('nobody' as const) },
  );
  return fc.record({ idOf: fc.constant(idOf), from, index: fc.nat({ max: 7 }) });
}

/** Values that fit a request schema of the contract, all references filled in. `name` is the property or parameter. */
export function valuesOf(schema: JsonSchema, name = ''): Values {
  const branches = schemasIn(schema.oneOf);
  if (branches.length > 0) return fc.oneof(...branches.map((branch) => valuesOf(branch, name)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const [first = 'object', ...others] = typesOf(schema);
  const types = [first, ...others];
  if (types.length === 1) return valuesOfType(String(first), schema, name);
  return fc.oneof(...types.map((type) => valuesOfType(String(type), schema, name)));
}

function valuesOfType(type: string, schema: JsonSchema, name: string): Values {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: Number(schema.minimum ?? -1_000), max: Number(schema.maximum ?? 1_000_000) });
    case 'string':
      return textsOf(schema, name);
    case 'array':
      return listsOf(schema);
    case 'object':
      return objectsOf(schema);
    default:
      throw new Error(`values of the type ${type} are not made yet`);
  }
}

function textsOf(schema: JsonSchema, name: string): Values {
  if (ID_NAMES.has(name)) return idRefs(name);
  const { pattern, format } = schema;
  if (typeof pattern === 'string') return TEXTS[pattern] ?? fc.stringMatching(new RegExp(pattern));
  if (typeof format === 'string' && FORMATS[format] !== undefined) return FORMATS[format];
  const minLength = Number(schema.minLength ?? 0);
  const maxLength = Math.min(Number(schema.maxLength ?? 60), 300);
  // The contract counts code points, and a NUL can be kept nowhere.
  const fits = (text: string) =>
    !text.includes('\u0000') && [...text].length >= minLength && [...text].length <= maxLength;
  const unit = fc.constantFrom('grapheme-ascii' as const, 'grapheme' as const, 'binary' as const);
  return unit
    .chain((kind) => fc.string({ unit: kind, minLength, maxLength: Math.max(minLength, maxLength >> 2) }))
    .filter(fits);
}

function listsOf(schema: JsonSchema): Values {
  const items = valuesOf(isObject(schema.items) ? schema.items : {});
  const minLength = Number(schema.minItems ?? 0);
  const maxLength = Math.min(Number(schema.maxItems ?? 5), 5);
  const isSet = schema.uniqueItems === true || schema.distinctItems === true;
  return isSet ? fc.uniqueArray(items, { minLength, maxLength }) : fc.array(items, { minLength, maxLength });
}

function objectsOf(schema: JsonSchema): Values {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const known = Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isObject(entry[1]));
  if (known.length === 0 && schema.additionalProperties !== false) return freeObjects;
  const values = Object.fromEntries(known.map(([name, each]) => [name, valuesOf(each, name)]));
  const objects = fc.record(values, { requiredKeys: required, noNullPrototype: true });
  const least = Number(schema.minProperties ?? 0);
  return least === 0 ? objects : objects.filter((made) => Object.keys(made).length >= least);
}

const plainTexts = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\u0000'));
const freeValues = fc.oneof(
  plainTexts,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(plainTexts, { maxLength: 3 }),
  fc.dictionary(plainTexts, fc.integer(), { maxKeys: 3, noNullPrototype: true }),
);
/** What may be anything: metadata. */
const freeObjects = fc.dictionary(plainTexts, freeValues, { maxKeys: 5, noNullPrototype: true });

/** Values that fit hardly any schema. */
export const oddValues: Values = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', ' ', [], {}, -1, 0, 1.5, 1e21, Number.MAX_SAFE_INTEGER, [[]], { a: 1 }),
  fc.constantFrom(
    '\u0000',
    'a\u0000b',
    '\ud800',
    'a\udfff',
    '\u202e',
    '\ufeff',
    '2026-02-30',
    '0000-01-01',
    'NaN',
    '1e5',
  ),
  fc.constantFrom(
    'x'.repeat(300),
    'x'.repeat(3_000),
    "'; drop table entities; --",
    '../../etc/passwd',
    '#{1+1}',
    '%00',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.bigInt().map(String),
  fc.jsonValue({ maxDepth: 3 }),
);
