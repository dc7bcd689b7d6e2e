import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
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
  dropUnused(app, shutdown);
  sendToTheEnd(app.server);
}

/**
 * Node takes a connection for idle as soon as its response has been handed over, even while most of it still waits for a
 * slow client, and closing idle connections would cut it off in the middle of its body. So they are closed when everything
 * has been sent.
 */
function sendToTheEnd(server: Server): void {
  const sending = new Map<Socket, number>();
  let isDue = false;
  const closeIdle = server.closeIdleConnections.bind(server);
  const closeWhenSent = () => {
    if (isDue && sending.size === 0) closeIdle();
  };
  const note = (socket: Socket, change: 1 | -1) => {
    const count = (sending.get(socket) ?? 0) + change;
    if (count > 0 && !socket.destroyed) sending.set(socket, count);
    else sending.delete(socket);
    closeWhenSent();
  };
  // Responses that wait behind another one on a connection that breaks are never closed themselves.
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => {
      sending.delete(socket);
      closeWhenSent();
    });
  });
  server.on('request', ({ socket }: IncomingMessage, response) => {
    note(socket, 1);
    response.once('close', () => note(socket, -1));
  });
  server.closeIdleConnections = () => {
    isDue = true;
    closeWhenSent();
  };
}

/**
 * Clients open connections ahead of requests that may never come, for instance when a stream of theirs has ended. To Node
 * such a connection is busy from the start, because it waits for its first headers.
 */
function dropUnused(app: FastifyInstance, shutdown: AbortSignal): void {
  const open = new Set<Socket>();
  const dropIfUnused = (socket: Socket) => {
    if (socket.bytesRead === 0) socket.destroy();
  };
  app.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (shutdown.aborted) afterNextRead(() => dropIfUnused(socket));
  });
  shutdown.addEventListener('abort', () => {
    afterNextRead(() => {
      for (const socket of open) dropIfUnused(socket);
    });
  });
}

/** Runs when everything has been read that had arrived by now: a request that is already here gets its answer. */
function afterNextRead(act: () => void): void {
  // Node reads between two rounds of immediates; the first round may come before it does.
  setImmediate(() => setImmediate(act));
}
