export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A schema of OpenAPI 3.1, as far as the contract uses it. A `$ref` may have siblings, which add to what it names. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly writeOnly?: boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly 'x-causeway-extension'?: boolean;
  readonly 'x-causeway-extension-values'?: readonly Json[];
  /** Values of an open list: more may come. */
  readonly 'x-enum'?: readonly Json[];
}

export interface RefNode {
  readonly $ref?: string;
}

export interface ExampleNode extends RefNode {
  readonly summary?: string;
  readonly value?: Json;
}

export interface MediaNode {
  readonly schema?: SchemaNode;
  readonly example?: Json;
  readonly examples?: Readonly<Record<string, ExampleNode>>;
  readonly 'x-sse-messages'?: Readonly<Record<string, SchemaNode>>;
}

export interface ParameterNode extends RefNode {
  readonly name?: string;
  readonly in?: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: SchemaNode;
  readonly example?: Json;
  readonly 'x-causeway-extension'?: boolean;
}

export interface BodyNode extends RefNode {
  readonly required?: boolean;
  readonly description?: string;
  readonly content?: Readonly<Record<string, MediaNode>>;
}

export interface AnswerNode extends RefNode {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, RefNode & { readonly description?: string }>>;
  readonly content?: Readonly<Record<string, MediaNode>>;
  readonly 'x-error-codes'?: readonly string[];
}

export interface OperationNode {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly ParameterNode[];
  readonly requestBody?: BodyNode;
  readonly responses: Readonly<Record<string, AnswerNode>>;
  readonly 'x-scope'?: string;
  readonly 'x-causeway-extension'?: boolean;
}

/** The document that a server gives at `/v1/openapi.json`. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationNode>>>>;
  readonly webhooks?: Readonly<Record<string, { readonly post?: OperationNode }>>;
  readonly components: { readonly schemas: Readonly<Record<string, SchemaNode>> };
}

/**
 * What a node stands for: a `$ref` is followed, and what stands beside it wins over what it names. Throws when the reference leads
 * nowhere, as the contract's own tests rule that out.
 */
export function resolveNode<Node extends RefNode>(document: ApiDocument, node: Node): Node {
  const { $ref, ...own } = node;
  if ($ref === undefined) return node;
  let found: unknown = document;
  for (const part of $ref.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
  }
  if (typeof found !== 'object' || found === null) throw new Error(`${$ref} leads nowhere in the document`);
  return { ...resolveNode(document, found as Node), ...own } as Node; // A reference names a node of the kind it stands for.
}

/** The schema that a node names, for its page: `Transaction` of `#/components/schemas/Transaction`; null for anything else. */
export function schemaNameOf(node: RefNode): string | null {
  return /^#\/components\/schemas\/([^/]+)$/.exec(node.$ref ?? '')?.[1] ?? null;
}
