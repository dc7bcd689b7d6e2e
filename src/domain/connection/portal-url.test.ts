import { describe, expect, it } from 'vitest';
import { normalisePortalUrl } from './portal-url.ts';

describe('portal URLs', () => {
  it.each([
    ['https://Login.Bank.Example', 'https://login.bank.example', 'login.bank.example'],
    ['https://login.bank.example/', 'https://login.bank.example', 'login.bank.example'],
    ['https://login.bank.example:443/Business//', 'https://login.bank.example/Business', 'login.bank.example'],
    ['https://login.bank.example:8443/a?next=1#top', 'https://login.bank.example:8443/a', 'login.bank.example'],
    [' https://login.bank.example/a/../b ', 'https://login.bank.example/b', 'login.bank.example'],
    ['https://login.bank.example./a', 'https://login.bank.example/a', 'login.bank.example'],
    ['https://bänk.example', 'https://xn--bnk-qla.example', 'xn--bnk-qla.example'],
  ])('brings %s into the form %s', (text, url, host) => {
    expect(normalisePortalUrl(text)).toEqual({ ok: true, url, host });
    expect(normalisePortalUrl(url)).toEqual({ ok: true, url, host });
  });

  it.each([
    ['login.bank.example', 'complete URL'],
    ['', 'complete URL'],
    ['https://', 'complete URL'],
    ['https://.', 'host'],
    ['http://login.bank.example', 'https'],
    ['ftp://login.bank.example', 'https'],
    ['javascript:alert(1)', 'https'],
    ['https://user@login.bank.example', 'user name'],
    ['https://user:secret@login.bank.example', 'user name'],
  ])('refuses %j and says why', (text, reason) => {
    expect(normalisePortalUrl(text)).toEqual({ ok: false, message: expect.stringContaining(reason) });
  });
});
