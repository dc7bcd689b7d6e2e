import { type ApiDocument, type Json, resolveNode, type SchemaNode, schemaNameOf } from './api-document.ts';

export interface NamedSchema {
  readonly name: string;
  readonly node: SchemaNode;
  readonly isRequired: boolean;
}

export interface SchemaValue {
  readonly value: Json;
  readonly isExtension: boolean;
}

/** What one line of a schema's tree says, and what lies below it. */
export interface SchemaShape {
  /** The type in words: `string · date-time`, `array of Account`, `Transaction or null`. */
  readonly label: string;
  /** Schema with a page of its own that this is, or is a list of. */
  readonly named: string | null;
  readonly description: string;
  readonly isExtension: boolean;
  readonly isWriteOnly: boolean;
  readonly values: readonly SchemaValue[];
  /** True when the contract says that more values may come. */
  readonly isOpenList: boolean;
  readonly limits: readonly string[];
  readonly properties: readonly NamedSchema[];
  /** Ways in which the value may look; one of them holds. */
  readonly variants: readonly NamedSchema[];
}

/** Describes one schema, its references followed one step deep. */
export function describeSchema(document: ApiDocument, node: SchemaNode): SchemaShape {
  const schema = merge(document, node);
  const items = schema.items === undefined ? null : merge(document, schema.items);
  const variants = variantsOf(items ?? schema);
  // One variant beside null is the thing itself, which may be missing.
  const [only] = variants.length === 1 ? variants : [];
  const inner = only === undefined ? (items ?? schema) : merge(document, only);
  const values = schema['x-enum'] ?? schema.enum ?? items?.enum ?? items?.['x-enum'] ?? [];
  const marked = new Set([
    ...(schema['x-causeway-extension-values'] ?? []),
    ...(items?.['x-causeway-extension-values'] ?? []),
  ]);
  const own = [node, schema.items, only].map((each) => (each === undefined ? null : schemaNameOf(each)));
  return {
    label: labelOf(document, node),
    named: own.find((name) => name !== null) ?? null,
    description: schema.description ?? '',
    isExtension: schema['x-causeway-extension'] === true,
    isWriteOnly: schema.writeOnly === true,
    values: values.filter((value) => value !== null).map((value) => ({ value, isExtension: marked.has(value) })),
    isOpenList: schema['x-enum'] !== undefined || items?.['x-enum'] !== undefined,
    limits: limitsOf(schema),
    properties: Object.entries(inner.properties ?? {}).map(([name, property]) => ({
      name,
      node: property,
      isRequired: inner.required?.includes(name) ?? false,
    })),
    variants: variantsOf(inner).map((variant) => ({
      name: labelOf(document, variant),
      node: variant,
      isRequired: false,
    })),
  };
}

/** A schema with its reference followed and the parts of `allOf` laid together. */
function merge(document: ApiDocument, node: SchemaNode): SchemaNode {
  const schema = resolveNode(document, node);
  if (schema.allOf === undefined) return schema;
  const { allOf, ...own } = schema;
  const parts = [...allOf.map((part) => merge(document, part)), own];
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}));
  const required = parts.flatMap((part) => part.required ?? []);
  return { ...Object.assign({}, ...parts), properties, required };
}

function labelOf(document: ApiDocument, node: SchemaNode): string {
  const named = schemaNameOf(node);
  const schema = merge(document, node);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const orNull =
    types.includes('null') || [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].some(({ type }) => type === 'null');
  const main = types.filter((type) => type !== 'null');
  const text = () => {
    if (named !== null) return named;
    if (schema.title !== undefined) return schema.title;
    if (main.includes('array'))
      return `array of ${schema.items === undefined ? 'values' : labelOf(document, schema.items)}`;
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    const variants = variantsOf(schema);
    if (main.length === 0 && variants.length > 0)
      return variants.map((variant) => labelOf(document, variant)).join(' or ');
    if (typeof schema.additionalProperties === 'object')
      return `map of ${labelOf(document, schema.additionalProperties)}`;
    return main.join(' or ') || 'any value';
  };
  const format = schema.format === undefined || named !== null ? '' : ` · ${schema.format}`;
  return `${text()}${format}${orNull ? ' or null' : ''}`;
}

/** Ways in which a value may look, null left out. */
function variantsOf(schema: SchemaNode): readonly SchemaNode[] {
  return (schema.oneOf ?? schema.anyOf ?? []).filter(({ type }) => type !== 'null');
}

const LIMITS = [
  ['minimum', 'at least'],
  ['maximum', 'at most'],
  ['minLength', 'characters at least'],
  ['maxLength', 'characters at most'],
  ['minItems', 'items at least'],
  ['maxItems', 'items at most'],
] as const;

function limitsOf(schema: SchemaNode): string[] {
  const numbers = LIMITS.flatMap(([name, words]) => {
    const value = schema[name];
    if (value === undefined || (name.startsWith('min') && value === 0)) return [];
    if (value === 1 && (name === 'minLength' || name === 'minItems')) return ['not empty'];
    return [words.startsWith('at') ? `${words} ${value}` : `${value} ${words}`];
  });
  return [
    ...numbers,
    ...(schema.uniqueItems === true ? ['no item twice'] : []),
    ...(schema.pattern === undefined ? [] : [`pattern ${schema.pattern}`]),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
}
