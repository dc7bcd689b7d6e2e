// Receives webhooks: checks the signature by the secret in one file, writes its port into another, and prints the type of each event.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const [secretFile, portFile] = process.argv.slice(2);
const MAX_AGE_SECONDS = 300;

const server = createServer(async (request, response) => {
  const body = await text(request);
  const isTrue = isSigned(request.headers['waycore-signature'] ?? '', body);
  response.writeHead(isTrue ? 204 : 400).end();
  if (isTrue) console.log(JSON.parse(body).type);
});
server.listen(0, '127.0.0.1', () => writeFileSync(portFile, String(server.address().port)));

/** `t=<unix>,v1=<hex>` over `<t>.<body>`, with the whole secret as the key. After a change of the secret there are several v1. */
function isSigned(header, body) {
  const [, time] = /(?:^|,)t=(\d+)/.exec(header) ?? [];
  if (time === undefined || Math.abs(Date.now() / 1_000 - Number(time)) > MAX_AGE_SECONDS) return false;
  const expected = createHmac('sha256', readFileSync(secretFile, 'utf8').trim()).update(`${time}.${body}`).digest();
  return [...header.matchAll(/v1=([0-9a-f]{64})/g)].some(([, hex]) =>
    timingSafeEqual(Buffer.from(hex, 'hex'), expected),
  );
}
