import { notePersonalAct } from '../../../commands/people/note-personal-act.ts';
import { refuse } from '../../../domain/refusal.ts';
import { deleteSession } from '../../../store/people/people-sessions.ts';
import { defineOperation } from '../../operation.ts';

export const endSession = defineOperation('endSession', {
  async handle({ path }, { parts, person }) {
    const ended = await parts.console.sql.begin(async (db) => {
      const found = await deleteSession(db, person.id, path.sessionId);
      if (found) await notePersonalAct(db, parts, person.id, { action: 'person.end_sessions' });
      return found;
    });
    return ended ? { status: 204 } : refuse('not_found', 'You have no such session.');
  },
});
