import { notePersonalAct } from '../../../commands/people/note-personal-act.ts';
import { instantFromMs } from '../../../domain/values/instant.ts';
import { updatePersonName } from '../../../store/people/people.ts';
import { defineOperation } from '../../operation.ts';

export const updateSelf = defineOperation('updateSelf', {
  async handle({ body }, { parts, person }) {
    const name = body.name.trim();
    await parts.console.sql.begin(async (db) => {
      const isChange = await updatePersonName(db, person.id, name, instantFromMs(parts.nowMs()));
      if (isChange)
        await notePersonalAct(db, parts, person.id, { action: 'person.update', details: { fields: ['name'] } });
    });
    return { status: 204 };
  },
});
