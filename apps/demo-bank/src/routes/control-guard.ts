import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusal.ts';

/** Lets only programs of this machine through; for all others there is nothing here. */
export function guardControl(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    // Pages that a browser shows send an Origin; none of them has any business here.
    if (!isLoopback(request.socket.remoteAddress) || request.headers.origin !== undefined) {
      return refuse(reply, 404, { code: 'not_found', message: 'There is nothing here.' });
    }
  });
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(?:::ffff:)?127\./.test(address));
}
