/** What is said of a piece of work. Never a secret, a body, an account number or a text that comes from outside. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work that is under way. */
export interface Span {
  set(attributes: SpanAttributes): void;
  /** It came to nothing; `kind` is a code or the name of an error, never its message. */
  fail(kind: string): void;
}

export interface SpanOptions {
  readonly kind?: 'server' | 'client' | 'consumer';
  readonly attributes?: SpanAttributes;
  /** W3C `traceparent` of the work that this belongs to; the work under way when left out. Anything else is ignored. */
  readonly parent?: string | null;
}

export interface Tracer {
  inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
  /** A span whose end comes by a call. What `enter` runs, and all that follows from it, belongs to it. */
  begin(name: string, options: SpanOptions): Span & { enter(work: () => void): void; end(): void };
  /** W3C `traceparent` of the work under way; null outside of any. */
  traceparent(): string | null;
}

/**
 * Which work a call belongs to is told by where it comes from and not by a parameter, as in every library for traces. So the
 * tracer is the process's own, set once by the composition root; without one nothing here costs more than a comparison.
 */
let active: Tracer | null = null;

/** For the composition root at start and end, and for tests; null switches tracing off. */
export function setTracer(tracer: Tracer | null): void {
  active = tracer;
}

/** Null where no traces are taken. */
export function activeTracer(): Tracer | null {
  return active;
}

const UNSEEN: Span = { set: () => undefined, fail: () => undefined };

/** Does work as a span of its own, where traces are taken. An error marks the span and goes on. */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return active === null ? work(UNSEEN) : active.inSpan(name, options, work);
}

/** As `inSpan`, where there is work under way that it belongs to. */
export function inPartSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return active === null || active.traceparent() === null ? work() : active.inSpan(name, {}, work);
}

/** W3C `traceparent` of the work under way, to be handed on with it. */
export function currentTraceparent(): string | null {
  return active?.traceparent() ?? null;
}
