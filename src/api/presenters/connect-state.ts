import type { ConnectPlace } from '../../commands/connect/connect-place.ts';
import type { ConnectProgress } from '../../domain/connection/connect-step.ts';
import type { CredentialField, Institution } from '../../domain/institution.ts';
import type { MfaChallengeRow } from '../../store/connections/mfa-challenges.ts';
import type { Presented } from '../operation.ts';
import type { DelegatedUserSettings } from '../parts.ts';
import { presentConnection } from './connection.ts';
import { presentDemoBank } from './institution.ts';
import { presentMfaChallenge } from './mfa-challenge.ts';

/** What a session is shown with besides itself and its connection. */
export interface ConnectSurroundings {
  readonly entityName: string | null;
  readonly institution: Institution | null;
  readonly delegatedUser: DelegatedUserSettings;
  readonly progress: ConnectProgress;
  readonly storedFields: readonly string[];
  readonly missingFields: readonly CredentialField[];
  readonly challenge: MfaChallengeRow | null;
}

/** All that the pages of a link show. Of a session that has done its work, nothing of what becomes of the connection later. */
export function presentConnectState(place: ConnectPlace, surroundings: ConnectSurroundings): Presented<'ConnectState'> {
  const { session, connection } = place;
  const { entityName, institution, progress: seen, storedFields, missingFields, challenge } = surroundings;
  // The connection may have been seen a moment later than its session.
  const isCompleted = session.completedAt !== null || seen.step === 'done';
  const progress = isCompleted ? ({ step: 'done', actor: null } as const) : seen;
  const { id, environment, theme, locale, returnUrl, expiresAt } = session;
  return {
    id,
    status: isCompleted ? 'completed' : 'open',
    environment,
    entityName,
    theme,
    locale,
    allowedOrigins: [...session.allowedOrigins],
    returnUrl,
    expiresAt,
    institution: institution === null ? null : presentConnectInstitution(institution),
    isInstitutionFixed: session.institutionId !== null,
    // The address of a simulated bank is made up; people are led to where it really runs.
    portalUrl: institution?.demoBank?.portalUrl ?? connection?.portalUrl ?? institution?.defaultPortalUrl ?? null,
    connectionId: session.connectionId,
    step: progress.step,
    actionRequiredBy: progress.actor,
    isRepair: !isCompleted && connection?.kind === 'ready',
    error: isCompleted ? null : errorOf(place),
    instructions: isCompleted ? null : instructionsOf(place, surroundings),
    storedFields: isCompleted ? [] : [...storedFields],
    missingFields: isCompleted ? [] : [...missingFields],
    challenge: challenge === null ? null : presentMfaChallenge(challenge, institution),
  };
}

/** A bank of the catalog in its own terms. */
export function presentConnectInstitution(institution: Institution): Presented<'ConnectInstitution'> {
  return {
    institutionId: institution.id,
    name: institution.name,
    country: institution.country,
    demo: institution.demo,
    portalUrl: institution.demoBank?.portalUrl ?? institution.defaultPortalUrl,
    otherPortalUrls: [...institution.additionalPortalUrls],
    terms: { ...institution.delegatedUser.terms },
    fields: [...institution.requiredCredentials],
    demoBank: presentDemoBank(institution),
  };
}

function errorOf({ connection }: ConnectPlace) {
  const code = connection?.errorCode ?? null;
  return code === null ? null : { code, message: connection?.errorMessage ?? '' };
}

function instructionsOf({ connection }: ConnectPlace, surroundings: ConnectSurroundings) {
  if (connection?.kind !== 'setup') return null;
  const shown = presentConnection(connection, surroundings);
  if (shown.kind !== 'setup') return null;
  const { firstName, lastName, address, email, username, phoneNumber, guideUrl, permissions } =
    shown.setup.instructions;
  const invitesByEmail = email !== null && surroundings.institution?.connector?.name === 'portal';
  return { firstName, lastName, address, email, username, phoneNumber, guideUrl, permissions, invitesByEmail };
}
