import {
  type Context,
  context,
  DiagLogLevel,
  diag,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Log } from '../log.ts';
import type { Span, SpanOptions, Tracer } from './span.ts';

export interface OpenedTracer extends Tracer {
  /** Sends what waits to be sent. */
  flush(): Promise<void>;
  /** The same, and ends. A collector that is away is not waited for. */
  stop(): Promise<void>;
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NO_ID = /^0+$/;
/** A collector that is away for long is worth a line now and then. */
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Sends spans to a collector by OTLP over HTTP, as the standard environment variables say. This is the only file that loads the
 * libraries, and is loaded when traces are asked for.
 */
export function createOpenTelemetry(service: { readonly version: string }, log: Log): OpenedTracer {
  complainTo(log);
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'causeway', 'service.version': service.version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // Contexts follow asynchronous work; headers are read and written here.
  provider.register({ propagator: null });
  const tracer = provider.getTracer('causeway', service.version);
  const start = (name: string, { kind, attributes, parent }: SpanOptions) => {
    const from = parent == null ? context.active() : contextOf(parent);
    const span = tracer.startSpan(
      name,
      { kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind], attributes: { ...attributes } },
      from,
    );
    return { span, inside: trace.setSpan(from, span) };
  };
  return {
    inSpan: async (name, options, work) => {
      const { span, inside } = start(name, options);
      try {
        return await context.with(inside, () => work(handleOf(span)));
      } catch (cause) {
        // Its message may hold anything.
        handleOf(span).fail(cause instanceof Error ? cause.name : 'unknown');
        throw cause;
      } finally {
        span.end();
      }
    },
    begin: (name, options) => {
      const { span, inside } = start(name, options);
      return { ...handleOf(span), enter: (work) => context.with(inside, work), end: () => span.end() };
    },
    traceparent: () => {
      const found = trace.getSpanContext(context.active());
      if (found === undefined) return null;
      return `00-${found.traceId}-${found.spanId}-${found.traceFlags.toString(16).padStart(2, '0')}`;
    },
    flush: () => provider.forceFlush(),
    stop: async () => {
      await provider.shutdown().catch(() => undefined);
      trace.disable();
      context.disable();
      diag.disable();
    },
  };
}

function handleOf(span: OtelSpan): Span {
  return {
    set: (attributes) => void span.setAttributes({ ...attributes }),
    fail: (kind) => void span.setAttribute('error.type', kind).setStatus({ code: SpanStatusCode.ERROR }),
  };
}

/** A context in which the work of another process is under way; the present one where the text is none of the form. */
function contextOf(parent: string): Context {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(parent) ?? [];
  if (traceId === '' || NO_ID.test(traceId) || NO_ID.test(spanId)) return context.active();
  const traceFlags = Number.parseInt(flags, 16) & 1;
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags, isRemote: true });
}

function complainTo(log: Log): void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const complain = () => {
    if (performance.now() - saidAtMs < COMPLAIN_EVERY_MS) return;
    saidAtMs = performance.now();
    // What the library says may hold the collector's address with its credentials.
    log.warn({}, 'traces could not be handed to the collector');
  };
  const silent = () => undefined;
  diag.setLogger(
    { error: complain, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}
