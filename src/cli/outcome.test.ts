import { describe, expect, it } from 'vitest';
import { explain, explainAddress } from './outcome.ts';

it('tells of a file that is closed to this user in a sentence, and of what nobody expects with its trace', () => {
  const refused = Object.assign(new Error("EACCES: permission denied, open '/var/lib/causeway/master.key'"), {
    ...{ code: 'EACCES', syscall: 'open', path: '/var/lib/causeway/master.key' },
  });
  expect(explain(refused)).toBe(
    `${refused.message}\nRun this as the user as whom the service runs, who owns CAUSEWAY_DATA_DIR, or give that user the right.`,
  );
  expect(explain(new TypeError('odd'))).toMatch(/^TypeError: odd\n {4}at /);
});

it.each(['25006', '53300', '57P01', '28000'])('tells of a database that refuses later on in a line: %s', (code) => {
  const told = explain(Object.assign(new Error('not now'), { code, severity: 'FATAL' }));
  expect(told).toMatch(/^The database cannot be asked: not now\. [^\n]+$/);
});

describe('an address at which nothing can listen', () => {
  const refused = (code: string, port: number) =>
    Object.assign(new Error(`listen ${code}`), { code, syscall: 'listen', port });

  it.each([
    ['EADDRINUSE', 4080, {}, 'End the program that listens there, or set CAUSEWAY_PORT to another port.'],
    ['EADDRINUSE', 9464, { CAUSEWAY_METRICS_PORT: '9464' }, /set CAUSEWAY_METRICS_PORT to/],
    ['EACCES', 25, { CAUSEWAY_MAIL_PORT: '25' }, /from 1024 on in CAUSEWAY_MAIL_PORT\.$/],
    ['EADDRNOTAVAIL', 4080, {}, /^Correct CAUSEWAY_HOST, /],
  ])('for %s on %d is told with the variable', (code, port, environment, said) => {
    expect(explainAddress(refused(code, port), environment)).toMatch(said);
  });

  it('is told in two lines, without a trace', () => {
    expect(explain(refused('EADDRINUSE', 4080)).split('\n')).toHaveLength(2);
  });
});
