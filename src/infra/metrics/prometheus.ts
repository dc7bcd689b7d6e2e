import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** A value that is looked up when somebody asks for the metrics. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface GaugeDefinition {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  /** Counted up only, over the life of the installation or of the process. */
  readonly isTotal?: boolean;
  read(): Promise<readonly Reading[]> | readonly Reading[];
}

/** Metrics in the form of Prometheus. */
export interface Prometheus {
  readonly metrics: Metrics;
  readonly contentType: string;
  /** Adds values that are read at each look. One that cannot be read is left out of that look and counted. */
  addGauges(definitions: readonly GaugeDefinition[]): void;
  render(): Promise<string>;
  /** Names of all metrics, for the documentation's test. */
  listNames(): readonly string[];
  stop(): void;
}

/** Requests take from half a millisecond to the minutes of a large upload. */
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];
/** From a file of a few rows to a portal with years of history. */
const RUN_BUCKETS = [0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 900, 1_800];
const COMMIT_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];
const ATTEMPT_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** Makes the registry of a process. This is the only file that loads the library, and is loaded when metrics are asked for. */
export function createPrometheus(build: { readonly version: string }): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const failedReads = new Counter({
    name: 'causeway_metrics_failed_reads_total',
    help: 'Values that could not be read for a look at the metrics.',
    registers: [registry],
  });
  new Gauge({
    name: 'causeway_build_info',
    help: 'Version of the running software; always 1.',
    labelNames: ['version', 'node_version'],
    registers: [registry],
  }).set({ version: build.version, node_version: process.version }, 1);
  return {
    metrics: createMetrics(registry),
    contentType: registry.contentType,
    addGauges: (definitions) => {
      for (const definition of definitions) addReading(registry, definition, () => failedReads.inc());
    },
    render: () => registry.metrics(),
    listNames: () => registry.getMetricsAsArray().map(({ name }) => name),
    stop: () => registry.clear(),
  };
}

function addReading(registry: Registry, definition: GaugeDefinition, onFailure: () => void): void {
  const { name, help, labels = [], read } = definition;
  const settings = { name, help, labelNames: [...labels], registers: [registry] };
  const set = async (reset: () => void, put: (reading: Reading) => void) => {
    reset();
    try {
      for (const reading of await read()) put(reading);
    } catch {
      // The look shows the other values; an old value of this one would be taken for a present one.
      onFailure();
    }
  };
  if (definition.isTotal === true)
    new Counter({
      ...settings,
      collect() {
        return set(
          () => this.reset(),
          (reading) => this.inc({ ...reading.labels }, reading.value),
        );
      },
    });
  else
    new Gauge({
      ...settings,
      collect() {
        return set(
          () => this.reset(),
          (reading) => this.set({ ...reading.labels }, reading.value),
        );
      },
    });
}

function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const runs = new Counter({
    name: 'causeway_sync_runs_total',
    help: 'Sync runs that came to an end, or were put aside.',
    labelNames: ['connector', 'outcome', 'fault'],
    registers,
  });
  const runSeconds = new Histogram({
    name: 'causeway_sync_run_duration_seconds',
    help: 'Time a worker spent on a sync run, from the lease to the commit.',
    labelNames: ['connector', 'outcome'],
    buckets: RUN_BUCKETS,
    registers,
  });
  const changes = new Counter({
    name: 'causeway_transaction_changes_total',
    help: 'Changes of transactions that were committed, each a position of the stream.',
    labelNames: ['change'],
    registers,
  });
  const commitSeconds = new Histogram({
    name: 'causeway_commit_duration_seconds',
    help: 'Time from the begin of the transaction that writes a run until its changes can be seen.',
    buckets: COMMIT_BUCKETS,
    registers,
  });
  const alarms = new Counter({
    name: 'causeway_balance_alarms_total',
    help: 'Alarms raised because balances and transactions do not add up.',
    registers,
  });
  const attemptSeconds = new Histogram({
    name: 'causeway_webhook_attempt_duration_seconds',
    help: 'Attempts to hand a delivery over, and the time that receivers took.',
    labelNames: ['outcome'],
    buckets: ATTEMPT_BUCKETS,
    registers,
  });
  const deliveries = new Counter({
    name: 'causeway_webhook_deliveries_total',
    help: 'Deliveries that were taken, or given up after their last attempt.',
    labelNames: ['outcome'],
    registers,
  });
  const messages = new Counter({
    name: 'causeway_messages_total',
    help: 'Mails and text messages for delegated users.',
    labelNames: ['channel'],
    registers,
  });
  const evidenceBytes = new Counter({
    name: 'causeway_evidence_bytes_total',
    help: 'Bytes handed to the evidence store by this process, contents that were there already included.',
    registers,
  });
  const vaultErrors = new Counter({
    name: 'causeway_vault_errors_total',
    help: 'Keys and secrets that did not open.',
    registers,
  });
  return {
    requestAnswered: countRequests(registry),
    runEnded: ({ connector, outcome, fault, durationMs }) => {
      runs.inc({ connector, outcome, fault: fault ?? 'none' });
      runSeconds.observe({ connector, outcome }, durationMs / 1_000);
    },
    commitWritten: ({ added, modified, removed, alarms: raised, durationMs }) => {
      changes.inc({ change: 'added' }, added);
      changes.inc({ change: 'modified' }, modified);
      changes.inc({ change: 'removed' }, removed);
      alarms.inc(raised);
      commitSeconds.observe(durationMs / 1_000);
    },
    webhookAttempted: (outcome, durationMs) => attemptSeconds.observe({ outcome }, durationMs / 1_000),
    deliveryEnded: (outcome) => deliveries.inc({ outcome }),
    messageReceived: (channel) => messages.inc({ channel }),
    evidenceStored: (sizeBytes) => evidenceBytes.inc(sizeBytes),
    vaultFailed: () => vaultErrors.inc(),
  };
}

/** What a request costs here it costs thousands of times a second, so label sets are looked up once and kept. */
function countRequests(registry: Registry): Metrics['requestAnswered'] {
  const seconds = new Histogram({
    name: 'causeway_http_request_duration_seconds',
    help: 'Requests answered, and the time until the answer was sent. Live streams count with the time they stayed open.',
    labelNames: ['operation', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [registry],
  });
  const known = new Map<string, Map<number, { observe(value: number): void }>>();
  return (operation, status, durationMs) => {
    const name = operation ?? 'none';
    let byClass = known.get(name);
    if (byClass === undefined) {
      byClass = new Map();
      known.set(name, byClass);
    }
    const statusClass = Math.floor(status / 100);
    let series = byClass.get(statusClass);
    if (series === undefined) {
      series = seconds.labels({ operation: name, status: `${statusClass}xx` });
      byClass.set(statusClass, series);
    }
    series.observe(durationMs / 1_000);
  };
}
