import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { answerParent } from '../../test/support/processes/child.ts';
import { listenLocally } from './listen-locally.ts';

/** The most that Node's own HTTP server can send: one page, from memory, to whoever asks for whatever. */
answerParent<{ readonly pageFile: string }, { readonly url: string }>(async ({ pageFile }) => {
  const page = readFileSync(pageFile);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': page.length };
  const server = createServer({ keepAliveTimeout: 600_000 }, (_request, response) => {
    response.writeHead(200, headers);
    response.end(page);
  });
  return { hello: { url: await listenLocally(server) } };
});
