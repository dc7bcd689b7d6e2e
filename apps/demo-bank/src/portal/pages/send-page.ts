import type { FastifyReply } from 'fastify';
import type { Visit } from '../visit.ts';
import { type PortalPage, renderPage } from './shell.ts';

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Sends a page that loads nothing but its own style sheet, runs no script, and is kept by nobody. */
export function sendPage(visit: Visit, status: number, page: PortalPage): FastifyReply {
  return visit.reply
    .code(status)
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'same-origin')
    .type('text/html; charset=utf-8')
    .send(renderPage(page, visit));
}
