import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTracing, type Tracing } from '../../src/composition/tracing.ts';
import { silentLog } from '../../src/infra/log.ts';
import { fileForm, smallBai2File } from '../support/banks/small-file.ts';
import type { Schemas } from '../support/calls/caller.ts';
import { PROGRAM_ENVIRONMENT } from '../support/processes/program-environment.ts';
import { findCanaries } from '../support/secrets/canaries.ts';
import { type DemoConnection, eventually, openDemoConnection, putLogin } from '../support/system/onboarding.ts';
import { type RunningSystem, startSystem, type TestOrganization } from '../support/system/running-system.ts';
import { startReceiver, type TestReceiver } from '../support/system/webhook-receiver.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REMOTE = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

/** A span as OTLP writes it in JSON. */
interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly status: { readonly code?: number };
}

let collector: Server;
/** Bodies that the collector was sent, with what their requests said of them. */
const bodies: { readonly headers: Record<string, unknown>; readonly text: string }[] = [];
let tracing: Tracing | null;
let system: RunningSystem;
let organization: TestOrganization;
let receiver: TestReceiver;
let connection: DemoConnection;
let connectionId: string;

beforeAll(async () => {
  // Senders end idle connections first, also on a machine that is held up for some seconds.
  collector = createServer({ keepAliveTimeout: 75_000 }, async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    if (request.url === '/v1/traces') bodies.push({ headers: request.headers, text });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo; // It listens on a port.
  // The libraries read these themselves.
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=canary-of-the-collector',
    OTEL_SERVICE_NAME: 'causeway-under-test',
  });
  tracing = await openTracing(process.env, silentLog);
  system = await startSystem({ settings: { CAUSEWAY_WEBHOOK_LOOPBACK: 'true' } });
  organization = await system.createOrganization();
  receiver = await startReceiver();
  connection = await openDemoConnection(organization.test, system.bankUrl, 'harbor');
  connectionId = connection.id;
});
afterAll(async () => {
  await system?.stop();
  await receiver?.stop();
  await tracing?.stop();
  collector?.close();
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name];
});

async function readSpans(): Promise<Sent[]> {
  await tracing?.flush();
  return bodies.flatMap(({ text }) => {
    const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  });
}

const attributesOf = ({ attributes }: Sent): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** The spans of a trace once they hold what is looked for. */
function traceWhen(traceId: string, holds: (spans: readonly Sent[]) => boolean, what: string): Promise<Sent[]> {
  return eventually(async () => (await readSpans()).filter((span) => span.traceId === traceId), holds, what);
}

/** Names from a span up to the one that has no parent here. */
function wayTo(span: Sent | undefined, spans: readonly Sent[]): string[] {
  if (span === undefined) return [];
  return [
    ...wayTo(
      spans.find(({ spanId }) => spanId === span.parentSpanId),
      spans,
    ),
    span.name,
  ];
}

