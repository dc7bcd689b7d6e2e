import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { startMetricsServer } from './metrics-server.ts';
import { createPrometheus, type Prometheus } from './prometheus.ts';

const opened: Prometheus[] = [];
function open(): Prometheus {
  const prometheus = createPrometheus({ version: '1.2.3' });
  opened.push(prometheus);
  return prometheus;
}
afterEach(() => {
  for (const prometheus of opened.splice(0)) prometheus.stop();
});

/** Value of a series by its name and labels as they are written. */
function readSeries(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('metrics of a process', () => {
  it('count what its parts report, in the units of their names', async () => {
    const { metrics, render } = open();
    metrics.requestAnswered('listAccounts', 200, 4);
    metrics.requestAnswered('listAccounts', 204, 40);
    metrics.requestAnswered(null, 404, 1);
    metrics.runEnded({ connector: 'portal', outcome: 'failed', fault: 'bank_unavailable', durationMs: 2_000 });
    metrics.commitWritten({ added: 3, modified: 2, removed: 1, alarms: 1, durationMs: 20 });
    metrics.webhookAttempted('refused', 100);
    metrics.deliveryEnded('failed');
    metrics.messageReceived('sms');
    metrics.evidenceStored(1_000);
    metrics.vaultFailed();
    const text = await render();
    const requests = 'causeway_http_request_duration_seconds';
    expect(readSeries(text, `${requests}_count{operation="listAccounts",status="2xx"}`)).toBe(2);
    expect(readSeries(text, `${requests}_sum{operation="listAccounts",status="2xx"}`)).toBeCloseTo(0.044);
    expect(readSeries(text, `${requests}_bucket{le="0.005",operation="listAccounts",status="2xx"}`)).toBe(1);
    expect(readSeries(text, `${requests}_count{operation="none",status="4xx"}`)).toBe(1);
    const failed = 'causeway_sync_runs_total{connector="portal",outcome="failed",fault="bank_unavailable"}';
    expect(readSeries(text, failed)).toBe(1);
    const seconds = 'causeway_sync_run_duration_seconds_sum{connector="portal",outcome="failed"}';
    expect(readSeries(text, seconds)).toBe(2);
    const changes = ['added', 'modified', 'removed'].map((change) =>
      readSeries(text, `causeway_transaction_changes_total{change="${change}"}`),
    );
    expect(changes).toEqual([3, 2, 1]);
    expect(readSeries(text, 'causeway_balance_alarms_total')).toBe(1);
    expect(readSeries(text, 'causeway_commit_duration_seconds_count')).toBe(1);
    expect(readSeries(text, 'causeway_webhook_attempt_duration_seconds_count{outcome="refused"}')).toBe(1);
    expect(readSeries(text, 'causeway_webhook_deliveries_total{outcome="failed"}')).toBe(1);
    expect(readSeries(text, 'causeway_messages_total{channel="sms"}')).toBe(1);
    expect(readSeries(text, 'causeway_evidence_bytes_total')).toBe(1_000);
    expect(readSeries(text, 'causeway_vault_errors_total')).toBe(1);
    expect(text).toContain('causeway_build_info{version="1.2.3"');
  });

  it('follow the conventions: a prefix, base units, totals named as such', () => {
    const names = open()
      .listNames()
      .filter((name) => !/^(process|nodejs)_/.test(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(name).toMatch(/^causeway_[a-z]+(_[a-z]+)*_(seconds|bytes|total|info)$/);
  });

  it('show a value that is read at the look, and leave one out that cannot be read', async () => {
    const prometheus = open();
    let broken = false;
    let value = 1;
    prometheus.addGauges([
      {
        name: 'causeway_test_files',
        help: 'Files.',
        labels: ['state'],
        read: async () => {
          if (broken) throw new Error('away');
          return [{ labels: { state: value === 1 ? 'old' : 'new' }, value }];
        },
      },
    ]);
    expect(readSeries(await prometheus.render(), 'causeway_test_files{state="old"}')).toBe(1);
    value = 2;
    const second = await prometheus.render();
    expect(readSeries(second, 'causeway_test_files{state="new"}')).toBe(2);
    expect(readSeries(second, 'causeway_test_files{state="old"}')).toBeUndefined();
    broken = true;
    await prometheus.render();
    const third = await prometheus.render();
    expect(third).not.toContain('causeway_test_files{');
    expect(readSeries(third, 'causeway_metrics_failed_reads_total')).toBeGreaterThan(0);
  });
});

describe('the listener of the metrics', () => {
  it('gives them at /metrics, once for all who ask at the same time, and nothing elsewhere', async () => {
    let underWay = 0;
    let most = 0;
    const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
    const server = await startMetricsServer({
      ...{ host: '127.0.0.1', port: 0, contentType: 'text/plain; version=0.0.4', log: silentLog },
      render: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await gate;
        underWay -= 1;
        return 'causeway_test 1\n';
      },
    });
    try {
      const url = `http://127.0.0.1:${server.port}`;
      const asked = [fetch(`${url}/metrics`), fetch(`${url}/metrics`)];
      expect((await fetch(`${url}/v1/accounts`)).status).toBe(404);
      expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
      letGo();
      for (const response of await Promise.all(asked)) {
        expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
        expect(await response.text()).toBe('causeway_test 1\n');
      }
      expect(most).toBe(1);
    } finally {
      await server.stop();
    }
  });

  it('answers 500 without the reason when they cannot be rendered', async () => {
    const server = await startMetricsServer({
      ...{ host: '127.0.0.1', port: 0, contentType: 'text/plain', log: silentLog },
      render: () => Promise.reject(new Error('a secret reason')),
    });
    try {
      const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain('secret');
    } finally {
      await server.stop();
    }
  });
});
