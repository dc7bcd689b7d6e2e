import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RefusedError } from '../http/refused-error.ts';
import { refuseUnavailable } from '../http/thrown-error.ts';
import { servePages } from './serve-pages.ts';

const SCRIPT = 'export const answer = 42;\n'.repeat(80);
let folder: string;
let app: FastifyInstance;
const logged: unknown[] = [];

function start(dist: string): FastifyInstance {
  const server = fastify({ exposeHeadRoutes: false });
  const findEmbeddingOrigins = async (sessionId: string) => {
    if (sessionId === 'fault') throw new Error('relation connect_sessions at 10.0.0.7 is gone');
    if (sessionId === 'away') throw new RefusedError(refuseUnavailable(1));
    return sessionId === 'framed' ? ['https://shop.example'] : [];
  };
  const log = { error: (fields: object, message: string) => void logged.push([fields, message]) };
  servePages(server, { dist, randomBytes, log, findEmbeddingOrigins });
  return server;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-pages-'));
  await mkdir(join(folder, 'assets'));
  for (const name of ['console', 'connect', 'docs'])
    await writeFile(join(folder, `${name}.html`), `<title>${name}</title><link nonce="__CAUSEWAY_NONCE__">`);
  await writeFile(join(folder, 'connect.js'), SCRIPT);
  await writeFile(join(folder, 'assets', 'console-a1b2.js'), SCRIPT);
  await writeFile(join(folder, 'assets', 'console-a1b2.js.br'), brotliCompressSync(SCRIPT));
  app = start(folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe('pages', () => {
  it('are one document for all their paths, with a policy and a nonce of each answer', async () => {
    const first = await app.inject('/console/live/connections/1?a=b');
    expect(first.statusCode).toBe(200);
    expect(first.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(first.headers['content-security-policy']);
    expect(first.headers).toMatchObject({
      // A nonce that is given again is none, and who may frame a link changes.
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    });
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(nonce).toHaveLength(24);
    // The whole of it: one directive too many, or another source, would let something in or out.
    expect(policy).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; ` +
        "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(first.body).toBe(`<title>console</title><link nonce="${nonce}">`);
    expect((await app.inject('/console')).headers['content-security-policy']).not.toBe(policy);
  });

  it('begin at the console, and have the documentation beside it', async () => {
    const root = await app.inject('/');
    expect([root.statusCode, root.headers.location]).toEqual([302, '/console']);
    expect((await app.inject('/docs/guides/webhooks')).body).toContain('<title>docs</title>');
    expect((await app.inject({ method: 'HEAD', url: '/console' })).statusCode).toBe(200);
  });

  it('of a Connect link may be framed by the sites of its session only', async () => {
    const framed = await app.inject('/connect/framed');
    expect(framed.headers['content-security-policy']).toContain('frame-ancestors https://shop.example');
    expect(framed.headers).not.toHaveProperty('x-frame-options');
    expect(framed.headers['cross-origin-opener-policy']).toBe('unsafe-none');
    expect((await app.inject('/connect/unknown')).headers['content-security-policy']).toContain(
      "frame-ancestors 'none'",
    );
  });
});

it('tells nobody why a page could not be served, but the log', async () => {
  const fault = await app.inject('/connect/fault');
  expect([fault.statusCode, fault.body]).toEqual([500, expect.not.stringMatching(/connect_sessions|10\.0\.0\.7/)]);
  expect(logged).toEqual([[{ err: expect.any(Error) }, 'a page could not be served']]);
  const away = await app.inject('/connect/away');
  expect([away.statusCode, away.headers['retry-after']]).toEqual([503, '1']);
  for (const url of ['/assets/%00', '/assets/..%5cconsole.html'])
    expect([url, (await app.inject(url)).body]).toEqual([url, 'There is no such file.\n']);
  expect(logged).toHaveLength(1);
});

describe('files of pages', () => {
  it('are sent compressed as they were at the build, and kept for good', async () => {
    const file = await app.inject({ url: '/assets/console-a1b2.js', headers: { 'accept-encoding': 'gzip, br' } });
    expect(file.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'application/javascript; charset=utf-8',
    });
    expect((await app.inject('/assets/console-a1b2.js')).body).toBe(SCRIPT);
  });

  it('are nothing outside of their folder', async () => {
    for (const url of ['/assets/none.js', '/assets/../console.html', '/assets/%2e%2e/console.html', '/assets/']) {
      expect((await app.inject(url)).body, url).not.toContain('<title>');
      expect((await app.inject(url)).statusCode, url).toBeGreaterThanOrEqual(400);
    }
  });

  it('of other sites are the embed script, for a short time', async () => {
    const script = await app.inject('/connect.js');
    expect(script.body).toBe(SCRIPT);
    expect(script.headers).toMatchObject({
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=600',
    });
  });
});

it('says in plain words what to run when the pages are not built', async () => {
  const empty = start(join(folder, 'nowhere'));
  const answer = await empty.inject('/console');
  await empty.close();
  expect([answer.statusCode, answer.body]).toEqual([
    503,
    'The pages of this installation are not built. Run "npm run build" in its folder, then load this page again.\n',
  ]);
});
