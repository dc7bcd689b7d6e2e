import { notePersonalAct } from '../../../commands/people/note-personal-act.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { defineOperation } from '../../operation.ts';
import { askLibrary } from '../../sign-in/sign-in-request.ts';

export const signOut = defineOperation('signOut', {
  async handle(_input, { parts, client, requestId }) {
    const person = (await parts.consoleSessions?.findPerson(client.headers)) ?? null;
    const answer = await askLibrary(parts, client, { act: 'sign-out', body: {}, ignoresSession: false });
    if (isRefusal(answer)) return answer;
    if (person !== null) {
      const self = { kind: 'member', id: person.id, label: person.email } as const;
      const acting = { ...parts, actor: { ...self, requestId, sourceAddress: client.peerAddress } };
      await parts.console.sql.begin((db) => notePersonalAct(db, acting, person.id, { action: 'person.sign_out' }));
    }
    return { status: 204, cookies: answer.cookies };
  },
});
