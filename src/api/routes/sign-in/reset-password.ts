import { resetPassword as reset } from '../../../commands/people/reset-password.ts';
import { defineOperation } from '../../operation.ts';
import { markBrowser } from '../../sign-in/known-browser.ts';
import { refuseLink } from '../../sign-in/link-refusal.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const resetPassword = defineOperation('resetPassword', {
  async handle({ body }, { parts, client, requestId, log }) {
    const done = await reset(peoplePartsOf(parts), body, { requestId, sourceAddress: client.peerAddress });
    if (!done.ok) return refuseLink(parts, client, done.refusal);
    log.info({ personId: done.value.id }, 'a person has a new password by a link');
    const { email } = done.value;
    return { status: 200, cookies: [markBrowser(parts, client, email)], body: { email } };
  },
});
