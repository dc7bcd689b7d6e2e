import { setTimeout as delay } from 'node:timers/promises';
import type { components } from '../../api/contract/types.generated.ts';
import { CommandRefused } from '../outcome.ts';
import { createDelegatedUser } from './bank-owner.ts';
import type { LocalApi } from './local-api.ts';
import type { Progress } from './progress.ts';

type Schemas = components['schemas'];
type SetupConnection = Schemas['SetupConnection'];

/** One and the same bank: read through its portal as people do, or through its download for programs. */
const INSTITUTIONS = { portal: 'harbor-portal-demo-bank', download: 'harbor-demo-bank' } as const;
/** Any company id of seven digits is a customer of the demo bank. */
const COMPANY_ID = '4410071';
const POLL_MS = 100;
/** A browser on a slow machine takes its time. */
const PATIENCE_MS = 180_000;
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
export async function tellStory(parts: {
  readonly api: LocalApi;
  readonly bankUrl: string;
  readonly progress: Progress;
  readonly hasBrowser: boolean;
  /** Is told why a connection of an earlier start cannot be read now. What there is already can be looked at all the same, unless it throws. */
  onUnread(refusal: CommandRefused): void;
}): Promise<StoryResult> {
  const { api, progress } = parts;
  const institutionId = INSTITUTIONS[parts.hasBrowser ? 'portal' : 'download'];
  const [entity] = (await api.listEntities()).data;
  if (entity === undefined) throw new CommandRefused('The organization has no default entity.');
  const { nextCursor } = await api.syncTransactions({});
  const created = await api.createConnection({ institutionId, entityId: entity.entityId });
  if (created.kind === 'setup') await onboard(parts, created);
  else
    await progress
      .step('Sync the connection', () => syncAgain(api, created.id))
      .catch((cause: unknown) => {
        if (!(cause instanceof CommandRefused)) throw cause;
        parts.onUnread(cause);
      });
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

/** Begins, or goes on where an earlier start was stopped. */
async function onboard(parts: Parameters<typeof tellStory>[0], connection: SetupConnection): Promise<void> {
  const { api, bankUrl, progress, hasBrowser } = parts;
  if (connection.setup.nextAction === 'waitForActivation') {
    await progress.step('Go on with the first sync', () => waitUntilReady(api, connection.id));
    return;
  }
  const { now } = await api.getSandboxClock();
  const { instructions } = connection.setup;
  const made = await progress.step('Create the delegated user at the bank, as its owner', () =>
    createDelegatedUser({ bankUrl, bank: 'harbor', companyId: COMPANY_ID, instructions, virtualTime: now }),
  );
  const credentials = { bankCustomerId: COMPANY_ID, bankUsername: instructions.username, password: made.password };
  const isInvited = hasBrowser && made.isNew && instructions.email !== null;
  if (!isInvited) {
    await progress.step('Hand over its login', async () => {
      await api.putCredentials(connection.id, credentials);
      await api.completeSetup(connection.id);
    });
  }
  const first = 'and sync for the first time';
  const way = isInvited ? `Take the invitation from the mail, choose a password, sign in ${first}` : `Sign in ${first}`;
  await progress.step(hasBrowser ? `${way}, in a real browser` : way, () => waitUntilReady(api, connection.id));
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
  throw new CommandRefused(
    'Activation did not end within three minutes. Look at the log with CAUSEWAY_LOG_LEVEL=debug.',
  );
}

async function syncAgain(api: LocalApi, id: string): Promise<void> {
  const run = await api.syncConnection(id).catch(async (cause: unknown) => {
    // One that fell due while nothing ran may have begun by itself; it is as good.
    const [latest] = (await api.listSyncRuns(id)).data;
    if (latest === undefined || latest.finishedAt !== null) throw cause;
    return latest;
  });
  for (const deadlineMs = Date.now() + PATIENCE_MS; Date.now() < deadlineMs; await delay(POLL_MS)) {
    const { status, error } = await api.getSyncRun(id, run.id);
    if (status === 'succeeded') return;
    if (status === 'failed' || status === 'partial')
      throw new CommandRefused(`The sync failed: ${error?.message ?? status}`);
  }
  throw new CommandRefused('The sync did not end within three minutes. Look at the log with CAUSEWAY_LOG_LEVEL=debug.');
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
