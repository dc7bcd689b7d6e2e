import { type Contract, isObject, type JsonObject, partAt } from './contract.ts';

/**
 * The contract as far as a server implements it: paths, webhooks and components that only other operations and the web pages need are left
 * out, everything else stays as it was written, extensions included.
 */
export function pruneDocument(contract: Contract, operationIds: ReadonlySet<string>): JsonObject {
  const { document } = contract;
  const paths = pickPaths(contract, operationIds);
  // The webhooks are sent only where somebody can register for them.
  const { paths: _all, webhooks, components, ...head } = document;
  const body = operationIds.has('createWebhook') && webhooks !== undefined ? { paths, webhooks } : { paths };
  const used = usedComponents(document, { ...head, ...body });
  return { ...head, ...body, components: pickComponents(components, used) };
}

function pickPaths(contract: Contract, operationIds: ReadonlySet<string>): JsonObject {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of contract.operations.values()) {
    if (!operation.isPublic || !operationIds.has(operation.id)) continue;
    const item = partAt(contract.document, `#/paths/${operation.path.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    const method = operation.method.toLowerCase();
    paths[operation.path] = { ...paths[operation.path], [method]: isObject(item) ? item[method] : undefined };
  }
  return paths;
}

/** References reached from a part of the document, each followed once. */
function usedComponents(document: JsonObject, start: unknown): ReadonlySet<string> {
  const used = new Set<string>();
  const open: unknown[] = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, value] of Object.entries(next)) {
      // A discriminator's mapping names schemas without a `$ref`.
      if (typeof value === 'string' && (key === '$ref' || value.startsWith('#/components/'))) {
        const component = value.split('/').slice(0, 4).join('/');
        if (!used.has(component)) open.push(partAt(document, component));
        used.add(component);
      } else {
        open.push(value);
      }
    }
  }
  return used;
}

/** Security schemes are named, not referenced, and are kept whole. */
function pickComponents(components: unknown, used: ReadonlySet<string>): JsonObject {
  if (!isObject(components)) return {};
  return Object.fromEntries(
    Object.entries(components).flatMap(([section, parts]) => {
      if (section === 'securitySchemes' || !isObject(parts)) return [[section, parts]];
      const kept = Object.entries(parts).filter(([name]) => used.has(`#/components/${section}/${name}`));
      return kept.length === 0 ? [] : [[section, Object.fromEntries(kept)]];
    }),
  );
}
