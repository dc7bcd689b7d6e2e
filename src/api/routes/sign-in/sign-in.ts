import { isRefusal } from '../../../domain/refusal.ts';
import { findPersonByEmail } from '../../../store/people/people.ts';
import { defineOperation } from '../../operation.ts';
import { markBrowser } from '../../sign-in/known-browser.ts';
import { noteSignIn } from '../../sign-in/sign-in-note.ts';
import { askLibrary } from '../../sign-in/sign-in-request.ts';
import { beginSignInTry } from '../../sign-in/sign-in-tries.ts';

export const signIn = defineOperation('signIn', {
  async handle({ body }, { parts, client, requestId, log }) {
    const began = await beginSignInTry(parts, client, body.email);
    if (isRefusal(began)) {
      const person = await findPersonByEmail(parts.console.sql, body.email);
      if (person !== null) log.warn({ personId: person.id }, 'a sign-in has to wait after too many refused tries');
      return began;
    }
    const answer = await askLibrary(parts, client, { act: 'sign-in/email', body, ignoresSession: true });
    if (isRefusal(answer)) {
      if (answer.code === 'unavailable') await began.takeBack();
      return answer;
    }
    const { cookies } = answer;
    // The try counts for the e-mail address until the second step has come to a good end, so that codes cannot be guessed by signing in again and again.
    if (answer.body.twoFactorRedirect === true) {
      await began.passFirstStep();
      return { status: 200, cookies, body: { twoFactorRedirect: true } };
    }
    await began.succeed(body.email);
    await noteSignIn(parts, answer, { client, requestId });
    const known = [markBrowser(parts, client, body.email), ...cookies];
    return { status: 200, cookies: known, body: { twoFactorRedirect: false } };
  },
});
