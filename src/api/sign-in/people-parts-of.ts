import type { PeopleParts } from '../../commands/people/people-parts.ts';
import type { ApiParts } from '../parts.ts';

/** What commands on people work with: the session that sees their tables, whatever tenant the request is bound to. */
export function peoplePartsOf({ console, ...parts }: ApiParts): PeopleParts {
  const { actor, newId, nowMs, randomBytes, hashWithKey } = parts;
  const { sql, signIn } = console;
  return { sql, actor, newId, nowMs, randomBytes, hashWithKey, hashPassword: signIn.hashPassword };
}
