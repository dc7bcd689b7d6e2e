import { SCOPES } from './key-scopes.ts';

/** What a key may do in a word or two: `Everything`, `Read only`, `3 rights`. Live data have no sandbox. */
export function summariseScopes(scopes: readonly string[], environment: 'live' | 'test'): string {
  const all = SCOPES.filter((scope) => environment === 'test' || scope !== 'sandbox:write');
  if (all.every((scope) => scopes.includes(scope))) return 'Everything';
  const reads = SCOPES.filter((scope) => scope.endsWith(':read'));
  if (scopes.length > 0 && reads.every((scope) => scopes.includes(scope)) && scopes.length === reads.length)
    return 'Read only';
  return scopes.length === 1 ? '1 right' : `${scopes.length} rights`;
}

/** What a key may do, by the kind of right: `read and write: entities; read: accounts, events`. Shorter than the scopes one by one. */
export function describeScopes(scopes: readonly string[]): string {
  const rights = new Map<string, string[]>();
  for (const scope of scopes) {
    const [resource = '', right = ''] = scope.split(':');
    rights.set(resource, [...(rights.get(resource) ?? []), right]);
  }
  const resources = Map.groupBy(rights, ([, of]) => of.toSorted().join(' and '));
  return ['read and write', 'read', 'write']
    .flatMap((right) => {
      const names = resources.get(right)?.map(([resource]) => resource);
      return names === undefined ? [] : [`${right}: ${names.join(', ')}`];
    })
    .join('; ');
}
