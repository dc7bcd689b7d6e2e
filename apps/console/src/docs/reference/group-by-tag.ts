import type { ApiOperation } from '../contract/api-operation.ts';
import type { Reference } from '../state/contents.ts';

export interface TagGroup {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly ApiOperation[];
}

/** The operations under their tags, in the order of the contract. A tag whose operations this server does not serve is left out. */
export function groupByTag({ document, operations }: Pick<Reference, 'document' | 'operations'>): TagGroup[] {
  return document.tags
    .map(({ name, description }) => ({ name, description, operations: operations.filter(({ tag }) => tag === name) }))
    .filter((group) => group.operations.length > 0);
}
