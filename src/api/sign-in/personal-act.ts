import { notePersonalAct } from '../../commands/people/note-personal-act.ts';
import type { AuditAction } from '../../domain/audit-entry.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import type { SignInAct, SignInAnswer } from '../../infra/sign-in/sign-in.ts';
import type { AnyContext } from '../operation.ts';
import type { ApiParts, Person } from '../parts.ts';
import { askAsPerson } from './sign-in-request.ts';
import { beginProof } from './sign-in-tries.ts';

/**
 * Has the library change how a person signs in. What the person has to show for it is counted as a try, so that whoever finds a
 * browser open cannot guess the password there. The audit entry follows the act at once.
 */
export async function actOnSignIn(
  { parts, client, person }: Pick<AnyContext<ApiParts>, 'parts' | 'client'> & { readonly person: Person },
  given: {
    readonly act: SignInAct;
    readonly body: object;
    readonly field: string;
    /** Null for a first step that changes nothing yet. */
    readonly action: AuditAction | null;
  },
): Promise<SignInAnswer | Refusal> {
  const began = await beginProof(parts, person.id);
  if (isRefusal(began)) return began;
  const answer = await askAsPerson(parts, client, given);
  if (isRefusal(answer)) return answer;
  await began.succeed();
  const { action } = given;
  if (action !== null) await parts.console.sql.begin((db) => notePersonalAct(db, parts, person.id, { action }));
  return answer;
}
