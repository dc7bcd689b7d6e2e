import type { FastifyReply } from 'fastify';

/** A page before it is sent. The body is HTML whose texts are escaped. */
export interface Page {
  readonly title: string;
  readonly accentColor: string;
  readonly body: string;
}

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

/** Sends a page. It loads nothing from anywhere and is kept by nobody, for it may show a password. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  return reply
    .code(status)
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(renderPage(page));
}

/** Makes a text safe to stand in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function renderPage({ title, accentColor, body }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; --accent: ${accentColor}; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
header { background: var(--accent); color: #fff; padding: 1.25rem 1.5rem; }
header h1 { margin: 0; font-size: 1.4rem; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem; }
code { font-size: .95em; padding: .1em .35em; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 4px; }
label, fieldset { display: block; margin: .9rem 0; }
input[type=text], input[type=password], input[type=email] { display: block; width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
fieldset { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px; }
fieldset label { margin: .3rem 0; }
button { font: inherit; padding: .55rem 1.2rem; border: 0; border-radius: 6px; background: var(--accent); color: #fff; cursor: pointer; }
.errors { border-left: 4px solid #b3261e; padding: .25rem 1rem; }
</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1></header>
<main>
${body}
</main>
</body>
</html>
`;
}
