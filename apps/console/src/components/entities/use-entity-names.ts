import { useCallback } from 'react';
import { useRead } from '../../api/use-read.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { entityName } from './entity-name.ts';

/** Entities whose names are read; of more, the others are told apart by the end of their ids. */
const READ = 200;

/** What the owner of something is called; `isNeeded` is false where all belongs to one entity, and its name would tell nothing. */
export interface EntityNames {
  readonly isNeeded: boolean;
  readonly find: (entityId: string) => string;
}

/** The names of the environment's entities, read once for all that a page shows. */
export function useEntityNames(): EntityNames {
  const { can } = useTenancy();
  const { data } = useRead('listEntities', { query: { limit: READ } }, { isWanted: can('entities:read') });
  const find = useCallback(
    (entityId: string) => {
      const found = data?.data.find((each) => each.entityId === entityId);
      return found === undefined ? `Entity ${entityId.slice(-6)}` : entityName(found);
    },
    [data],
  );
  return { isNeeded: (data?.data.length ?? 0) > 1, find };
}
