import { openDatabase, type Sql } from '../../src/infra/database.ts';
import { silentLog } from '../../src/infra/log.ts';
import { seededChoices } from '../../test/support/choices.ts';
import { runChild } from '../../test/support/processes/child.ts';
import { BETWEEN_PAGES, pause } from './pauses.ts';
import { readWrong, WRONG_DESIGNS, WRONG_START, type WrongDesign } from './wrong-designs.ts';

export interface WrongReaderConfig {
  readonly seed: string;
  readonly databaseUrl: string;
}

/** What one reader of one design has missed when all is quiet. */
export interface WrongResult {
  readonly type: 'wrong';
  readonly design: WrongDesign;
  readonly rows: number;
  readonly lost: number;
}

runChild<WrongReaderConfig>(async (config, { quiet, tell }) => {
  const sql = openDatabase({
    url: config.databaseUrl,
    maxConnections: WRONG_DESIGNS.length,
    applicationName: 'prove wrong reader',
    log: silentLog,
  });
  await Promise.all(
    WRONG_DESIGNS.map(async (design) => {
      const seen = await readToTheEnd(sql, design, `${config.seed}/${design}`, quiet);
      const [total] = await sql<{ rows: bigint }[]>`select count(*) as rows from prove_changes`;
      const rows = Number(total?.rows ?? 0n);
      const result: WrongResult = { type: 'wrong', design, rows, lost: rows - seen };
      tell(result);
    }),
  );
  await sql.end({ timeout: 5 });
});

/** Reads without crashes and without filters, the easiest case there is; answers how many different rows it got. */
async function readToTheEnd(sql: Sql, design: WrongDesign, seed: string, quiet: AbortSignal): Promise<number> {
  const choices = seededChoices(seed);
  const seen = new Set<bigint>();
  let cursor = WRONG_START;
  for (;;) {
    const last = quiet.aborted;
    const changes = await readWrong(sql, design, cursor, choices.whole(1, 500));
    for (const { id } of changes) seen.add(id);
    cursor = changes.at(-1) ?? cursor;
    if (last && changes.length === 0) return seen.size;
    if (!last) await pause(choices, BETWEEN_PAGES, quiet);
  }
}
