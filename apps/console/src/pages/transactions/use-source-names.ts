import { useReadPages } from '../../api/use-read.ts';
import { connectionOptions } from '../../components/connections/connection-options.ts';
import { entityOptions } from '../../components/entities/entity-name.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Connections and entities to choose from: the newest 500 of each. */
export function useSourceNames(): { readonly connections: readonly Choice[]; readonly entities: readonly Choice[] } {
  const connections = useReadPages('listConnections', { query: { limit: 500 } });
  const entities = useReadPages('listEntities', { query: { limit: 500 } });
  return {
    connections: connectionOptions(connections.items),
    entities: entityOptions(entities.items),
  };
}
