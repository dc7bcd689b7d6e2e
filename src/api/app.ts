import type { Socket } from 'node:net';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import multipart from '@fastify/multipart';
import { type FastifyInstance, fastify } from 'fastify';
import { refuse } from '../domain/refusal.ts';
import { crockfordOfUuid } from '../domain/values/id.ts';
import { activeTracer } from '../infra/tracing/span.ts';
import { bindOperation, type ServedOperation } from './bound-operation.ts';
import type { Contract } from './contract/contract.ts';
import { createRequestAjv } from './contract/request-schema.ts';
import { pruneDocument } from './contract/served-document.ts';
import { drainConnections } from './http/connection-draining.ts';
import { createErrorSender } from './http/error-sender.ts';
import { renderRawHttpError, renderRawRefusal } from './http/raw-http-error.ts';
import { RefusedError } from './http/refused-error.ts';
import { DEFAULT_MAX_BODY_BYTES, parseJsonBody } from './http/request-body.ts';
import type { AppState } from './http/request-context.ts';
import { createRequestGuard, setCommonHeaders } from './http/request-guard.ts';
import { createRequestLogger } from './http/request-log.ts';
import { traceRequests } from './http/request-trace.ts';
import { boundConnections } from './limits/connection-bounds.ts';
import { type DelayProbe, startDelayProbe } from './limits/delay-probe.ts';
import { DEFAULT_BOUNDS, type HttpBounds } from './limits/http-bounds.ts';
import { shedLoad } from './limits/load-shedding.ts';
import { createWorkload, type Workload } from './limits/workload.ts';
import type { Operation } from './operation.ts';
import type { PageParts } from './pages/page-server.ts';
import { servePages } from './pages/serve-pages.ts';
import type { CoreParts } from './parts.ts';
import { createPathTable } from './path-table.ts';
import { serveOperation } from './serve-operation.ts';

export interface AppOptions<Parts extends CoreParts> {
  readonly parts: Parts;
  readonly contract: Contract;
  /** What this server implements; also what its own document shows. */
  readonly operations: readonly Operation<Parts>[];
  /** The pages for people; left out where operations are all there is. */
  readonly pages?: Omit<PageParts, 'log'>;
  /** Bounds that differ from the defaults. */
  readonly bounds?: Partial<HttpBounds>;
}

/** Room for the longest documented query, percent-encoded, beside the usual headers. */
const MAX_HEADER_BYTES = 32_768;
/** Below this the time for compressing is worth more than the bytes. */
const MIN_COMPRESSED_BYTES = 4_096;
/** Longer path segments are no ids of ours. */
const MAX_PARAM_LENGTH = 1_024;

/**
 * The HTTP server over a set of operations. Nothing listens yet: call `listen`, or `inject` in tests. Throws when an
 * operation is not in the contract. Closing it answers new requests with 503 and lets running ones end.
 */
export function buildApp<Parts extends CoreParts>(options: AppOptions<Parts>): FastifyInstance {
  const { parts, contract } = options;
  const ajv = createRequestAjv();
  const operations = options.operations.map((operation) => bindOperation(operation, contract, ajv, parts));
  const shutdown = new AbortController();
  const newRequestId = (): string => `req_${crockfordOfUuid(parts.newId())}`;
  const sendError = createErrorSender(parts);
  const bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
  const app = createServer(parts, bounds, { newRequestId, sendError });
  const workload = watchWorkload(app, bounds, { parts, sendError });
  app.decorate('workloadFigures', workload.figures);
  const state: AppState = {
    shutdown: shutdown.signal,
    servedDocument: documentRenderer(contract, operations),
    beginWork: workload.begin,
  };
  boundConnections(app.server, bounds, (message) =>
    renderRawRefusal(
      { ...refuse('unavailable', message), retryAfterSeconds: 5 },
      newRequestId(),
      parts.documentationBaseUrl(),
    ),
  );
  app.decorateRequest('principal', null);
  app.decorateRequest('person', null);
  app.decorateRequest('startedAtMs', 0);
  const tracer = activeTracer();
  if (tracer !== null) traceRequests(app, tracer);
  app.addHook(
    'onRequest',
    createRequestGuard(parts, {
      shutdown: state.shutdown,
      methodsOf: createPathTable(operations.map((each) => each.contract)),
      workload,
      bounds,
    }),
  );
  app.addHook('onResponse', createRequestLogger(parts));
  app.addHook('preClose', async () => shutdown.abort());
  drainConnections(app, state.shutdown);
  app.setErrorHandler(sendError);
  readJsonBodies(app);
  if (options.pages !== undefined) servePages(app, { ...options.pages, log: parts.log });
  compressResponses(app);
  // Registered after the compression, which only sees the routes that come after it.
  app.register(async (scope) => {
    for (const operation of operations) registerOperation(scope, operation, parts, state);
  });
  shedLoad(app.server, workload, { newRequestId, documentationBaseUrl: parts.documentationBaseUrl });
  // Node would answer an unknown expectation itself, without our error envelope; the contract has no use for one.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  return app;
}

