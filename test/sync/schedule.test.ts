import { expect, it } from 'vitest';
import { silentLog } from '../../src/infra/log.ts';
import { startSchedule } from '../../src/jobs/schedule.ts';
import { stageDatabase } from '../support/database/stages.ts';
import { createCommandParts } from '../support/records/command-parts.ts';

const database = stageDatabase();

/** The first round, which does everything; the steps that failed in it. */
async function doOneRound(): Promise<unknown[]> {
  const failed: unknown[] = [];
  const log = { ...silentLog, warn: (fields: object) => failed.push('step' in fields && fields.step) };
  const others = { leaseTtlMs: 1_000, auditRetentionDays: 90, removeEvidence: async () => true, log };
  await startSchedule({ ...createCommandParts(database.sql), ...others }, 3_600_000).stop();
  return failed;
}

it('goes on with its round when one step fails', async () => {
  await database.sql`insert into job_turns select gen_random_uuid(), 0, n from generate_series(1, 5) n`;
  await database.sql`alter function give_overdue_turns(int) rename to give_nothing`;
  expect(await doOneRound()).toEqual(['give turns']);
  expect(await database.sql`select turn::int4 as turn from job_turns`).toEqual([{ turn: 5 }]);
});

it('tells once a round that the database is away', async () => {
  const letIn = await database.shutOut();
  try {
    expect(await doOneRound()).toEqual(['recover runs']);
  } finally {
    await letIn();
  }
});
