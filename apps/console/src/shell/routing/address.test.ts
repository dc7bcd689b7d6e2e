import { describe, expect, it } from 'vitest';
import { addressOf, environmentOf, pathWithin } from './address.ts';

describe('addresses of pages', () => {
  it('name the environment, and the page below it', () => {
    expect(environmentOf('/console/test/connections/1')).toBe('test');
    expect(environmentOf('/console/live')).toBe('live');
    expect(addressOf('live', '/connections')).toBe('/console/live/connections');
    expect(addressOf('test')).toBe('/console/test');
  });

  it('have no environment where people sign in, nor where a name only begins like one', () => {
    expect(environmentOf('/console/sign-in')).toBeNull();
    expect(environmentOf('/console/tester')).toBeNull();
  });

  it('keep the page when the environment changes', () => {
    expect(pathWithin('/console/live/webhooks/1')).toBe('/webhooks/1');
    expect(pathWithin('/console/live')).toBe('/');
  });
});
