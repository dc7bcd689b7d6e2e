/** The two worlds of an organization; connections, accounts and transactions of one never meet those of the other. */
export const ENVIRONMENTS = ['live', 'test'] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

/** True for the two names the contract and the database know. */
export function isEnvironment(text: string): text is Environment {
  return text === 'live' || text === 'test';
}
