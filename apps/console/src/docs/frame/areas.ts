export type Area = 'home' | 'guides' | 'api' | 'errors';

export const AREAS: readonly { readonly id: Area; readonly label: string; readonly address: string }[] = [
  { id: 'guides', label: 'Guides', address: '/docs/guides/getting-started' },
  { id: 'api', label: 'API reference', address: '/docs/api' },
  { id: 'errors', label: 'Errors', address: '/docs/errors' },
];

/** The area that an address is in. Whatever is neither reference nor error is a guide. */
export function areaOf(pathname: string): Area {
  if (pathname === '/docs') return 'home';
  if (/^\/docs\/api(?:\/|$)/.test(pathname)) return 'api';
  if (/^\/docs\/errors(?:\/|$)/.test(pathname)) return 'errors';
  return 'guides';
}
