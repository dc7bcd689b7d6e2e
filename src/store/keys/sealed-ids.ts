/** Under which name the secrets of a question for a code are sealed: an answer does not open as a session, nor the other way round. */
export function answerIdOf(challengeId: string): string {
  return `${challengeId} answer`;
}

/** The same for the session that waits for the answer. */
export function sessionIdOf(challengeId: string): string {
  return `${challengeId} session`;
}

/** The same for new parts of a login: none opens as the login itself. */
export function sealedChangeIdOf(changeId: string): string {
  return `${changeId} change`;
}
