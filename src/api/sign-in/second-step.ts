import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import type { AnyContext } from '../operation.ts';
import type { ApiParts } from '../parts.ts';
import { markBrowser } from './known-browser.ts';
import { noteSignIn } from './sign-in-note.ts';
import { askLibrary } from './sign-in-request.ts';
import { beginSignInTry } from './sign-in-tries.ts';

/** Ends a sign-in that waits for its code. */
export async function takeSecondStep(
  { parts, client, requestId }: Pick<AnyContext<ApiParts>, 'parts' | 'client' | 'requestId'>,
  step: { readonly act: 'two-factor/verify-totp' | 'two-factor/verify-backup-code'; readonly code: string },
): Promise<{ readonly status: 204; readonly cookies: readonly string[] } | Refusal> {
  const began = await beginSignInTry(parts, client, null);
  if (isRefusal(began)) return began;
  const code = step.code.replaceAll(/\s/g, '');
  // The session of somebody else in the same browser is not the one that is signed in to.
  const answer = await askLibrary(parts, client, { act: step.act, body: { code }, ignoresSession: true });
  if (isRefusal(answer)) return answer;
  const person = await noteSignIn(parts, answer, { client, requestId });
  await began.succeed(person.email);
  return { status: 204, cookies: [markBrowser(parts, client, person.email), ...answer.cookies] };
}
