import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** Who sent a request, as far as its connection and its headers tell. */
export interface RequestClient {
  /** The client's own, where a trusted proxy names it. */
  readonly address: string;
  /** Of the connection: of a reverse proxy, where one stands in front. */
  readonly peerAddress: string | null;
  /** Host and port that the client asked for. */
  readonly host: string;
  /** Whether it came by HTTPS, as far as a trusted proxy tells. */
  readonly isSecure: boolean;
  readonly headers: IncomingHttpHeaders;
}

/** Address, host and scheme as the server sees them behind the proxies that the settings trust; the peer is who really connected. */
export function clientOf(request: FastifyRequest): RequestClient {
  return {
    address: request.ip,
    peerAddress: request.socket.remoteAddress ?? null,
    host: request.host,
    isSecure: request.protocol === 'https',
    headers: request.headers,
  };
}
