import { setTimeout as delay } from 'node:timers/promises';
import type { components } from '../../api/contract/types.generated.ts';
import { CommandRefused } from '../outcome.ts';
import { createDelegatedUser } from './bank-owner.ts';
import type { LocalApi } from './local-api.ts';
import type { Progress } from './progress.ts';

type Schemas = components['schemas'];
type SetupConnection = Schemas['SetupConnection'];

const INSTITUTION = 'harbor-demo-bank';
/** Any company id of seven digits is a customer of the demo bank. */
const COMPANY_ID = '4410071';
const POLL_MS = 100;
const PATIENCE_MS = 60_000;
const PAGE = '500';

/** What the story found, for the report. */
export interface StoryResult {
  readonly connectionId: string;
  readonly accounts: readonly Schemas['Account'][];
  readonly proofs: readonly Schemas['AccountBalanceProof'][];
  readonly latest: readonly Schemas['Transaction'][];
  readonly transactionCount: number;
  readonly eventCount: number;
  /** Cursor after the last event that was read. */
  readonly cursor: string;
}

/** The main job from one end to the other: connect a bank, let it sync, read the changes through the stream. */
export async function tellStory(parts: { api: LocalApi; bankUrl: string; progress: Progress }): Promise<StoryResult> {
  const { api, bankUrl, progress } = parts;
  const [entity] = (await api.listEntities()).data;
  if (entity === undefined) throw new CommandRefused('The organization has no default entity.');
  const { nextCursor } = await api.syncTransactions({});
  const created = await api.createConnection({ institutionId: INSTITUTION, entityId: entity.entityId });
  if (created.kind === 'setup') await onboard(api, bankUrl, created, progress);
  else await progress.step('Sync the connection', () => syncAgain(api, created.id));
  const read = await progress.step('Read the change stream to its end', () => readStream(api, nextCursor));
  const accounts = await api.listAccounts(created.id);
  const latest = await api.listTransactions({ connectionId: created.id, limit: '10' });
  const health = await api.getHealth(created.id);
  return {
    connectionId: created.id,
    // Without `fields` every item is whole.
    accounts: accounts.data as Schemas['Account'][],
    proofs: health.accounts,
    latest: latest.data as Schemas['Transaction'][],
    transactionCount: await countTransactions(api, created.id),
    ...read,
  };
}

async function onboard(api: LocalApi, bankUrl: string, connection: SetupConnection, progress: Progress): Promise<void> {
  const { now } = await api.getSandboxClock();
  const password = await progress.step('Create the delegated user at the bank', () =>
    createDelegatedUser({
      bankUrl,
      bank: 'harbor',
      companyId: COMPANY_ID,
      instructions: connection.setup.instructions,
      virtualTime: now,
    }),
  );
  await progress.step('Hand over its credentials and activate', async () => {
    const { username } = connection.setup.instructions;
    await api.putCredentials(connection.id, { bankCustomerId: COMPANY_ID, bankUsername: username, password });
    await api.completeSetup(connection.id);
  });
  await progress.step('Sign in and sync for the first time', () => waitUntilReady(api, connection.id));
}

/** Polls until activation is through, as the API tells every client to. */
async function waitUntilReady(api: LocalApi, id: string): Promise<void> {
  for (const deadlineMs = Date.now() + PATIENCE_MS; Date.now() < deadlineMs; await delay(POLL_MS)) {
    const connection = await api.getConnection(id);
    if (connection.kind === 'ready') return;
    const { errorMessage } = connection.setup;
    if (errorMessage !== null && errorMessage !== undefined)
      throw new CommandRefused(`Activation failed: ${errorMessage}`);
  }
  throw new CommandRefused('Activation did not end within a minute. Look at the log with CAUSEWAY_LOG_LEVEL=debug.');
}

async function syncAgain(api: LocalApi, id: string): Promise<void> {
  const { id: runId } = await api.syncConnection(id);
  for (const deadlineMs = Date.now() + PATIENCE_MS; Date.now() < deadlineMs; await delay(POLL_MS)) {
    const run = await api.getSyncRun(id, runId);
    if (run.status === 'succeeded') return;
    if (run.status === 'failed' || run.status === 'partial')
      throw new CommandRefused(`The sync failed: ${run.error?.message ?? run.status}`);
  }
  throw new CommandRefused('The sync did not end within a minute. Look at the log with CAUSEWAY_LOG_LEVEL=debug.');
}

async function readStream(api: LocalApi, start: string): Promise<{ eventCount: number; cursor: string }> {
  let eventCount = 0;
  let cursor = start;
  for (let hasMore = true; hasMore; ) {
    const page = await api.syncTransactions({ cursor, limit: PAGE });
    eventCount += page.events.length;
    cursor = page.nextCursor;
    hasMore = page.hasMore;
  }
  return { eventCount, cursor };
}

async function countTransactions(api: LocalApi, connectionId: string): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: Schemas['TransactionList'] = await api.listTransactions({
      connectionId,
      limit: PAGE,
      fields: 'id',
      ...(cursor === null ? {} : { cursor }),
    });
    count += page.data.length;
    cursor = page.pagination.nextCursor;
  } while (cursor !== null);
  return count;
}
