import type { Log } from '../infra/log.ts';
import { setTracer } from '../infra/tracing/span.ts';
import { VERSION } from '../version.ts';

/** Traces of a process. */
export interface Tracing {
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Begins to take traces where the standard variables of OpenTelemetry name a collector; null where they do not. The libraries are
 * loaded then only, and read the other variables themselves.
 */
export async function openTracing(
  environment: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<Tracing | null> {
  const endpoint =
    environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?.trim() || environment.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() || '';
  if (endpoint === '' || environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return null;
  const { createOpenTelemetry } = await import('../infra/tracing/open-telemetry.ts');
  const tracer = createOpenTelemetry({ version: VERSION }, log);
  setTracer(tracer);
  log.info({}, 'taking traces');
  return {
    flush: tracer.flush,
    stop: async () => {
      setTracer(null);
      await tracer.stop();
    },
  };
}
