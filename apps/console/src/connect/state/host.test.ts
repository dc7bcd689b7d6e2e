import { describe, expect, it } from 'vitest';
import { findHost } from './host.ts';

const SHOP = 'https://shop.example';

/** A window that notes what it is told, and for whom. */
function openWindow() {
  const heard: unknown[] = [];
  const postMessage = (message: unknown, target: unknown) => void heard.push([message, target]);
  return { heard, window: { postMessage } as unknown as Window }; // All that is used of one.
}

describe('the page around those of a link', () => {
  const { window: self } = openWindow();

  it('is told what happens where the session names it, and its origin goes along, so that no other page hears it', () => {
    const parent = openWindow();
    const host = findHost({ self, parent: parent.window, origin: SHOP }, { allowedOrigins: [SHOP] });
    host.tell({ type: 'ready' });
    expect(parent.heard).toEqual([[{ source: 'causeway-connect', type: 'ready' }, SHOP]]);
  });

  it.each(['https://evil.example', '*', '', 'null', `${SHOP}/`])('is told nothing where it says to be %j', (origin) => {
    const parent = openWindow();
    const host = findHost({ self, parent: parent.window, origin }, { allowedOrigins: [SHOP] });
    host.tell({ type: 'ready' });
    expect([host.isFramed, parent.heard]).toEqual([true, []]);
  });

  it('is none where the pages stand alone', () => {
    expect(findHost({ self, parent: self, origin: SHOP }, { allowedOrigins: [SHOP] }).isFramed).toBe(false);
  });
});
