import { copyText } from '../../components/values/copy-text.ts';
import { goTo } from './page-location.ts';

/** How long a button says that it has copied. */
const SHOWN_MS = 1_500;

/**
 * Listens for clicks in the whole page: links that lead within the documentation change the page in place, and the buttons of rendered
 * code copy it. Rendered Markdown is HTML without components, so nobody else can listen there. Answers what stops it.
 */
export function followLinks(): () => void {
  const listener = (event: MouseEvent): void => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest('button[data-copy]');
    if (button !== null) void copyCode(button);
    const link = event.target.closest('a');
    if (link === null || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target !== '') return;
    if (link.origin !== location.origin || !/^\/docs(?:\/|$)/.test(link.pathname)) return;
    event.preventDefault();
    goTo(`${link.pathname}${link.hash}`);
  };
  document.addEventListener('click', listener);
  return () => document.removeEventListener('click', listener);
}

async function copyCode(button: Element): Promise<void> {
  const code = button.closest('.code')?.querySelector('pre')?.textContent ?? '';
  if (!(await copyText(code))) return;
  button.textContent = 'Copied';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, SHOWN_MS);
}
