import { expect, it } from 'vitest';
import { explain } from './outcome.ts';

it('tells of a file that is closed to this user in a sentence, and of what nobody expects with its trace', () => {
  const refused = Object.assign(new Error("EACCES: permission denied, open '/var/lib/causeway/master.key'"), {
    ...{ code: 'EACCES', syscall: 'open', path: '/var/lib/causeway/master.key' },
  });
  expect(explain(refused)).toBe(
    `${refused.message}\nRun this as the user as whom the service runs, who owns CAUSEWAY_DATA_DIR, or give that user the right.`,
  );
  expect(explain(new TypeError('odd'))).toMatch(/^TypeError: odd\n {4}at /);
});
