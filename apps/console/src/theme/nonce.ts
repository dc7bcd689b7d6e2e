/**
 * The nonce that the server gave this page. Style tags made by components carry it, as the page's policy lets no others in. Null
 * on Vite's own development server, which sets no policy.
 */
export function readNonce(): string | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  // Browsers hide the attribute from scripts after the page is parsed; the property keeps it.
  return meta?.nonce || meta?.getAttribute('nonce') || null;
}
