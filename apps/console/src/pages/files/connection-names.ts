import { type AnyConnection, nameOf } from '../../components/connections/connection.ts';

/** Connections for a field to choose from. Two of one bank are told apart by the end of their ids. */
export function optionsOf(connections: readonly AnyConnection[]): { value: string; label: string }[] {
  return connections
    .filter(({ status }) => status !== 'revoked')
    .map((each) => ({ value: each.id, label: `${nameOf(each)} · ${each.id.slice(-6)}` }));
}

/** What a connection is called; its id where it is not among those that were read. */
export function nameById(connections: readonly AnyConnection[], id: string): string {
  const found = connections.find((each) => each.id === id);
  return found === undefined ? id : nameOf(found);
}
