import { type ApiDocument, resolveNode, type SchemaNode, schemaNameOf } from './api-document.ts';
import type { ApiOperation } from './api-operation.ts';

/** Schemas of what `fields` has thinned out are named so in the contract; the server takes the names that it allows from them as well. */
const THINNED = /^Sparse/;

/** Names that the parameter `fields` of an operation selects from, without those that are sent in any case. Empty where there are none. */
export function listSelectableFields(document: ApiDocument, { answers }: ApiOperation): string[] {
  const contents = answers.filter(({ status }) => status.startsWith('2')).flatMap((answer) => answer.contents);
  const roots = contents.flatMap(({ schema, messages }) => [
    ...(schema === null ? [] : [schema]),
    ...messages.map(([, message]) => message),
  ]);
  const thinned = findThinned(document, roots);
  return Object.keys(thinned?.properties ?? {}).filter((name) => thinned?.required?.includes(name) !== true);
}

/** The first such schema within others, those that lie nearest first. */
function findThinned(document: ApiDocument, roots: readonly SchemaNode[]): SchemaNode | null {
  const seen = new Set<string>();
  // Grows while it is read: each schema adds what lies directly in it.
  const waiting = [...roots];
  for (const node of waiting) {
    const name = schemaNameOf(node);
    // A schema may contain itself.
    if (name !== null && seen.has(name)) continue;
    if (name !== null) seen.add(name);
    const schema = resolveNode(document, node);
    if (name !== null && THINNED.test(name)) return schema;
    waiting.push(...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []));
    waiting.push(...(schema.items === undefined ? [] : [schema.items]), ...Object.values(schema.properties ?? {}));
  }
  return null;
}
