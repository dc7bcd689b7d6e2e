import type { components } from '../../api/contract/types.generated.ts';
import { CommandRefused } from '../outcome.ts';

/**
 * Plays the end user: the owner of a company at the demo bank, who creates the delegated user with the values of the
 * setup instructions. Returns its first password. Where the user is there already (an earlier try stopped half-way) it
 * gets a new password, and is not new.
 */
export async function createDelegatedUser(options: {
  readonly bankUrl: string;
  /** Which of the demo banks. */
  readonly bank: string;
  readonly companyId: string;
  readonly instructions: components['schemas']['SetupInstructions'];
  /** The sandbox's present moment, at which the company's books are opened. */
  readonly virtualTime: string;
}): Promise<{ readonly password: string; readonly isNew: boolean }> {
  const { bankUrl, bank, companyId, instructions, virtualTime } = options;
  const owner = { companyId, ownerUser: 'owner', ownerPassword: `owner-${companyId}` };
  const users = `${bankUrl}/${bank}/admin/delegated-users`;
  const { firstName, lastName, username, permissions, email } = instructions;
  const person = { username, firstName, lastName, permissions, ...(email === null ? {} : { email }) };
  const created = await post(users, { ...owner, ...person }, virtualTime);
  if (created.password !== null) return { password: created.password, isNew: true };
  // A name that is taken is one of the fields that the bank may find wrong. Whether it is this one shows in that the user is there.
  const reset = created.status === 422 ? await post(`${users}/${username}/password`, owner, virtualTime) : created;
  if (reset.password === null)
    throw new CommandRefused(`The demo bank refused the delegated user with ${created.status}.`);
  return { password: reset.password, isNew: false };
}

async function post(
  url: string,
  body: object,
  virtualTime: string,
): Promise<{ status: number; password: string | null }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'causeway-virtual-time': virtualTime },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  const password =
    typeof answer === 'object' && answer !== null && 'temporaryPassword' in answer ? answer.temporaryPassword : null;
  return { status: response.status, password: typeof password === 'string' ? password : null };
}
