import type { FastifyInstance } from 'fastify';

/**
 * Lets go of connections while shutting down. Fastify closes the idle ones once; a connection that is busy at that moment
 * would be kept open for the client's next request, and with it the process, until the keep-alive time is over.
 */
export function drainConnections(app: FastifyInstance, shutdown: AbortSignal): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (shutdown.aborted) reply.header('connection', 'close');
    done(null, payload);
  });
  // A stream had sent its headers before; its connection ends when the stream does.
  app.addHook('onResponse', (request, _reply, done) => {
    if (shutdown.aborted) request.raw.socket.destroySoon();
    done();
  });
}
