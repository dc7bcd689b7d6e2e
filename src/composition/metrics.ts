import { statfs } from 'node:fs/promises';
import type { WorkloadFigures } from '../api/limits/workload.ts';
import type { Config } from '../config.ts';
import { type BoundDatabase, poolFiguresOf, type Sql } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import type { Metrics } from '../infra/metrics/metrics.ts';
import { startMetricsServer } from '../infra/metrics/metrics-server.ts';
import type { GaugeDefinition, Prometheus } from '../infra/metrics/prometheus.ts';
import {
  countBrokenProofs,
  countConnections,
  countJobs,
  countOpenQuarantine,
  countOpenRuns,
  findSyncLatenessSeconds,
  findWebhookFigures,
  sumStreamHeads,
} from '../store/installation-figures.ts';
import { VERSION } from '../version.ts';

/** Metrics of a process: handed to its parts first, served once they stand. */
export interface OpenedMetrics {
  readonly metrics: Metrics;
  readonly prometheus: Prometheus;
  /** Serves them with the figures of the installation. */
  serve(sources: MetricSources): Promise<{ readonly port: number; stop(): Promise<void> }>;
}

export interface MetricSources {
  /** Sees the figures of all tenants. */
  readonly sql: Sql;
  /** Connections of requests and syncs. */
  readonly pool: BoundDatabase;
  readonly log: Log;
  /** Sessions of the browser; left out where the process opens none. */
  browserStats?(): { readonly sessions: number; readonly waiting: number; readonly memoryBytes: number };
  /** What the API has under way; left out where the process serves none. */
  workloadFigures?(): WorkloadFigures;
}

/** Begins to count, where the settings ask for metrics; null where they do not. The library is loaded then only. */
export async function openMetrics(config: Config): Promise<OpenedMetrics | null> {
  const { metrics: listener, dataDir } = config;
  if (listener === null) return null;
  const { createPrometheus } = await import('../infra/metrics/prometheus.ts');
  const prometheus = createPrometheus({ version: VERSION });
  return {
    metrics: prometheus.metrics,
    prometheus,
    serve: async (sources) => {
      prometheus.addGauges([
        ...listProcessGauges(sources, dataDir),
        ...listWorkloadGauges(sources),
        ...listInstallationGauges(sources.sql),
      ]);
      const { contentType, render } = prometheus;
      const server = await startMetricsServer({ ...listener, log: sources.log, contentType, render });
      sources.log.info({ port: server.port }, 'serving metrics');
      return {
        port: server.port,
        stop: async () => {
          await server.stop();
          prometheus.stop();
        },
      };
    },
  };
}

const one = (value: number) => [{ labels: {}, value }];

function listProcessGauges({ pool, browserStats }: MetricSources, dataDir: string): GaugeDefinition[] {
  return [
    {
      name: 'causeway_database_connections',
      help: 'Connections of the process to the database: allowed, open, in use.',
      labels: ['state'],
      read: () => {
        const figures = poolFiguresOf(pool);
        if (figures === null) return [];
        const { max, open, inUse } = figures;
        return Object.entries({ max, open, in_use: inUse }).map(([state, value]) => ({ labels: { state }, value }));
      },
    },
    {
      name: 'causeway_database_waiting',
      help: 'Queries and transactions that wait for a connection to the database.',
      read: () => one(poolFiguresOf(pool)?.waiting ?? 0),
    },
    {
      name: 'causeway_browser_sessions',
      help: 'Sessions at bank portals: open, and waiting for a place.',
      labels: ['state'],
      read: () => {
        const { sessions: open, waiting } = browserStats?.() ?? { sessions: 0, waiting: 0 };
        return Object.entries({ open, waiting }).map(([state, value]) => ({ labels: { state }, value }));
      },
    },
    {
      name: 'causeway_browser_memory_bytes',
      help: 'Memory of the browser with all its sessions; 0 without a browser.',
      read: () => one(browserStats?.().memoryBytes ?? 0),
    },
    {
      name: 'causeway_data_free_bytes',
      help: 'Free bytes where the data folder lies.',
      read: async () => {
        const { bavail, bsize } = await statfs(dataDir);
        return one(bavail * bsize);
      },
    },
  ];
}

