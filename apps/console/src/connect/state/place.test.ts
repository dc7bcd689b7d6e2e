import { describe, expect, it } from 'vitest';
import { placeAtFirst, readPlace, toEntry, viewOf } from './place.ts';

const login = { ...placeAtFirst('createDelegatedUser'), view: 'login' } as const;

describe('a place in the history', () => {
  it('shows the first screen of its step, or the one that was turned to', () => {
    expect(viewOf(placeAtFirst('createDelegatedUser'), 'createDelegatedUser')).toBe('instructions');
    expect(viewOf(login, 'createDelegatedUser')).toBe('login');
  });

  it('of the choice says what was chosen once the server knows it', () => {
    expect(viewOf(placeAtFirst('chooseInstitution'), 'createDelegatedUser')).toBe('chosen');
    expect(viewOf(placeAtFirst('chooseInstitution'), 'submitCredentials')).toBe('chosen');
  });

  it('of the instructions shows them again while a login is asked for', () => {
    expect(viewOf(placeAtFirst('createDelegatedUser'), 'submitCredentials')).toBe('instructions');
    expect(viewOf(placeAtFirst('completeSetup'), 'submitCredentials')).toBe('login');
  });

  it('shows nothing former while the bank is asked, and at the end', () => {
    for (const step of ['wait', 'answerMfaChallenge', 'askForHelp', 'done'] as const)
      expect(viewOf(login, step)).toBeNull();
  });

  it('is read from its entry, and from nothing else', () => {
    expect(readPlace(toEntry(login, { other: 1 }))).toEqual(login);
    expect(toEntry(login, { other: 1 })).toMatchObject({ other: 1 });
    for (const entry of [null, undefined, 'text', {}, { connect: null }]) expect(readPlace(entry)).toBeNull();
  });
});
