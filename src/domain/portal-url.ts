/**
 * Normal form of a login page's address, by which connections are recognised: host in lower case, no default port, no
 * query, no fragment, no trailing slashes. Only HTTPS without user name and password.
 */
export function normalisePortalUrl(
  text: string,
): { ok: true; url: string; host: string } | { ok: false; message: string } {
  if (!URL.canParse(text)) return { ok: false, message: 'must be a complete URL such as https://login.bank.example' };
  const url = new URL(text);
  if (url.protocol !== 'https:') return { ok: false, message: 'must use https' };
  if (url.username !== '' || url.password !== '')
    return { ok: false, message: 'must not carry a user name or password' };
  if (url.hostname === '') return { ok: false, message: 'must name a host' };
  const path = url.pathname.replace(/\/+$/, '');
  return { ok: true, url: `https://${url.host}${path}`, host: url.hostname };
}
