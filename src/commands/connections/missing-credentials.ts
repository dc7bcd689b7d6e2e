import type { CredentialField, Institution } from '../../domain/institution.ts';
import type { ConnectionRow } from '../../store/connections/connections.ts';
import type { CommandParts } from '../parts.ts';

/** The login details that the connection's institution is known to need and that are not among the given ones. */
export function missingCredentials(
  { institutions }: Pick<CommandParts, 'institutions'>,
  { institutionId }: Pick<ConnectionRow, 'institutionId'>,
  given: ReadonlySet<CredentialField>,
): CredentialField[] {
  return missingOf(institutionId === null ? null : institutions.find(institutionId), given);
}

/**
 * What the institution of a connection needs and its stored login lacks. Of a login that was stored before its parts were noted nobody
 * knows what it lacks until the setup is completed, so nothing is named.
 */
export function missingFromStored(
  institution: Institution | null,
  { credentialsPresent, credentialFields }: Pick<ConnectionRow, 'credentialsPresent' | 'credentialFields'>,
): CredentialField[] {
  if (credentialsPresent && credentialFields === null) return [];
  return missingOf(institution, new Set(credentialFields));
}

function missingOf(institution: Institution | null, given: ReadonlySet<CredentialField>): CredentialField[] {
  return (institution?.requiredCredentials ?? []).filter((field) => !given.has(field));
}
