/**
 * Normal form of a login page's address, by which connections are recognised: host in lower case without a closing dot,
 * no default port, no query, no fragment, no trailing slashes. Only HTTPS without user name and password.
 */
export function normalisePortalUrl(
  text: string,
): { ok: true; url: string; host: string } | { ok: false; message: string } {
  if (!URL.canParse(text)) return { ok: false, message: 'must be a complete URL such as https://login.bank.example' };
  const url = new URL(text);
  if (url.protocol !== 'https:') return { ok: false, message: 'must use https' };
  if (url.username !== '' || url.password !== '')
    return { ok: false, message: 'must not carry a user name or password' };
  // `bank.example.` and `bank.example` are one host.
  const host = url.hostname.replace(/\.$/, '');
  if (host === '') return { ok: false, message: 'must name a host' };
  const port = url.port === '' ? '' : `:${url.port}`;
  const path = url.pathname.replace(/\/+$/, '');
  return { ok: true, url: `https://${host}${port}${path}`, host };
}
