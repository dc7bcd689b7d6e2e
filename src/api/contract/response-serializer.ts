import createStringifier from 'fast-json-stringify';
import type { ContractOperation, JsonObject, JsonSchema } from './contract.ts';
import { inlineSchema, mergeNullBranch, schemasIn, typesOf } from './schema.ts';

/** Renders the body of a success response as the contract documents it. Throws when a key that must have a value has none. */
export type ResponseSerializer = (status: number, body: unknown) => string;

/** Validators slow serialisation down and repeat what tests prove about presenters. */
const CHECKS = [
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'uniqueItems',
  'enum',
];

/**
 * A serializer for the JSON responses of one operation, built on first use. Keys that the contract does not document are
 * never sent, whatever a presenter lets slip, and a nullable key that was left out is sent as null.
 */
export function createResponseSerializer(document: JsonObject, operation: ContractOperation): ResponseSerializer {
  const stringifiers = new Map<number, (body: unknown) => string>();
  return (status, body) => {
    let stringify = stringifiers.get(status);
    if (stringify === undefined) {
      const schema = operation.responses.get(status)?.content.get('application/json');
      if (schema === undefined) throw new Error(`${operation.id} documents no JSON body for status ${status}`);
      stringify = createStringifier(responseSchema(document, schema));
      stringifiers.set(status, stringify);
    }
    return stringify(body);
  };
}

/**
 * A response schema as fast-json-stringify gets it. It handles `type: [string, 'null']`, `oneOf` with a `const` in each
 * branch and free-form `metadata` by itself; two forms are changed for it:
 * - `anyOf` of a resource and its sparse view tries a validator on every item, which took twice as long as the rest of a
 *   page of 500; the sparse view alone has the same keys, all optional.
 * - `oneOf` of a schema and null would also try validators; it becomes a nullable type.
 */
export function responseSchema(document: JsonObject, schema: JsonSchema): JsonSchema {
  return inlineSchema(document, schema, (node, name) => {
    const merged = mergeNullBranch(node);
    const kept: Record<string, unknown> = { ...merged };
    for (const check of CHECKS) delete kept[check];
    delete kept.discriminator;
    const [, sparse] = schemasIn(kept.anyOf);
    if (name?.endsWith('View') && sparse !== undefined) return sparse;
    if (!name?.startsWith('Sparse')) kept.properties = withNullDefaults(kept.properties);
    return kept;
  });
}

function withNullDefaults(properties: unknown): unknown {
  if (typeof properties !== 'object' || properties === null) return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]: [string, JsonSchema]) => {
      const { default: _requestDefault, ...rest } = property;
      return [name, typesOf(rest).includes('null') ? { ...rest, default: null } : rest];
    }),
  );
}
