import { putFileSettings as put } from '../../../commands/files/put-file-settings.ts';
import { mergeKnowledge } from '../../../domain/files/file-knowledge.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileKnowledge } from '../../presenters/file-knowledge.ts';

export const putFileSettings = defineOperation('putFileSettings', {
  async handle({ path, body }, { parts, principal }) {
    const stored = await put(parts, principal, path.connectionId, mergeKnowledge(body));
    return stored.ok ? { status: 200, body: presentFileKnowledge(stored.value) } : stored.refusal;
  },
});
