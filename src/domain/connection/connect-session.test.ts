import { describe, expect, it } from 'vitest';
import {
  connectSessionStatus,
  findOriginProblem,
  findReturnUrlProblem,
  formatConnectLink,
  formatConnectToken,
  isConnectLinkOpen,
  isConnectToken,
} from './connect-session.ts';

const now = '2026-11-20T10:00:00.000Z';
const later = '2026-11-20T10:00:00.001Z';
const open = { completedAt: null, revokedAt: null, expiresAt: later };

describe('a Connect session', () => {
  it('is open until it is completed, revoked or over', () => {
    expect(connectSessionStatus(open, now)).toBe('open');
    expect(connectSessionStatus(open, later)).toBe('expired');
    expect(connectSessionStatus({ ...open, revokedAt: now }, now)).toBe('revoked');
    expect(connectSessionStatus({ ...open, completedAt: now, revokedAt: now }, later)).toBe('completed');
  });

  it('can be looked at until its time is over, unless it is revoked', () => {
    expect([isConnectLinkOpen(open, now), isConnectLinkOpen(open, later)]).toEqual([true, false]);
    expect(isConnectLinkOpen({ ...open, revokedAt: now }, now)).toBe(false);
  });

  it('has a link whose path is its id, and whose token no server is sent', () => {
    const token = formatConnectToken(new Uint8Array(24).fill(0xfb));
    expect(token).toBe(`wcs_${'-_v7'.repeat(8)}`);
    const link = new URL(formatConnectLink('https://causeway.example', '019aa4b7-30d2-7c16-9a58-e1f7c02b6d34', token));
    expect([link.pathname, link.search, link.hash]).toEqual([
      '/connect/019aa4b7-30d2-7c16-9a58-e1f7c02b6d34',
      '',
      `#${token}`,
    ]);
    expect([isConnectToken(token), isConnectToken(`${token}x`), isConnectToken('way_test_a_b')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('an origin', () => {
  it.each([
    'https://app.example',
    'https://app.example:8443',
    'http://localhost:3000',
    'http://127.0.0.1',
    'https://[2001:db8::1]',
  ])('can be %s', (origin) => expect(findOriginProblem(origin)).toBeNull());

  it.each([
    'https://*.example',
    '*',
    'null',
    'https://app.example/',
    'https://app.example:443',
    'https://App.example',
    'https://app.example;frame-src *',
    'https://app.example https://evil.example',
    "https://app.example'",
    'http://app.example',
    'http://localhost.evil.example',
    'file://app',
    'https://user@app.example',
    '',
  ])('cannot be %j', (origin) => expect(findOriginProblem(origin)).not.toBeNull());
});

describe('an address to go back to', () => {
  it.each(['https://app.example/banks?a=b#c', 'http://localhost:3000/'])('can be %s', (url) =>
    expect(findReturnUrlProblem(url)).toBeNull(),
  );

  it.each(['javascript:alert(1)', 'data:text/html,x', 'http://app.example/', 'https://a:b@app.example/', '/banks', ''])(
    'cannot be %j',
    (url) => expect(findReturnUrlProblem(url)).not.toBeNull(),
  );
});
