import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Where the keyboard is. */
export interface Stop {
  /** Role, or the element's name, and what it is called: `link Connections`. */
  readonly name: string;
  /** Whether a ring of a pixel or more is drawn around it, or around what stands for it, inside the window. */
  readonly isSeen: boolean;
  readonly isInDialog: boolean;
}

/** The element that has the focus now. */
export async function readStop(page: Page): Promise<Stop> {
  return (await page.evaluate(READ_STOP)) as Stop; // Built by the script below.
}

/** Presses Tab until the focus is where it is wanted. Fails when the focus cannot be seen on the way, or never gets there. */
export async function tabTo(page: Page, wanted: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  while (passed.length < MOST_STOPS) {
    await page.keyboard.press(key);
    const stop = await readStop(page);
    passed.push(stop.name);
    expect(stop, 'the focus can be seen').toMatchObject({ isSeen: true });
    if (typeof wanted === 'string' ? stop.name === wanted : wanted.test(stop.name)) return;
  }
  throw new Error(`Tab did not lead to ${wanted}, but to ${passed.join(', ')}`);
}

/** More than any page has in front of its content. */
const MOST_STOPS = 60;

/** Controls that are drawn by another element, as switches are, have their ring there. */
const READ_STOP = `(() => {
  const here = document.activeElement;
  const drawn = [here, here.nextElementSibling, here.parentElement, here.parentElement?.parentElement];
  const isRinged = (each) => {
    if (!(each instanceof Element)) return false;
    const style = getComputedStyle(each);
    const box = each.getBoundingClientRect();
    const isInWindow = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    return isInWindow && box.width > 4 && box.height > 4 && style.opacity !== '0' && style.outlineStyle !== 'none' &&
      Number.parseFloat(style.outlineWidth) >= 1;
  };
  const label = here.getAttribute('aria-label') ?? here.labels?.[0]?.textContent ?? here.textContent;
  const role = here.getAttribute('role') ?? { A: 'link', BUTTON: 'button', INPUT: 'field' }[here.tagName] ?? here.tagName.toLowerCase();
  return { name: role + ' ' + label.trim(), isSeen: drawn.some(isRinged), isInDialog: here.closest('[role=dialog]') !== null };
})()`;
