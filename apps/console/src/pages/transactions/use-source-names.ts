import { useReadPages } from '../../api/use-read.ts';
import { nameOf } from '../../components/connections/connection.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Connections and entities to choose from: the newest 500 of each. */
export function useSourceNames(): { readonly connections: readonly Choice[]; readonly entities: readonly Choice[] } {
  const connections = useReadPages('listConnections', { query: { limit: 500 } });
  const entities = useReadPages('listEntities', { query: { limit: 500 } });
  return {
    // Ids begin with the time at which they were made, so that two of one day are told apart by their ends.
    connections: connections.items.map((connection) => ({
      value: connection.id,
      label: `${nameOf(connection)} · ${connection.id.slice(-6)}`,
    })),
    entities: entities.items.map(({ entityId, name, externalEntityId }) => ({
      value: entityId,
      label: name ?? externalEntityId,
    })),
  };
}
