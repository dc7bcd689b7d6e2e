import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { COMMON_HEADERS, presentError } from '../http/error-response.ts';
import { hasBody } from '../http/request-body.ts';
import { refuseOverload, type Workload } from './workload.ts';

/** Asked by supervisors, which would end a process that is merely busy. */
const PROBES = '/v1/health/';
/** The waits differ, so that not all who were refused come back at once. */
const WAITS_SECONDS = [1, 2, 3] as const;

/**
 * Answers requests that are too much before anything else is done for them: no route is looked for, no key looked at, no line
 * written. What that costs is taken from the requests that are served, so it has to be next to nothing.
 */
export function shedLoad(
  server: Server,
  workload: Pick<Workload, 'isFull' | 'noteShed'>,
  { newRequestId, documentationBaseUrl }: { newRequestId(): string; documentationBaseUrl(): string },
): void {
  const serve = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!workload.isFull() || request.url?.startsWith(PROBES)) {
      // Node calls listeners with the server as `this`.
      for (const each of serve) Reflect.apply(each, server, [request, response]);
      return;
    }
    const count = workload.noteShed();
    const requestId = newRequestId();
    const refusal = refuseOverload(WAITS_SECONDS[count % WAITS_SECONDS.length] ?? 1);
    const { status, headers, body } = presentError(refusal, requestId, documentationBaseUrl());
    response.writeHead(status, {
      ...headers,
      ...COMMON_HEADERS,
      'x-request-id': requestId,
      'content-length': Buffer.byteLength(body),
      // A body that nobody reads is not taken in only to keep the connection.
      ...(hasBody(request.headers) ? { connection: 'close' } : {}),
    });
    response.end(body);
  });
}
