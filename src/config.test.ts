import { describe, expect, it } from 'vitest';
import { ConfigError } from './config/problem.ts';
import { SETTINGS } from './config/settings.ts';
import { readConfig } from './config.ts';

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment, '/base');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ variable, message }) => `${variable} ${message}`);
  }
};

describe('settings', () => {
  it('have usable defaults, with folders below the project', () => {
    expect(readConfig({}, '/base')).toMatchObject({
      databaseUrl: null,
      dataDir: '/base/.causeway',
      institutionsDir: '/base/institutions',
      host: '127.0.0.1',
      port: 4080,
      masterKey: null,
      cursorKeyNumber: 1,
      maxUploadBytes: 1024 ** 3,
    });
  });

  it('treat an empty variable like an absent one', () => {
    expect(readConfig({ CAUSEWAY_PORT: ' ', DATABASE_URL: '' }, '/base')).toMatchObject({
      port: 4080,
      databaseUrl: null,
    });
  });

  it('leave absolute folders where they are', () => {
    expect(readConfig({ CAUSEWAY_DATA_DIR: '/var/lib/data' }, '/base').dataDir).toBe('/var/lib/data');
  });

  it.each([
    ['CAUSEWAY_PORT', '65536'],
    ['CAUSEWAY_PORT', '-1'],
    ['CAUSEWAY_PORT', '80a'],
    ['CAUSEWAY_DATABASE_POOL', '1'],
    ['CAUSEWAY_LOG_LEVEL', 'loud'],
    ['CAUSEWAY_MASTER_KEY', 'c2hvcnQ='],
    ['CAUSEWAY_CURSOR_KEY_NUMBER', '0'],
    ['CAUSEWAY_CURSOR_KEY_NUMBER', '256'],
    ['CAUSEWAY_DEMO_BANK_URL', 'localhost:4090'],
    ['DATABASE_URL', 'mysql://localhost/db'],
    ['DATABASE_URL', 'postgres://causeway:100%sure@localhost/db'],
    ['DATABASE_URL', 'postgres://causeway:half/half@localhost/db'],
    ['CAUSEWAY_MAIL_DOMAIN', 'inbox'],
    ['CAUSEWAY_SMS_SECRET', 'hush'],
  ])('refuse %s=%s and name the variable', (variable, value) => {
    expect(problemsOf({ [variable]: value })).toEqual([expect.stringMatching(new RegExp(`^${variable} must `))]);
  });

  it.each(['?a=b', '/?', '#top', '/path#', '/path?a'])('refuse a public address that goes on with %j', (rest) => {
    expect(problemsOf({ CAUSEWAY_PUBLIC_URL: `https://causeway.example${rest}` })).toEqual([
      'CAUSEWAY_PUBLIC_URL must have no user, password, query or fragment: write it as https://causeway.example.com.',
    ]);
  });

  it('refuse a public address with a user or password and do not show it, but let it have a path', () => {
    for (const user of ['somebody', 'somebody:hush', ':hush', ''])
      expect(problemsOf({ CAUSEWAY_PUBLIC_URL: `https://${user}@causeway.example` })).toEqual([
        'CAUSEWAY_PUBLIC_URL must have no user, password, query or fragment: write it as https://causeway.example.com.',
      ]);
    const withPath = { CAUSEWAY_PUBLIC_URL: 'https://causeway.example:8443/at/@home/' };
    expect(readConfig(withPath, '/base').publicUrl).toBe('https://causeway.example:8443/at/@home');
  });

  it('tell how a password is written in the address of the database, and do not show it', () => {
    const [message = ''] = problemsOf({ DATABASE_URL: 'postgres://causeway:100%sure@localhost/db' });
    expect(message).toContain('write %25 for %, %2F for /, %40 for @');
    expect(message).not.toContain('sure');
    expect(problemsOf({ DATABASE_URL: 'postgres://causeway:100%25sure%2F@localhost/db' })).toEqual([]);
  });

  it('take messages only where they are told how', () => {
    expect(readConfig({}, '/base')).toMatchObject({ mail: null, sms: null });
    const environment = {
      ...{ CAUSEWAY_MAIL_DOMAIN: 'Inbox.Example.com', CAUSEWAY_SMS_SECRET: 'hush-hush-hush-hush' },
      CAUSEWAY_SMS_NUMBERS: '+12025550143, +12025550144',
    };
    expect(readConfig(environment, '/base')).toMatchObject({
      mail: { domain: 'inbox.example.com', host: '127.0.0.1', port: 2525 },
      sms: { secret: 'hush-hush-hush-hush', port: 4085, numbers: ['+12025550143', '+12025550144'] },
    });
    expect(problemsOf({ ...environment, CAUSEWAY_SMS_NUMBERS: '0171 234' })).toEqual([
      expect.stringMatching(/^CAUSEWAY_SMS_NUMBERS must be numbers such as/),
    ]);
  });

  it('report every problem at once', () => {
    expect(problemsOf({ CAUSEWAY_FOO: '1' }).join()).toContain('Correct its name or remove it.');
    expect(problemsOf({ CAUSEWAY_PORT: 'x', CAUSEWAY_LOG_LEVEL: 'y', CAUSEWAY_PROT: '1' })).toHaveLength(3);
  });

  it('refuse a misspelt variable instead of ignoring it', () => {
    expect(problemsOf({ CAUSEWAY_PROT: '4080' })).toEqual([expect.stringContaining('CAUSEWAY_PROT is no setting')]);
  });

  it('never repeat a database password', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://me:hush@host/db' }).join()).not.toContain('hush');
  });

  it('say what each of them means', () => {
    for (const { meaning } of Object.values(SETTINGS)) expect(meaning.length).toBeGreaterThan(10);
  });
});
