import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Tracer } from '../../infra/tracing/span.ts';

/**
 * Makes each request a span: its operation and status, nothing of its URL or bodies. Belongs before all other hooks, so that their
 * work is in it; a client's `traceparent` is taken up.
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, ReturnType<Tracer['begin']>>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const operation = request.routeOptions.config?.operation?.id ?? null;
    const span = tracer.begin(operation ?? 'request', {
      kind: 'server',
      attributes: {
        'http.request.method': request.method,
        'causeway.request_id': request.id,
        ...(operation === null ? {} : { 'causeway.operation': operation }),
      },
      // Node joins repeated headers, which makes the value one of another form.
      parent: typeof traceparent === 'string' ? traceparent : null,
    });
    spans.set(request, span);
    span.enter(done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode });
    if (reply.statusCode >= 500) span?.fail(String(reply.statusCode));
    span?.end();
  });
}
