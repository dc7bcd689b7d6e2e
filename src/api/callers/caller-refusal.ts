import { refuse } from '../../domain/refusal.ts';

/** Why a caller who was accepted before gets no further; null for one who is still in force. */
export const REFUSAL_OF_CALLER = {
  inForce: null,
  expired: refuse('api_key_expired', 'The API key has expired.'),
  revoked: refuse('api_key_revoked', 'The API key was revoked.'),
  signedOut: refuse('session_required', 'The session has ended. Sign in to the console.'),
  notMember: refuse('insufficient_scope', 'You are no longer a member of this organization.'),
} as const;
