import { resetPassword as reset } from '../../../commands/reset-password.ts';
import { markBrowser } from '../../known-browser.ts';
import { refuseLink } from '../../link-refusal.ts';
import { defineOperation } from '../../operation.ts';
import { peoplePartsOf } from '../../people-parts-of.ts';

export const resetPassword = defineOperation('resetPassword', {
  async handle({ body }, { parts, client, requestId, log }) {
    const done = await reset(peoplePartsOf(parts), body, { requestId, sourceAddress: client.peerAddress });
    if (!done.ok) return refuseLink(parts, client, done.refusal);
    log.info({ personId: done.value.id }, 'a person has a new password by a link');
    const { email } = done.value;
    return { status: 200, cookies: [markBrowser(parts, client, email)], body: { email } };
  },
});
