import { notePersonalAct } from '../../../commands/people/note-personal-act.ts';
import { deleteOtherSessions } from '../../../store/people/people-sessions.ts';
import { defineOperation } from '../../operation.ts';

export const endOtherSessions = defineOperation('endOtherSessions', {
  async handle(_input, { parts, person }) {
    await parts.console.sql.begin(async (db) => {
      await deleteOtherSessions(db, person.id, person.sessionId);
      await notePersonalAct(db, parts, person.id, { action: 'person.end_sessions' });
    });
    return { status: 204 };
  },
});
