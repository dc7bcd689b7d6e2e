import { expect, it } from 'vitest';
import { type Log, silentLog } from '../infra/log.ts';
import { createQueueLog } from './queue-log.ts';

it.each([
  [
    'error',
    'Error with notify listener (trying again in 99ms): the database system is shutting down',
    { error: new Error() },
    'warn',
  ],
  ['error', 'Failed task 1 (sync-connection)', { job: { id: '1' }, error: new Error() }, 'error'],
  ['warning', 'something odd', undefined, 'warn'],
  ['info', 'began a job', { job: { id: '1' } }, 'debug'],
])(
  'gives what the queue calls %s (%s) a level by whom it needs, and a fixed message',
  (level, message, meta, expected) => {
    const lines: [string, object, string][] = [];
    const note = (name: string) => (fields: object, said: string) => void lines.push([name, fields, said]);
    const log: Log = { ...silentLog, debug: note('debug'), warn: note('warn'), error: note('error') };
    createQueueLog(log)(level, message, meta);
    expect(lines).toEqual([
      [expected, { source: 'graphile-worker', report: message }, expect.not.stringContaining(message)],
    ]);
  },
);
