import { expect, it } from 'vitest';
import { createDraft } from './draft.ts';

function createStorage() {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
    removeItem: (name: string) => void texts.delete(name),
  };
}

it('keeps what is not secret for a reload, and secrets in memory until they are handed over', () => {
  const storage = createStorage();
  const draft = createDraft('id', () => storage);
  draft.write('bankCustomerId', '4410071');
  draft.write('password', 'Canary/1');
  expect(draft.read('password')).toBe('Canary/1');
  expect(JSON.stringify([...storage.texts])).not.toContain('Canary');
  draft.dropSecrets();
  expect(draft.read('password')).toBeUndefined();
  expect(draft.read('bankCustomerId')).toBe('4410071');
  const reloaded = createDraft('id', () => storage);
  expect(reloaded.read('bankCustomerId')).toBe('4410071');
  expect(reloaded.read('password')).toBeUndefined();
  reloaded.forget();
  expect(storage.texts.size).toBe(0);
});

it('goes on in memory where the browser keeps nothing', () => {
  const draft = createDraft('id', () => {
    throw new Error('not allowed');
  });
  draft.write('bank', 'harbor');
  expect(draft.read('bank')).toBe('harbor');
  draft.forget();
  expect(draft.read('bank')).toBeUndefined();
});
