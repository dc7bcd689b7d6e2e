import { describe, expect, it } from 'vitest';
import { type LinkAddress, readToken, takeLink } from './link.ts';

const PATH = '/connect/019aa4b7-30d2-7c16-9a58-e1f7c02b6d34';
const TOKEN = 'wcs_Y2F1c2V3YXktZXhhbXBsZS10b2tlbiEh';

/** A tab: what it keeps, and the address that it shows. */
function openTab(fragment: string, { keeps = true }: { readonly keeps?: boolean } = {}) {
  const kept = new Map<string, string>();
  const shown = { fragment };
  const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
  const address = (): LinkAddress => ({
    path: PATH,
    fragment: shown.fragment,
    storage: () => {
      if (!keeps) throw new DOMException('denied', 'SecurityError');
      return storage;
    },
    hideFragment: () => {
      shown.fragment = '';
    },
  });
  return { kept, shown, open: () => takeLink(address()) };
}

describe('a link', () => {
  it('is taken out of the address, and known to the same tab when it is loaded again', () => {
    const tab = openTab(`#${TOKEN}`);
    expect(tab.open()).toMatchObject({ sessionId: PATH.split('/')[2], token: TOKEN, hostOrigin: '' });
    expect(tab.shown.fragment).toBe('');
    expect(tab.open()).toMatchObject({ token: TOKEN });
  });

  it('is unknown to another tab that gets the address alone', () => {
    expect(openTab('').open().token).toBeNull();
    expect(openTab('#about').open().token).toBeNull();
  });

  it('tells where the embed script runs, after a reload too', () => {
    const tab = openTab(`#${TOKEN}&origin=https%3A%2F%2Fshop.example`);
    for (let load = 0; load < 2; load += 1)
      expect(tab.open()).toMatchObject({ token: TOKEN, hostOrigin: 'https://shop.example' });
  });

  it('stays in the address where the browser keeps nothing', () => {
    const tab = openTab(`#${TOKEN}`, { keeps: false });
    const link = tab.open();
    expect([link.token, tab.shown.fragment]).toEqual([TOKEN, `#${TOKEN}`]);
    link.forget();
  });

  it('is found where a mail program took the end of the sentence along', () => {
    for (const end of ['.', ').', '&origin=x']) expect(readToken(`#${TOKEN}${end}`)).toBe(TOKEN);
  });

  it('that ended is forgotten', () => {
    const tab = openTab(`#${TOKEN}`);
    tab.open().forget();
    expect([...tab.kept]).toEqual([]);
    expect(tab.open().token).toBeNull();
  });
});

it.each(['', '#', '#about', '#origin=https%3A%2F%2Fshop.example', '#wcs_', '#wcs_a b', `#${TOKEN.slice(0, -1)}`])(
  'finds no token in %j',
  (fragment) => expect(readToken(fragment)).toBeNull(),
);