/**
 * Large answers are compressed for clients that ask for it, by the threads that Node keeps for this. The event stream is
 * not: a compressor would hold events back.
 */
function compressResponses(app: FastifyInstance): void {
  app.register(compress, {
    globalDecompression: false,
    syncThreshold: 0,
    encodings: ['br', 'gzip'],
    threshold: MIN_COMPRESSED_BYTES,
    // Pages of transactions shrink to a tenth already at the quick levels; the slow ones gain little more.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } },
    zlibOptions: { level: 3 },
  });
}

type ErrorSender = ReturnType<typeof createErrorSender>;

/** Keeps the requests in work in sight from the moment at which the server listens. */
function watchWorkload(
  app: FastifyInstance,
  bounds: HttpBounds,
  { parts, sendError }: { readonly parts: CoreParts; readonly sendError: ErrorSender },
): Workload {
  const monotonicMs = () => performance.now();
  let probe: DelayProbe | undefined;
  const workload = createWorkload(bounds, {
    monotonicMs,
    isLate: () => probe?.isLate() ?? false,
    refuse: (refusal, request, reply) => {
      if (reply.sent) return;
      reply.header('connection', 'close');
      sendError(new RefusedError(refusal), request, reply);
    },
    reportShed: (count) => parts.log.warn({ count }, 'requests were shed: there is more to do than can be done'),
  });
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onListen', async () => {
    probe = startDelayProbe(bounds.maxDelayMs, monotonicMs);
    timer = setInterval(workload.sweep, bounds.checkMs).unref();
  });
  app.addHook('onClose', async () => {
    probe?.stop();
    clearInterval(timer);
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    workload.leave(reply);
    done(null, payload);
  });
  return workload;
}

function createServer(
  parts: CoreParts,
  bounds: HttpBounds,
  { newRequestId, sendError }: { readonly newRequestId: () => string; readonly sendError: ErrorSender },
): FastifyInstance {
  const { headersMs, requestMs, keepAliveMs, checkMs, trustedProxies, maxRequestsPerConnection } = bounds;
  return fastify({
    logger: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: newRequestId,
    bodyLimit: DEFAULT_MAX_BODY_BYTES,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    maxRequestsPerSocket: maxRequestsPerConnection,
    // A request without a Host is answered by the guard, in the contract's form, instead of by Node.
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: headersMs,
      connectionsCheckingInterval: checkMs,
      requireHostHeader: false,
    },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // Fastify's own 503 has another body than the contract's; the guard sends ours.
    return503OnClosing: false,
    // The query string is read from the URL by the contract's own rules.
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, querystringParser: () => ({}) },
    frameworkErrors: (error, request, reply) => {
      setCommonHeaders(reply, request.id);
      sendError(error, request, reply);
    },
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
        socket.destroy();
        return;
      }
      socket.end(renderRawHttpError(error.code, newRequestId(), parts.documentationBaseUrl()));
    },
  });
}

/** True when a response has begun on the connection: bytes of another one would be taken for a part of it. */
function isAnswering(socket: Socket): boolean {
  // Node keeps the response under this name, and asks the same question in its own handler of such errors.
  const { _httpMessage: response } = socket as Socket & { _httpMessage?: { headersSent: boolean } | null };
  return response?.headersSent === true;
}

function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    // `parseAs: 'buffer'` gives bytes; the type also allows for text.
    const parsed = parseJsonBody(bytes as Buffer);
    if (parsed.ok) done(null, parsed.value);
    else done(new RefusedError(parsed.refusal));
  });
}

function registerOperation<Parts extends CoreParts>(
  app: FastifyInstance,
  operation: ServedOperation<Parts>,
  parts: Parts,
  state: AppState,
): void {
  const { method, path } = operation.contract;
  const route = {
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: operation.maxBodyBytes,
    config: { operation },
    handler: serveOperation(operation, parts, state),
  };
  if (operation.form === null) {
    app.route(route);
    return;
  }
  // The form parser brings hooks of its own, so it is kept to the operations that take forms.
  app.register(async (scope) => {
    await scope.register(multipart);
    scope.route(route);
  });
}

function documentRenderer<Parts>(contract: Contract, operations: readonly ServedOperation<Parts>[]): () => string {
  let text: string | undefined;
  return () => {
    text ??= JSON.stringify(pruneDocument(contract, new Set(operations.map((operation) => operation.id))));
    return text;
  };
}
