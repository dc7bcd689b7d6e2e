import { useEffect, useState } from 'react';

/**
 * Gives the keyboard back to where it was, when a dialog is taken away that is in the page only while it is open. Dialogs that stay and
 * are told to close do so by themselves.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The dialog has its own focus to lose first.
      setTimeout(() => {
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}
