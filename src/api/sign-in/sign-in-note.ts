import { notePersonalAct } from '../../commands/people/note-personal-act.ts';
import { idOfUser, type SignInAnswer } from '../../infra/sign-in/sign-in.ts';
import { findPerson, type PersonRow } from '../../store/people/people.ts';
import type { RequestClient } from '../http/request-client.ts';
import type { ApiParts } from '../parts.ts';

/** Writes into the audit log that somebody signed in, whom the library's answer names. Returns who. */
export async function noteSignIn(
  parts: Pick<ApiParts, 'console' | 'newId' | 'nowMs'>,
  answer: SignInAnswer,
  { client, requestId }: { readonly client: RequestClient; readonly requestId: string },
): Promise<PersonRow> {
  const { sql } = parts.console;
  const person = await findPerson(sql, idOfUser(answer));
  if (person === null) throw new Error('the sign-in library signed nobody in');
  const sourceAddress = client.peerAddress;
  const actor = { kind: 'member', id: person.id, label: person.email, requestId, sourceAddress } as const;
  const noting = { newId: parts.newId, nowMs: parts.nowMs, actor };
  await sql.begin((db) => notePersonalAct(db, noting, person.id, { action: 'person.sign_in' }));
  return person;
}
