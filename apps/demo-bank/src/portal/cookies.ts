import type { FastifyReply, FastifyRequest } from 'fastify';

/** The token of a visit in the cookie of a bank, or null. */
export function readSessionCookie(request: FastifyRequest, bankId: string): string | null {
  const name = `${bankId}-session`;
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name && value !== undefined && value !== '') return value;
  }
  return null;
}

/**
 * Sets the cookie of a visit; null takes it away. Scripts cannot read it and other sites cannot send it. It is not marked
 * `Secure`, because the demo bank speaks plain HTTP.
 */
export function setSessionCookie(reply: FastifyReply, bankId: string, token: string | null): void {
  const end = token === null ? '; Max-Age=0' : '';
  reply.header(
    'set-cookie',
    `${bankId}-session=${token ?? ''}; Path=/${bankId}/portal; HttpOnly; SameSite=Strict${end}`,
  );
}
