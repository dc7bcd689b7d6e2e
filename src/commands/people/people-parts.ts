import type { CommandParts } from '../parts.ts';

/** What commands on people need: sessions that may see the tables of people, which those of tenants may not. */
export interface PeopleParts
  extends Pick<CommandParts, 'sql' | 'actor' | 'newId' | 'nowMs' | 'randomBytes' | 'hashWithKey'> {
  /** The text that is kept of a password. */
  hashPassword(password: string): Promise<string>;
}
