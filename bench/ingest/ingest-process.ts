import { writeFileSync } from 'node:fs';
import { openDatabase } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { QuietReadings } from '../../src/ingest/accounts/quiet-readings.ts';
import { answerParent } from '../../test/support/processes/child.ts';
import { readProcessMemory } from '../harness/process-memory.ts';
import { syncOnce } from './ingest-account.ts';
import type { IngestConfig, IngestQuestion, IngestReply } from './ingest-worker.ts';

/** A worker of the product that reads one account of a bank whose answers it was given before. */
answerParent<IngestConfig, null, IngestQuestion, IngestReply>(async ({ databaseUrl }) => {
  const sql = openDatabase({ url: databaseUrl, maxConnections: 2, applicationName: 'bench ingest', log: silentLog });
  await sql`select 1`;
  const quietReadings = new QuietReadings();
  return {
    hello: null,
    answer: async ({ place, bank }) => {
      const beforeMb = readProcessMemory(process.pid).residentMb;
      forgetPeak();
      const result = await syncOnce(sql, place, bank, quietReadings);
      const { residentMb, peakMb } = readProcessMemory(process.pid);
      return { ...result, beforeMb, peakMb: peakMb ?? residentMb };
    },
  };
});

/** Linux counts the peak anew from here; elsewhere no peak is told at all. */
function forgetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}
