import { type AnyConnection, nameOf } from './connection.ts';

/** Connections for a field to choose from. Two of one bank are told apart by the end of their ids, which begin with the time. */
export function connectionOptions(connections: readonly AnyConnection[]): { value: string; label: string }[] {
  return connections.map((each) => ({ value: each.id, label: `${nameOf(each)} · ${each.id.slice(-6)}` }));
}

/** The same without those that are revoked, which get no more files. */
export function openConnectionOptions(connections: readonly AnyConnection[]): { value: string; label: string }[] {
  return connectionOptions(connections.filter(({ status }) => status !== 'revoked'));
}

/** What a connection is called; its id where it is not among those that were read. */
export function nameById(connections: readonly AnyConnection[], id: string): string {
  const found = connections.find((each) => each.id === id);
  return found === undefined ? id : nameOf(found);
}
