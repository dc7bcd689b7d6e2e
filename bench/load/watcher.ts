import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { answerParent } from '../../test/support/processes/child.ts';
import { KeepAliveClient } from './keep-alive-client.ts';
import type { Sighting, WatcherConfig, WatcherQuestion } from './watching.ts';

/** One change of the stream; the watcher needs no more of it. */
type EventJson = { readonly transaction: { readonly id: string } } | { readonly transactionId: string };

const PATH = '/v1/transactions/sync';

/** A client that notes when it sees each change. It looks on for as long as it lives. */
answerParent<WatcherConfig, null, WatcherQuestion, readonly Sighting[]>(async (config) => {
  const sightings: Sighting[] = [];
  let onSeen = () => {};
  const note = (events: readonly EventJson[], atNs: bigint) => {
    for (const event of events) {
      const transactionId = 'transaction' in event ? event.transaction.id : event.transactionId;
      sightings.push({ transactionId, atNs });
    }
    onSeen();
  };
  await (config.mode === 'poll' ? startPolling(config, note) : startListening(config, note));
  return {
    hello: null,
    answer: ({ changes, timeoutMs }) => {
      const { promise, resolve } = Promise.withResolvers<readonly Sighting[]>();
      const finish = () => {
        clearTimeout(timer);
        onSeen = () => {};
        resolve(sightings.splice(0));
      };
      const timer = setTimeout(finish, timeoutMs);
      onSeen = () => {
        if (sightings.length >= changes) finish();
      };
      onSeen();
      return promise;
    },
  };
});

type Note = (events: readonly EventJson[], atNs: bigint) => void;

/** Asks again as soon as it has its answer. */
async function startPolling({ url, key, cursor }: WatcherConfig, note: Note): Promise<void> {
  const client = await KeepAliveClient.open(url, key, { keepsBodies: true });
  let next = cursor;
  const poll = async () => {
    const { status, body } = await client.get(`${PATH}?limit=500&cursor=${next}`);
    const atNs = process.hrtime.bigint();
    if (status !== 200) throw new Error(`a poll was answered with ${status}: ${body.toString()}`);
    // The contract's own tests prove the form.
    const page = JSON.parse(body.toString()) as { events: readonly EventJson[]; nextCursor: string };
    note(page.events, atNs);
    next = page.nextCursor;
  };
  await poll();
  const pollOn = async () => {
    for (;;) await poll();
  };
  pollOn().catch(fail);
}

/** Listens to the live stream; resolves when it is open. */
function startListening({ url, key, cursor }: WatcherConfig, note: Note): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const options = { headers: { authorization: `Bearer ${key}` }, agent: false };
  const request = get(`${url}${PATH}/live?cursor=${cursor}`, options, (response) => {
    if (response.statusCode !== 200) {
      reject(new Error(`the live stream was answered with ${response.statusCode}`));
      return;
    }
    let type = '';
    createInterface({ input: response }).on('line', (line) => {
      if (line.startsWith('event: ')) type = line.slice(7);
      if (!line.startsWith('data: ')) return;
      const atNs = process.hrtime.bigint();
      if (type === 'stream.open') resolve();
      else if (type === 'stream.close') fail(new Error(`the live stream was closed: ${line}`));
      // The contract's own tests prove the form.
      else note([JSON.parse(line.slice(6)) as EventJson], atNs);
    });
    response.once('end', () => fail(new Error('the live stream ended')));
  });
  request.once('error', reject);
  return promise;
}

function fail(cause: unknown): void {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exit(1);
}
