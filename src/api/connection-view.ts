import type { Institution } from '../domain/institution.ts';
import type { ConnectionRow } from '../store/connections/connections.ts';
import type { ApiParts } from './parts.ts';
import { presentConnection } from './presenters/connection.ts';

/** A stored connection as clients see it, with what the catalog and the settings add to it. */
export function viewConnection(connection: ConnectionRow, parts: Pick<ApiParts, 'institutions' | 'delegatedUser'>) {
  const institution: Institution | null =
    connection.institutionId === null ? null : parts.institutions.find(connection.institutionId);
  return presentConnection(connection, { institution, delegatedUser: parts.delegatedUser });
}
