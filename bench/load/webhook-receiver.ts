import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '../../packages/client/src/webhooks/verify-webhook.ts';
import { answerParent } from '../../test/support/processes/child.ts';
import type { Receipt, ReceiverQuestion, ReceiverReply } from './receiving.ts';

interface Received extends Receipt {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Takes every request at once, keeps it, and checks signatures only when it is asked for what came. */
answerParent<null, { readonly url: string }, ReceiverQuestion, ReceiverReply>(async () => {
  let received: Received[] = [];
  let onReceived = () => {};
  // Longer than senders are idle: one that is ended just when the next request goes out would break it.
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const atNs = process.hrtime.bigint();
      response.writeHead(204).end();
      const { headers, url: path = '' } = request;
      received.push({ id: String(headers['webhook-id']), atNs, path, headers, body: Buffer.concat(chunks).toString() });
      onReceived();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // It listens on a port, not on a pipe.
    hello: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    answer: async ({ count, timeoutMs, secrets }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      onReceived = () => {
        if (received.length >= count) resolve();
      };
      onReceived();
      await promise;
      clearTimeout(timer);
      onReceived = () => {};
      const taken = received;
      received = [];
      let forged = 0;
      if (secrets !== null) for (const each of taken) if (!(await isSigned(each, secrets[each.path]))) forged += 1;
      return {
        receipts: taken.map(({ id, atNs }) => ({ id, atNs })),
        forged,
      };
    },
  };
});

async function isSigned({ headers, body }: Received, secret: string | undefined): Promise<boolean> {
  if (secret === undefined) return false;
  return (await verifyWebhook({ secrets: secret, headers, body, toleranceSeconds: 3_600 })).valid;
}
