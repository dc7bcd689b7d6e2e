import type { StartedChild } from '../../test/support/processes/start-child.ts';
import { startChild } from '../../test/support/processes/start-child.ts';
import type { World } from '../harness/world.ts';
import type { BankHistory } from './bank-history.ts';
import type { IngestPlace, SyncResult } from './ingest-account.ts';

export interface IngestConfig {
  readonly databaseUrl: string;
}

/** One sync of that place; the bank shows this. */
export interface IngestQuestion {
  readonly place: IngestPlace;
  readonly bank: { readonly history: BankHistory; readonly withIds: boolean; readonly windowDays: number };
}

export interface IngestReply extends SyncResult {
  /** What the process held before the sync, with the bank's answer in its memory, and the most it held meanwhile. */
  readonly beforeMb: number;
  readonly peakMb: number;
}

export type IngestWorker = StartedChild<null, IngestQuestion, IngestReply>;

/** A process of its own that syncs as the product's worker does, on two connections. */
export function startIngestWorker({ settings }: World): Promise<IngestWorker> {
  const { DATABASE_URL: databaseUrl } = settings;
  if (databaseUrl === undefined) throw new Error('the world has no database');
  const config: IngestConfig = { databaseUrl };
  return startChild(new URL('ingest-process.ts', import.meta.url), config);
}
