import { requestPoll } from '../../../commands/files/request-poll.ts';
import { defineOperation } from '../../operation.ts';
import { presentFileSource } from '../../presenters/file-source.ts';

export const pollFileSource = defineOperation('pollFileSource', {
  async handle({ path }, { parts, principal }) {
    const source = await requestPoll(parts, principal, path.fileSourceId);
    return source.ok ? { status: 200, body: await presentFileSource(parts.sql, source.value) } : source.refusal;
  },
});
