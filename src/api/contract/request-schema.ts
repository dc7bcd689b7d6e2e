import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject, JsonSchema } from './contract.ts';
import { FORMATS } from './formats.ts';
import { inlineSchema, mergeNullBranch, typesOf } from './schema.ts';

/** Most bytes of a free-form object (`metadata`) when serialised. */
export const MAX_METADATA_BYTES = 16_384;

const SIGNED_DECIMAL = '^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$';

/** The same language as the contract's pattern, in a form that takes linear time on hostile input. */
const LINEAR_PATTERNS: Readonly<Record<string, string>> = {
  [SIGNED_DECIMAL]: '^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)$',
};

/** A request schema of the contract as Ajv gets it: references filled in, and the contract's prose rules made keywords. */
export function requestSchema(document: JsonObject, schema: JsonSchema): JsonSchema {
  return inlineSchema(document, schema, (node) => {
    const merged = mergeNullBranch(node);
    const { uniqueItems, ...rest } = merged;
    return {
      ...rest,
      ...(typeof merged.pattern === 'string' ? { pattern: LINEAR_PATTERNS[merged.pattern] ?? merged.pattern } : {}),
      ...(uniqueItems === true ? { distinctItems: true } : {}),
      ...(merged.format === 'uuid' ? { lowerCase: true } : {}),
      ...(merged.additionalProperties === true ? { maxSerialisedBytes: MAX_METADATA_BYTES } : {}),
      // Unknown properties are errors, also where a schema is shared with responses, which may get new ones.
      ...(merged.properties !== undefined && merged.additionalProperties === undefined
        ? { additionalProperties: false }
        : {}),
      ...(merged.discriminator !== undefined && typesOf(merged).length === 0 ? { type: 'object' } : {}),
    };
  });
}

/** A validator maker for request schemas: all errors at once, defaults filled in, nothing coerced. */
export function createRequestAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    // Errors then carry their schema, from which the known variants are named.
    verbose: true,
    discriminator: true,
    // A body may carry keys such as `__proto__` or `constructor`; only own properties count.
    ownProperties: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictRequired: false,
    // They are the contract's, and tests hold them against JSON Schema's own.
    meta: false,
    validateSchema: false,
    formats: FORMATS,
  });
  ajv.addKeyword({
    keyword: 'distinctItems',
    type: 'array',
    schemaType: 'boolean',
    validate: hasDistinctItems,
    errors: false,
  });
  ajv.addKeyword({
    keyword: 'maxSerialisedBytes',
    type: 'object',
    schemaType: 'number',
    validate: fitsInBytes,
    errors: false,
  });
  ajv.addKeyword({
    keyword: 'lowerCase',
    type: 'string',
    schemaType: 'boolean',
    modifying: true,
    validate: lowerCase,
    errors: false,
  });
  return ajv;
}

/** Stands for Ajv's `uniqueItems`, which compares every pair and is slow on a list that fills a whole body. */
function hasDistinctItems(_schema: unknown, items: readonly unknown[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size === items.length;
}

function fitsInBytes(maxBytes: number, value: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(value)) <= maxBytes;
}

/** UUIDs may come in capitals; below the edge there is one spelling, so that ids can be compared as text. */
function lowerCase(_schema: unknown, text: string, _parentSchema: unknown, place?: DataPlace): boolean {
  if (place !== undefined) place.parentData[place.parentDataProperty] = text.toLowerCase();
  return true;
}

interface DataPlace {
  // biome-ignore lint/suspicious/noExplicitAny: Ajv's own type of the object that holds the value.
  parentData: any;
  parentDataProperty: string | number;
}