function listWorkloadGauges({ workloadFigures }: MetricSources): GaugeDefinition[] {
  const read = (figure: keyof WorkloadFigures) => () => one(workloadFigures?.()[figure] ?? 0);
  return [
    {
      name: 'causeway_http_requests_in_work',
      help: 'Requests that the API works on at the moment.',
      read: read('requestsInWork'),
    },
    {
      name: 'causeway_http_live_streams',
      help: 'Live streams that are open.',
      read: read('liveStreams'),
    },
    {
      name: 'causeway_http_shed_requests_total',
      help: 'Requests turned away with 503 because the process had too much to do.',
      isTotal: true,
      read: read('shedRequests'),
    },
    {
      name: 'causeway_http_overdue_requests_total',
      help: 'Requests broken off because they took too long.',
      isTotal: true,
      read: read('overdueRequests'),
    },
  ];
}

/** The same in every process, as they all look into one database. */
function listInstallationGauges(sql: Sql): GaugeDefinition[] {
  return [
    {
      name: 'causeway_connections',
      help: 'Connections by environment, status and code of the latest fault.',
      labels: ['environment', 'status', 'fault'],
      read: async () =>
        (await countConnections(sql)).map(({ environment, status, errorCode, count }) => ({
          labels: { environment, status, fault: errorCode ?? 'none' },
          value: count,
        })),
    },
    {
      name: 'causeway_sync_lateness_seconds',
      help: 'How long the sync of a live connection that waits longest has been due.',
      read: async () => one(await findSyncLatenessSeconds(sql)),
    },
    {
      name: 'causeway_open_sync_runs',
      help: 'Sync runs that have not ended: queued, running, or suspended until a code comes.',
      labels: ['status'],
      read: async () => (await countOpenRuns(sql)).map(({ status, count }) => ({ labels: { status }, value: count })),
    },
    {
      name: 'causeway_stream_positions_total',
      help: 'Positions that all change streams of the installation have given out.',
      isTotal: true,
      read: async () => one(Number(await sumStreamHeads(sql))),
    },
    {
      name: 'causeway_balance_proofs_broken',
      help: 'Accounts whose balances and transactions do not add up, and those of them with an alarm.',
      labels: ['state'],
      read: async () => {
        const { broken, alarms } = await countBrokenProofs(sql);
        return Object.entries({ broken, alarm: alarms }).map(([state, value]) => ({ labels: { state }, value }));
      },
    },
    ...listWebhookGauges(sql),
    {
      name: 'causeway_jobs',
      help: 'Jobs of the queue: ready, waiting for their time, running, failing and tried again, given up.',
      labels: ['task', 'state'],
      read: async () =>
        (await countJobs(sql)).map(({ task, state, count }) => ({ labels: { task, state }, value: count })),
    },
    {
      name: 'causeway_quarantined_files',
      help: 'Files that wait in quarantine for a person.',
      read: async () => one(await countOpenQuarantine(sql)),
    },
  ];
}

function listWebhookGauges(sql: Sql): GaugeDefinition[] {
  return [
    {
      name: 'causeway_webhooks',
      help: 'Registrations: active, of those failing, and inactive.',
      labels: ['state'],
      read: async () => {
        const { active, failing, inactive } = await findWebhookFigures(sql);
        return Object.entries({ active, failing, inactive }).map(([state, value]) => ({ labels: { state }, value }));
      },
    },
    {
      name: 'causeway_webhook_pending_deliveries',
      help: 'Deliveries that wait, for their first attempt or for a further one.',
      read: async () => one((await findWebhookFigures(sql)).pending),
    },
    {
      name: 'causeway_webhook_oldest_pending_seconds',
      help: 'Age of the oldest delivery that waits.',
      read: async () => one((await findWebhookFigures(sql)).oldestPendingSeconds),
    },
  ];
}
