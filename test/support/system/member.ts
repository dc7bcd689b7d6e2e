import { hashPassword } from 'better-auth/crypto';
import type { Cookie } from 'playwright-core';
import type { Role } from '../../../src/domain/access/role.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import { instantFromMs } from '../../../src/domain/values/instant.ts';
import { insertMember } from '../../../src/store/people/members.ts';
import { insertPerson } from '../../../src/store/people/people.ts';
import type { RunningSystem } from './running-system.ts';

export const PASSWORD = 'correct horse battery';
/** Slow on purpose, and the same for all: made once. */
let passwordHash: Promise<string> | undefined;

/** Somebody with a password, and where they work. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly environment: Environment;
}

/** Somebody who is signed in. */
export interface Member extends Person {
  readonly cookies: readonly Cookie[];
}

/** Puts somebody into an organization, without the invitation by which people come. */
export async function createMember(
  { installation }: RunningSystem,
  { organizationId, role, environment }: { organizationId: string; role: Role; environment: Environment },
): Promise<Person> {
  passwordHash ??= hashPassword(PASSWORD);
  const { newId } = installation.commands;
  const id = newId();
  const email = `${role}.${id.slice(-12)}@example.com`;
  const createdAt = instantFromMs(Date.now());
  const person = { id, name: `The ${role}`, email, createdAt };
  await insertPerson(installation.sql, person, { id: newId(), passwordHash: await passwordHash });
  await insertMember(installation.sql, { organizationId, personId: id, role, createdAt });
  return { id, email, environment };
}

/** Signs a person in as the form does, and takes the cookies for a browser. */
export async function signInMember({ apiUrl }: RunningSystem, person: Person): Promise<Member> {
  const response = await fetch(new URL('/console/api/auth/sign-in/email', apiUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'causeway-console': '1', origin: apiUrl },
    body: JSON.stringify({ email: person.email, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`the sign-in was answered with ${response.status}: ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((line) => parseCookie(line, new URL(apiUrl).hostname));
  return { ...person, cookies };
}

function parseCookie(line: string, domain: string): Cookie {
  const [pair = ''] = line.split(';', 1);
  const cut = pair.indexOf('=');
  const shared = { domain, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' } as const;
  return { name: pair.slice(0, cut), value: pair.slice(cut + 1), ...shared };
}
