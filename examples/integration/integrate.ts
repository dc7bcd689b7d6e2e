/**
 * A first integration: an entity, a connection at a demo bank, an exact mirror of its transactions in SQLite, and a webhook that says when
 * to look. See docs/guides/first-integration.md.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { createClient, verifyWebhook } from '@causeway/client';
import { createMirror, openSqliteStorage } from '@causeway/client/mirror';

const client = createClient({
  baseUrl: process.env.CAUSEWAY_URL ?? 'http://127.0.0.1:4080',
  apiKey: process.env.CAUSEWAY_API_KEY,
});
const bankUrl = process.env.BANK ?? 'http://127.0.0.1:4090';
const companyId = '4420091';

// 1. An entity: the customer whose accounts these are. A second run gets the same one.
const { data: known } = await client.listEntities({ externalEntityId: 'customer-1' });
const entity =
  known[0] ?? (await client.createEntity({ body: { externalEntityId: 'customer-1', name: 'Alder and Finch' } }));
console.log(`entity ${entity.name}`);

// 2. A connection, and what its owner has to enter at the bank.
let connection = await client.createConnection({
  body: { entityId: entity.entityId, institutionId: 'ridgeline-demo-bank' },
});
const connectionId = connection.id;

if (connection.kind === 'setup') {
  // 3. The owner creates the delegated user. A person does this; at a demo bank it can be asked for.
  const username = connection.setup.instructions?.username ?? '';
  const made = await fetch(`${bankUrl}/ridgeline/admin/delegated-users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ companyId, ownerUser: 'owner', ownerPassword: `owner-${companyId}` },
      ...{ username, firstName: 'Causeway', lastName: 'Service' },
      permissions: ['viewBalances', 'viewTransactions', 'viewStatements'],
    }),
  });
  if (!made.ok) throw new Error(`The bank refused the user: ${await made.text()}`);
  const { temporaryPassword } = (await made.json()) as { temporaryPassword: string }; // The form of the demo bank.

  // 4. Hand the login over, say that the bank side is done, and wait for the first sync.
  await client.putConnectionCredentials({
    connectionId,
    body: { bankCustomerId: companyId, bankUsername: username, password: temporaryPassword },
  });
  await client.completeConnectionSetup({ connectionId });
  while (connection.kind !== 'ready') {
    if (connection.setup.status === 'failed') throw new Error(connection.setup.errorMessage ?? 'The setup has failed.');
    await setTimeout(500);
    connection = await client.getConnection({ connectionId });
  }
}
console.log(`connection ${connection.status}`);

// 5. The mirror: rows and cursor are written in one transaction, so this may be stopped anywhere and run again.
const storage = await openSqliteStorage(process.env.MIRROR_FILE ?? 'mirror-of-client.sqlite');
const mirror = createMirror({ client, storage, filter: { connectionId } });
await mirror.catchUp();

// 6. A receiver. It answers first and works afterwards; the mirror is what tells what happened.
const { promise: told, resolve: tell } = Promise.withResolvers<string>();
let secrets = '';
const receiver = createServer(async (request, response) => {
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const verdict = await verifyWebhook({ secrets, headers, body: await text(request) });
  response.writeHead(verdict.valid ? 204 : 400).end();
  if (verdict.valid) tell(verdict.event.type);
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const { port } = receiver.address() as AddressInfo; // It listens on TCP, so its address has this form.
const { webhook } = await client.createWebhook({
  body: { url: `http://127.0.0.1:${port}/hooks`, events: ['transactions.sync_available'] },
});
secrets = webhook.secret;

// 7. A week passes at the bank, and news of it comes.
await client.advanceSandboxClock({ body: { days: 7 } });
console.log(`event ${await told}`);
await mirror.catchUp();

// 8. Proof that the copy is exact: account by account, by the server's digests.
const report = await mirror.verify();
console.log(report.equal ? 'the mirror equals the server' : JSON.stringify(report.accounts));

await client.deleteWebhook({ webhookId: webhook.id });
receiver.close();
receiver.closeAllConnections();
await storage.close();
if (!report.equal) process.exitCode = 1;
