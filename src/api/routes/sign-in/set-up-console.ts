import { setUpConsole as setUp } from '../../../commands/people/set-up-console.ts';
import { defineOperation } from '../../operation.ts';
import { refuseLink } from '../../sign-in/link-refusal.ts';
import { peoplePartsOf } from '../../sign-in/people-parts-of.ts';

export const setUpConsole = defineOperation('setUpConsole', {
  async handle({ body }, { parts, client, requestId, log }) {
    const done = await setUp(peoplePartsOf(parts), body, { requestId, sourceAddress: client.peerAddress });
    if (!done.ok) return refuseLink(parts, client, done.refusal);
    log.info({ personId: done.value.personId }, 'the console has its first person');
    return { status: 201, body: { email: done.value.email } };
  },
});
