import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadContract } from '../../src/api/contract/contract.ts';
import { FAULTS } from '../../src/domain/connection/connection-fault.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { codeOf, readPage, sectionOf, tableRows } from '../support/markdown.ts';
import { stockTenant } from '../support/records/stocked-tenant.ts';
import { ROOT } from '../support/root.ts';
import { eventually, openDemoConnection } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';

let system: RunningSystem;
let organization: TestOrganization;
let connectionId: string;

beforeAll(async () => {
  // The schedule looks for work rarely: what is late is to stay so until it has been counted.
  const settings = { CAUSEWAY_METRICS_PORT: '0', CAUSEWAY_SCHEDULE_INTERVAL_MS: '3600000' };
  system = await startSystem({ settings });
  organization = await system.createOrganization();
  connectionId = (await openDemoConnection(organization.test, system.bankUrl, 'harbor')).id;
});
afterAll(() => system?.stop());

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function scrape(): Promise<{ readonly text: string; readonly series: readonly Series[] }> {
  const response = await fetch(system.metricsUrl ?? '');
  const text = await response.text();
  const series = [...text.matchAll(/^([a-z_]+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text])),
    value: Number(value),
  }));
  return { text, series };
}

async function figureOf(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const { series } = await scrape();
  return series
    .filter((each) => each.name === name && Object.entries(labels).every(([key, text]) => each.labels[key] === text))
    .reduce((sum, { value }) => sum + value, 0);
}

