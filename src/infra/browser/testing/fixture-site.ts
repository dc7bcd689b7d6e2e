import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Answers of a small site, by path. */
export type FixtureRoutes = Readonly<
  Record<string, string | ((request: IncomingMessage, response: ServerResponse, body: string) => void)>
>;

export interface FixtureSite {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly host: string;
  /** Method and path of every request, in order. */
  readonly requests: string[];
  stop(): Promise<void>;
}

/** Serves a few pages on a free port. A text is HTML; what has no route is a 404. */
export async function serveFixture(routes: FixtureRoutes): Promise<FixtureSite> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://fixture').pathname;
    requests.push(`${request.method} ${request.url}`);
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const route = routes[path];
      if (typeof route === 'function') route(request, response, body);
      else if (route === undefined) sendHtml(response, 'nothing here', 404);
      else sendHtml(response, route);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends a page around the given body. */
export function sendHtml(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Fixture</title><body>${body}</body></html>`,
  );
}
