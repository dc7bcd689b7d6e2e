/**
 * Puts the keyboard on the button of a menu when one of its items is chosen. Whatever the item opens finds it there, and gives it back
 * there when it is closed; the item itself is gone by then. Returns what ends it.
 */
export function keepMenuFocus(): () => void {
  const chosen = ({ target }: MouseEvent) => {
    if (!(target instanceof Element)) return;
    const menu = target.closest('[role="menuitem"]')?.closest('[role="menu"]');
    const button = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
    button?.focus({ preventScroll: true });
  };
  // Before the item itself hears of it.
  document.addEventListener('click', chosen, { capture: true });
  return () => document.removeEventListener('click', chosen, { capture: true });
}