describe('traces', () => {
  it('follow a request from the client through its transaction to the run that it queued, and to its commit', async () => {
    const traceparent = `00-${REMOTE.traceId}-${REMOTE.spanId}-01`;
    const run = await organization.test.call<Schemas['SyncRun']>('syncConnection', {
      path: { connectionId },
      headers: { traceparent },
    });
    expect(run.status).toBe(202);
    // A span is told when it ends, and those around it end after it.
    const ends = ['job sync-connection', 'syncConnection'];
    const isWhole = (seen: readonly Sent[]) => ends.every((end) => seen.some(({ name }) => name === end));
    const spans = await traceWhen(REMOTE.traceId, isWhole, 'the run');
    const root = spans.find(({ name }) => name === 'syncConnection');
    expect(root?.parentSpanId).toBe(REMOTE.spanId);
    expect(root?.kind).toBe(2);
    expect(root === undefined ? {} : attributesOf(root)).toMatchObject({
      'http.request.method': 'PUT',
      'http.response.status_code': 202,
      'causeway.operation': 'syncConnection',
      'causeway.request_id': run.headers['x-request-id'],
    });
    const ways = spans.map((span) => wayTo(span, spans).join(' > '));
    const job = 'syncConnection > transaction > job sync-connection > sync run';
    expect(ways).toEqual(
      expect.arrayContaining([
        'syncConnection > transaction',
        job,
        `${job} > fetch`,
        `${job} > fetch > reconcile`,
        `${job} > commit > transaction`,
      ]),
    );
    const worked = spans.find(({ name }) => name === 'sync run');
    expect(worked === undefined ? {} : attributesOf(worked)).toMatchObject({
      'causeway.sync_run_id': run.body.id,
      'causeway.connector': 'http-export',
      'causeway.trigger': 'manual',
      'causeway.outcome': 'succeeded',
    });
  });

  it('tell of attempts to reach a webhook, and mark those that came to nothing', async () => {
    const { webhook } = await organization.test.get<Schemas['WebhookCreated']>('createWebhook', {
      body: { url: `${receiver.url}/canary-of-a-url`, events: ['test'] },
    });
    receiver.answer('/canary-of-a-url', (response) => response.writeHead(503).end());
    await organization.test.get('testWebhook', { path: { webhookId: webhook.id } });
    const [attempt] = await eventually(
      async () => (await readSpans()).filter(({ name }) => name === 'webhook attempt'),
      (seen) => seen.length > 0,
      'an attempt',
    );
    expect(attempt?.status.code).toBe(2);
    expect(attempt === undefined ? {} : attributesOf(attempt)).toMatchObject({
      'causeway.webhook_id': webhook.id,
      'causeway.event_type': 'test',
      'http.response.status_code': 503,
      'error.type': '503',
    });
  });

  it('mark a run that failed by its fault, and take no parent from a header of another form', async () => {
    await putLogin(organization.test, connection, 'canary-wrong-1');
    const path = { connectionId };
    await organization.test.get('syncConnection', { path });
    await eventually(
      () =>
        organization.test.get<Schemas['ConnectionResource']>('getConnection', { path, headers: { traceparent: 'x' } }),
      ({ status }) => status === 'reauthRequired',
      'the refusal of a login',
    );
    const failed = await eventually(
      async () => (await readSpans()).find((span) => attributesOf(span)['error.type'] === 'credentials_rejected'),
      (span) => span !== undefined,
      'the span of a failed run',
    );
    expect(failed?.name).toBe('sync run');
    const [read] = (await readSpans()).filter(({ name }) => name === 'getConnection');
    expect(read?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(read?.parentSpanId ?? '').toBe('');
  });

  it('carry the name of the service, and no secret, body, query or account number', async () => {
    const form = fileForm(smallBai2File(1, 'CANARYTEXT'));
    await organization.test.call('uploadConnectionFile', { path: { connectionId }, form });
    await organization.test.call('listTransactions', { query: { search: 'canary-query' } });
    await fetch(`${system.apiUrl}/v1/canary-path?canary-query=1`, {
      headers: { authorization: 'Bearer canary-of-a-key', cookie: 'a=canary-cookie' },
    });
    await readSpans();
    const text = bodies.map((body) => body.text).join('\n');
    expect(text).toContain('causeway-under-test');
    expect(bodies[0]?.headers['x-collector-key']).toBe('canary-of-the-collector');
    const canaries = {
      ...{
        password: connection.password,
        key: organization.test.key.split('_').at(-1) ?? '',
        account: '000123454410',
        name: 'Test organization',
      },
      ...{ any: 'canary', content: 'CANARYTEXT', database: new URL(system.database.url).password },
    };
    expect(findCanaries(new Map([['traces', text]]), canaries)).toEqual([]);
  });
});

describe('without a collector', () => {
  it('nothing of the libraries for traces and metrics is loaded', async () => {
    const script = `
      const { openMetrics, openTracing } = await import('./src/main.ts');
      const { readConfig } = await import('./src/config.ts');
      const { createRequire } = await import('node:module');
      const opened = [await openTracing({}, console), await openTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'x', OTEL_SDK_DISABLED: 'true' }, console), await openMetrics(readConfig({}, '.'))];
      const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => /opentelemetry|prom-client/.test(path));
      console.log(JSON.stringify({ opened, loaded }));`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script];
    const output = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, args, { cwd: ROOT, env: PROGRAM_ENVIRONMENT }, (error, text) =>
        error === null ? resolve(text) : reject(error),
      );
    });
    expect(JSON.parse(output)).toEqual({ opened: [null, null, null], loaded: [] });
  });
});