describe('the metrics of a service at work', () => {
  it('tell of its syncs, changes and commits', async () => {
    await eventually(
      () => figureOf('causeway_sync_runs_total', { outcome: 'succeeded', fault: 'none' }),
      (count) => count > 0,
      'the count of the first sync',
    );
    const transactions = await organization.test.all<Schemas['Transaction']>('listTransactions', { limit: 500 });
    expect(await figureOf('causeway_transaction_changes_total', { change: 'added' })).toBe(transactions.length);
    expect(await figureOf('causeway_stream_positions_total')).toBe(transactions.length);
    expect(await figureOf('causeway_commit_duration_seconds_count')).toBeGreaterThan(0);
    expect(await figureOf('causeway_evidence_bytes_total')).toBeGreaterThan(0);
    const active = { environment: 'test', status: 'active', fault: 'none' };
    expect(await figureOf('causeway_connections', active)).toBe(1);
  });

  it('tell of requests by operation and class of status, and of none by its path', async () => {
    const count = (operation: string, status: string) =>
      figureOf('causeway_http_request_duration_seconds_count', { operation, status });
    const before = await count('getConnection', '4xx');
    await organization.live.call('getConnection', { path: { connectionId } });
    await eventually(
      () => count('getConnection', '4xx'),
      (after) => after === before + 1,
      'the count of a request',
    );
    const strange = `${system.apiUrl}/v1/canary-path-${connectionId}`;
    expect(await figureOf('causeway_http_requests_in_work')).toBe(0);
    await fetch(strange, { headers: { authorization: `Bearer ${organization.test.key}` } });
    await eventually(
      () => count('none', '4xx'),
      (after) => after > 0,
      'the count of a path that is none',
    );
  });

  it('tell what waits: a file, a delivery, a job, a connection to the database', async () => {
    await stockTenant(system.installation.commands, organization.id, 'live');
    expect(await figureOf('causeway_quarantined_files')).toBe(1);
    expect(await figureOf('causeway_webhooks', { state: 'active' })).toBe(1);
    expect(await figureOf('causeway_database_connections', { state: 'max' })).toBe(10);
    expect(await figureOf('causeway_data_free_bytes')).toBeGreaterThan(0);
    const { sql } = system.installation;
    await sql`update connections set next_sync_at = clock_timestamp() - interval '1 hour', lease_run_id = gen_random_uuid(),
      lease_expires_at = now() + interval '1 hour' where environment = 'live'`;
    expect(await figureOf('causeway_sync_lateness_seconds')).toBeGreaterThan(3_590);
    await sql`update accounts set proof_state = 'broken', alarm_raised_at = now() where environment = 'live'`;
    expect(await figureOf('causeway_balance_proofs_broken', { state: 'alarm' })).toBe(1);
    expect(await figureOf('causeway_metrics_failed_reads_total')).toBe(0);
  });

  it('name no tenant and nothing that comes from outside: every label has a value of a list', async () => {
    const { text, series } = await scrape();
    const { id } = organization;
    for (const canary of [id, connectionId, organization.test.key, 'Test organization', 'canary-path', 'harbor'])
      expect(text).not.toContain(canary);
    const words = /^[a-z][a-z_-]*$/;
    const operationIds = new Set(loadContract(join(ROOT, 'openapi/causeway.yaml')).operations.keys());
    const allowed: Readonly<Record<string, (value: string) => boolean>> = {
      operation: (value) => value === 'none' || operationIds.has(value),
      status: (value) => /^[1-5]xx$/.test(value) || /^[a-zA-Z]+$/.test(value),
      fault: (value) => value === 'none' || Object.hasOwn(FAULTS, value),
      environment: (value) => value === 'live' || value === 'test',
      task: (value) => words.test(value),
      connector: (value) => words.test(value),
    };
    const own = series.filter(({ name }) => name.startsWith('causeway_') && name !== 'causeway_build_info');
    expect(own.length).toBeGreaterThan(50);
    for (const { labels } of own)
      for (const [key, value] of Object.entries(labels))
        if (key !== 'le')
          expect([key, value, (allowed[key] ?? words.test.bind(words))(value)]).toEqual([key, value, true]);
  });

  it('are all described, by name and labels', async () => {
    const { text, series } = await scrape();
    const types = new Map(
      [...text.matchAll(/^# TYPE (causeway_\S+) (\S+)$/gm)].map(([, name = '', type]) => [name, type]),
    );
    const page = readPage('docs/operations/metrics.md');
    const rows = tableRows(page.text).flatMap(([name = '', type = '', labels = '']) =>
      codeOf(name)?.startsWith('causeway_') === true
        ? [{ name: codeOf(name) ?? '', type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label) }]
        : [],
    );
    expect(Object.fromEntries(rows.map(({ name, type }) => [name, type]))).toEqual(Object.fromEntries(types));
    for (const { name, labels } of series) {
      const described = rows.find(
        (row) => name === row.name || new RegExp(`^${row.name}_(bucket|sum|count)$`).test(name),
      );
      if (described === undefined) continue;
      expect([
        name,
        Object.keys(labels)
          .filter((label) => label !== 'le')
          .sort(),
      ]).toEqual([name, [...described.labels].sort()]);
    }
  });

  it('are all that the alert rules and the dashboard name, with labels that they have', async () => {
    const { text } = await scrape();
    const types = new Set([...text.matchAll(/^# TYPE (\S+) \S+$/gm)].map(([, name = '']) => name));
    const page = readPage('docs/operations/metrics.md');
    const labelsOf = new Map(
      tableRows(page.text).map(([name = '', , labels = '']) => [
        codeOf(name),
        [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label ?? ''),
      ]),
    );
    const shared = new Set(
      tableRows(sectionOf(page, 'What the installation holds')).map(([name = '']) => codeOf(name)),
    );
    const expressions = [...readAlertRules(), ...readDashboard()];
    expect(expressions.length).toBeGreaterThan(60);
    for (const { where, expr } of expressions) {
      const named = [...expr.matchAll(/\b(?:causeway|process|nodejs)_\w+/g)].map(([name]) => ({
        name,
        base: name.replace(/_(bucket|sum|count)$/, ''),
      }));
      if (named.length === 0) expect([where, expr]).toEqual([where, 'up{job="causeway"} == 0']);
      for (const { name, base } of named) {
        expect([where, name, types.has(name) || types.has(base)]).toEqual([where, name, true]);
        // Every process shows the same value of these: a sum would be that many times too large.
        if (shared.has(base)) expect([where, expr.includes(`sum(${name}`)]).toEqual([where, false]);
      }
      const allowed = ['job', 'instance', 'le', ...named.flatMap(({ base }) => labelsOf.get(base) ?? [])];
      const used = [
        ...[...expr.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label),
        ...[...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
          list.split(',').map((label) => label.trim()),
        ),
      ];
      for (const label of used) expect([where, allowed]).toEqual([where, expect.arrayContaining([label])]);
    }
  });
});

/** An expression that names metrics, and what it is for. */
interface Expression {
  readonly where: string;
  readonly expr: string;
}

function readAlertRules(): Expression[] {
  const rules = readFileSync(join(ROOT, 'examples/prometheus-alerts.yaml'), 'utf8');
  // The form that Prometheus gives its files.
  const parsed = load(rules) as { groups: { rules: { alert: string; expr: string }[] }[] };
  return parsed.groups.flatMap((group) => group.rules.map(({ alert, expr }) => ({ where: alert, expr })));
}

function readDashboard(): Expression[] {
  const dashboard = readFileSync(join(ROOT, 'examples/grafana/causeway.json'), 'utf8');
  // The form that Grafana gives its files; rows have no targets.
  const { panels } = JSON.parse(dashboard) as { panels: { title: string; targets?: { expr: string }[] }[] };
  return panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: title, expr })));
}
