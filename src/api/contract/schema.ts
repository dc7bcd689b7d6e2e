import { isObject, type JsonObject, type JsonSchema, partAt } from './contract.ts';

/** Changes one schema node after its parts; `name` is the component's name where the node was a reference to one. */
export type SchemaRewrite = (schema: JsonSchema, name: string | null) => JsonSchema;

/** Keywords that say something to readers and nothing to validators. */
const ANNOTATIONS = new Set(['title', 'description', 'example', 'examples', 'readOnly', 'writeOnly', 'deprecated']);

/**
 * A copy of a schema with all references filled in, annotations dropped and every node rewritten. The contract's schemas
 * do not refer to themselves; one that did would end in a RangeError at start, not in a wrong validator.
 */
export function inlineSchema(document: JsonObject, schema: JsonSchema, rewrite: SchemaRewrite): JsonSchema {
  if (typeof schema.$ref === 'string') {
    const { $ref, ...siblings } = schema;
    const target = partAt(document, $ref);
    if (!isObject(target)) throw new Error(`the contract has no schema at ${$ref}`);
    const name = /^#\/components\/schemas\/([^/]+)$/.exec($ref)?.[1] ?? null;
    // A property of one schema may be borrowed by another, and may itself be a reference.
    const inlined = '$ref' in target ? inlineSchema(document, target, rewrite) : inlineParts(document, target, rewrite);
    return rewrite({ ...inlined, ...inlineParts(document, siblings, rewrite) }, name);
  }
  return rewrite(inlineParts(document, schema, rewrite), null);
}

/** Names of the types that a schema allows; empty when it does not say. */
export function typesOf(schema: JsonSchema): readonly unknown[] {
  if (schema.type === undefined) return [];
  return Array.isArray(schema.type) ? schema.type : [schema.type];
}

/** The schemas in a keyword that holds a list of them, such as `oneOf`. */
export function schemasIn(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Turns `oneOf: [X, null]`, the contract's form of an optional object, into X that may also be null. */
export function mergeNullBranch(schema: JsonSchema): JsonSchema {
  const branches = schemasIn(schema.oneOf);
  const others = branches.filter((branch) => branch.type !== 'null');
  const [only] = others;
  if (branches.length !== 2 || others.length !== 1 || only === undefined || only.type === undefined) return schema;
  const { oneOf: _replaced, ...rest } = schema;
  const merged = { ...rest, ...only, type: [...typesOf(only), 'null'] };
  return Array.isArray(only.enum) ? { ...merged, enum: [...only.enum, null] } : merged;
}

function inlineParts(document: JsonObject, schema: JsonSchema, rewrite: SchemaRewrite): JsonSchema {
  const inlined: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) continue;
    if (keyword === 'properties' && isObject(value)) {
      inlined[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, each]) => [
          name,
          isObject(each) ? inlineSchema(document, each, rewrite) : each,
        ]),
      );
    } else if (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'allOf') {
      inlined[keyword] = schemasIn(value).map((each) => inlineSchema(document, each, rewrite));
    } else if ((keyword === 'items' || keyword === 'additionalProperties') && isObject(value)) {
      inlined[keyword] = inlineSchema(document, value, rewrite);
    } else if (keyword === 'discriminator' && isObject(value)) {
      // The mapping repeats what the `const` of each branch says, and Ajv does not take one.
      inlined[keyword] = { propertyName: value.propertyName };
    } else {
      inlined[keyword] = value;
    }
  }
  return inlined;
}
